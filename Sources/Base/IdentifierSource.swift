/// Makes identifiers that sort by the time they were made: 48 bits of milliseconds, then 80 random bits,
/// as 26 characters of Crockford's base 32 (the layout of a ULID) behind a letter that says the kind.
public struct IdentifierSource: Sendable {
    private let random: @Sendable () -> UInt64

    public init(random: @escaping @Sendable () -> UInt64) {
        self.random = random
    }

    /// - Parameter prefix: one letter or a short word, such as `C` for a case.
    public func next<Kind>(_ prefix: String, at now: Timestamp) -> Identifier<Kind> {
        Identifier(prefix + text(at: now))
    }

    private func text(at now: Timestamp) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(26)
        let time = UInt64(max(0, now.milliseconds))
        for shift in stride(from: 45, through: 0, by: -5) {
            bytes.append(Self.alphabet[Int((time >> UInt64(shift)) & 31)])
        }
        let (first, second) = (random(), random())
        for shift in stride(from: 35, through: 0, by: -5) {
            bytes.append(Self.alphabet[Int((first >> UInt64(shift)) & 31)])
        }
        for shift in stride(from: 35, through: 0, by: -5) {
            bytes.append(Self.alphabet[Int((second >> UInt64(shift)) & 31)])
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
}
