import Base
import Crypto
import Foundation

/// Where something sealed lies. It opens there only: moved to another place, shop or record it counts as damaged.
public struct SealedPlace: Sendable, Hashable {
    fileprivate let bytes: [UInt8]

    /// - Parameters:
    ///   - name: table and column, such as `customers.personal`.
    ///   - record: what names the record within its shop.
    public init(_ name: String, _ record: String, of shop: ShopID) {
        // With their lengths, so that no two places read alike.
        var bytes: [UInt8] = []
        bytes.reserveCapacity(name.utf8.count + record.utf8.count + shop.text.utf8.count + 12)
        for part in [name, shop.text, record] {
            bytes += String(part.utf8.count).utf8
            bytes.append(UInt8(ascii: ":"))
            bytes += part.utf8
        }
        self.bytes = bytes
    }
}

/// AES-256 in Galois counter mode (NIST SP 800-38D) with a random nonce of 96 bits, as bytes: a head, the nonce, the
/// text, the tag of 16 bytes.
enum Sealed {
    static func seal(
        _ plain: [UInt8], head: [UInt8], with key: SymmetricKey, for place: SealedPlace, _ outside: Outside
    ) throws(VaultFault) -> [UInt8] {
        do {
            let nonce = try AES.GCM.Nonce(data: outside.bytes(12))
            let box = try AES.GCM.seal(plain, using: key, nonce: nonce, authenticating: head + place.bytes)
            return head + Array(nonce) + Array(box.ciphertext) + Array(box.tag)
        } catch {
            throw .damaged
        }
    }

    /// - Throws: `damaged`.
    static func open(
        _ sealed: [UInt8], headLength: Int, with key: SymmetricKey, for place: SealedPlace
    ) throws(VaultFault) -> [UInt8] {
        guard sealed.count >= headLength + 28 else { throw .damaged }
        do {
            let box = try AES.GCM.SealedBox(combined: sealed[headLength...])
            return Array(
                try AES.GCM.open(box, using: key, authenticating: sealed[..<headLength] + place.bytes))
        } catch {
            throw .damaged
        }
    }
}
