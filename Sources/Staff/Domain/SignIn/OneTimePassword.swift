import Base
import Crypto

/// The six digits that an authenticator app shows: HMAC-SHA-1 over the number of half minutes since 1970, as RFC 6238
/// wants it and as every such app computes it.
struct OneTimePassword: Sendable {
    let secret: [UInt8]

    static let secretBytes = 20
    static let digits = 6
    private static let stepMilliseconds: Int64 = 30_000
    /// A device's clock may be half a minute off, to either side (RFC 6238, 5.2).
    private static let drift: Int64 = 1

    static func step(at moment: Timestamp) -> Int64 { moment.milliseconds / stepMilliseconds }

    func code(of step: Int64, digits: Int = Self.digits) -> String {
        let counter = withUnsafeBytes(of: step.bigEndian) { Array($0) }
        let key = SymmetricKey(data: secret)
        let hash = Array(HMAC<Insecure.SHA1>.authenticationCode(for: counter, using: key))
        let offset = Int(hash[hash.count - 1] & 15)
        let number = hash[offset..<offset + 4].reduce(UInt64(0)) { $0 << 8 | UInt64($1) } & 0x7FFF_FFFF
        let text = String(number % (0..<digits).reduce(1) { power, _ in power * 10 })
        return String(repeating: "0", count: digits - text.count) + text
    }

    /// The step whose code this is; nil for a wrong one and for those of steps up to the last one used, so that a code
    /// that somebody watched being typed is worth nothing.
    func step(of code: String, at moment: Timestamp, after last: Int64) -> Int64? {
        let middle = Self.step(at: moment)
        var found: Int64?
        for step in (middle - Self.drift)...(middle + Self.drift) where step > last {
            if Fingerprint.areEqual(Array(self.code(of: step).utf8), Array(code.utf8)) { found = step }
        }
        return found
    }
}
