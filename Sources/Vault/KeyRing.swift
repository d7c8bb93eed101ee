import Base
import Crypto
import Foundation

/// The keys of one installation: those that seal, by version, and those that digest what must be found again.
///
/// Sealing keys are rotated: the newest seals, older ones still open. Digests are compared with stored ones, so their
/// keys stay as they are; they are apart from the sealing keys, so that neither sort tells anything of the other.
public struct KeyRing: Sendable {
    /// The version that seals.
    public let current: UInt16
    private let sealing: [UInt16: SymmetricKey]
    private let digesting: SymmetricKey

    private init(current: UInt16, sealing: [UInt16: SymmetricKey], digesting: SymmetricKey) {
        self.current = current
        self.sealing = sealing
        self.digesting = digesting
    }

    /// A new ring of 256-bit keys.
    public static func make(_ outside: Outside) -> KeyRing {
        KeyRing(current: 1, sealing: [1: .random(outside)], digesting: .random(outside))
    }

    /// The ring with one more sealing key, which seals from then on.
    /// - Throws: `ringFull` after 65,535 rotations.
    public func rotated(_ outside: Outside) throws(VaultFault) -> KeyRing {
        guard current < .max else { throw .ringFull }
        let next = current + 1
        return KeyRing(
            current: next, sealing: sealing.merging([next: .random(outside)]) { old, _ in old },
            digesting: digesting)
    }

    /// The ring without the keys that seal no more. What they sealed cannot be opened after that.
    public func withoutOldKeys() -> KeyRing {
        KeyRing(
            current: current, sealing: sealing.filter { $0.key == current }, digesting: digesting)
    }

    public var versions: [UInt16] { sealing.keys.sorted() }

    func holds(_ version: UInt16) -> Bool { sealing[version] != nil }

    /// Tells rings of different installations apart and is no help in guessing a key. Stays the same when the ring is
    /// rotated.
    public var name: String {
        Data(HMAC<SHA256>.authenticationCode(for: Data("huitou ring".utf8), using: digesting).prefix(12))
            .base64EncodedString()
    }

    /// - Throws: `keyMissing`.
    func key(_ version: UInt16) throws(VaultFault) -> SymmetricKey {
        guard let key = sealing[version] else { throw .keyMissing(version: version) }
        return key
    }

    /// A key for digests of one purpose.
    func digestKey(_ purpose: String) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(
            inputKeyMaterial: digesting, info: Data("huitou digest \(purpose)".utf8), outputByteCount: 32)
    }
}

extension KeyRing {
    static let format = 1

    /// The contents of a key file.
    public var json: JSONValue {
        [
            "format": JSONValue(Self.format), "current": JSONValue(Int(current)),
            "sealing": JSONValue(sealing.reduce(into: [:]) { $0[String($1.key)] = $1.value.base64 }),
            "digesting": .string(digesting.base64),
        ]
    }

    /// - Throws: `keyFileUnreadable`.
    init(reading bytes: [UInt8], path: String) throws(VaultFault) {
        // Whatever is wrong with it, it is no key file.
        guard let json = try? JSONParser.parse(bytes), json["format"]?.int == Int64(Self.format),
            let current = json["current"]?.int,
            let digesting = json["digesting"]?.string.flatMap(SymmetricKey.init(base64:))
        else { throw .keyFileUnreadable(path) }
        var sealing: [UInt16: SymmetricKey] = [:]
        for member in json["sealing"]?.members ?? [] {
            guard let version = UInt16(member.name),
                let key = member.value.string.flatMap(SymmetricKey.init(base64:))
            else { throw .keyFileUnreadable(path) }
            sealing[version] = key
        }
        guard let current = UInt16(exactly: current), sealing[current] != nil else {
            throw .keyFileUnreadable(path)
        }
        self.init(current: current, sealing: sealing, digesting: digesting)
    }
}

extension SymmetricKey {
    fileprivate static func random(_ outside: Outside) -> SymmetricKey {
        SymmetricKey(data: outside.bytes(32))
    }

    fileprivate var base64: String { withUnsafeBytes { Data($0).base64EncodedString() } }

    fileprivate init?(base64: String) {
        guard let data = Data(base64Encoded: base64), data.count == 32 else { return nil }
        self.init(data: data)
    }
}
