import Base
import Crypto

/// SHA-256, for what must be found again but not read.
enum Fingerprint {
    static func of(_ text: String) -> [UInt8] { Array(SHA256.hash(data: Array(text.utf8))) }

    /// HMAC-SHA256 with a salt of its own.
    static func of(_ text: String, salt: [UInt8]) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: SymmetricKey(data: salt)))
    }

    /// Compares in a time that does not depend on where the two differ.
    static func areEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        SymmetricKey(data: left) == SymmetricKey(data: right)
    }
}
