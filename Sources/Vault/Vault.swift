import Base
import Crypto
import Foundation
import Synchronization

/// Seals what must not be readable on the disk, opens it again, and digests what must be found without being read.
public struct Vault: Sendable {
    /// Two bytes say how and the version of the key follows.
    private static let head: [UInt8] = [0x48, 1]
    private static let headLength = 4

    private let newest: Newest
    let outside: Outside

    /// - Parameter reload: reads the key file again when something was sealed with a key that came to it since.
    public init(
        _ ring: KeyRing, outside: Outside, reload: (@Sendable () throws(VaultFault) -> KeyRing)? = nil
    ) {
        newest = Newest(ring, reload)
        self.outside = outside
    }

    /// The ring as it was last read.
    public var ring: KeyRing { newest.ring.withLock(\.self) }

    /// The version of the key that seals now.
    var version: UInt16 { ring.current }

    /// Takes the newest key from the file where others already seal with it.
    /// - Throws: `keyMissing` where the file does not hold it.
    func catchUp(to version: UInt16) throws(VaultFault) {
        if ring.current < version { _ = try newest.key(version) }
    }

    /// Seals with the installation's newest key.
    public func seal(_ plain: [UInt8], for place: SealedPlace) throws(VaultFault) -> [UInt8] {
        let ring = ring
        let head = Self.head + [UInt8(ring.current >> 8), UInt8(ring.current & 0xFF)]
        return try Sealed.seal(plain, head: head, with: ring.key(ring.current), for: place, outside)
    }

    /// - Throws: `damaged`, `keyMissing`.
    public func open(_ sealed: [UInt8], for place: SealedPlace) throws(VaultFault) -> [UInt8] {
        let key = try newest.key(Self.version(of: sealed))
        return try Sealed.open(sealed, headLength: Self.headLength, with: key, for: place)
    }

    private final class Newest: Sendable {
        let ring: Mutex<KeyRing>
        /// Those that were asked for, by purpose; they never change.
        let digestKeys = Mutex<[String: SymmetricKey]>([:])
        private let reload: (@Sendable () throws(VaultFault) -> KeyRing)?

        init(_ ring: KeyRing, _ reload: (@Sendable () throws(VaultFault) -> KeyRing)?) {
            self.ring = Mutex(ring)
            self.reload = reload
        }

        func key(_ version: UInt16) throws(VaultFault) -> SymmetricKey {
            let known = ring.withLock(\.self)
            if known.holds(version) { return try known.key(version) }
            guard let read = try reload?(), read.name == known.name else {
                throw .keyMissing(version: version)
            }
            ring.withLock { $0 = read }
            return try read.key(version)
        }

        func digestKey(_ purpose: String) -> SymmetricKey {
            digestKeys.withLock { keys in
                if let key = keys[purpose] { return key }
                let key = ring.withLock(\.self).digestKey(purpose)
                keys[purpose] = key
                return key
            }
        }
    }

    /// Which version of the key sealed it.
    /// - Throws: `damaged`.
    static func version(of sealed: [UInt8]) throws(VaultFault) -> UInt16 {
        guard sealed.count > headLength, Array(sealed.prefix(2)) == head else { throw .damaged }
        return UInt16(sealed[2]) << 8 | UInt16(sealed[3])
    }

    /// What equal texts of one shop have in common and nobody can turn back without the key file: HMAC-SHA-256 (RFC
    /// 2104), its first 16 bytes.
    /// - Parameter purpose: what is looked up, such as `customers.phone`; digests of different purposes never agree.
    public func digest(_ text: String, for purpose: String, in shop: ShopID) -> [UInt8] {
        digest(Array(text.utf8), for: purpose, in: shop)
    }

    func digest(_ bytes: [UInt8], for purpose: String, in shop: ShopID) -> [UInt8] {
        var code = HMAC<SHA256>(key: newest.digestKey(purpose))
        code.update(data: Array("\(shop.text)\n".utf8))
        code.update(data: bytes)
        return Array(code.finalize().prefix(16))
    }
}
