import Foundation

/// A password that may be set: long rather than strange (NIST SP 800-63B, 5.1.1.2).
struct Password: Sendable {
    let text: String

    static let characters = 10...200

    /// - Throws: `passwordTooShort`, `passwordTooLong`, `passwordIsEmail`.
    init(_ text: String, email: String) throws(StaffRefusal) {
        guard text.count >= Self.characters.lowerBound else { throw .passwordTooShort }
        guard text.count <= Self.characters.upperBound, text.utf8.count <= Self.characters.upperBound * 4
        else {
            throw .passwordTooLong
        }
        guard ShortText.emailKey(text) != ShortText.emailKey(email) else { throw .passwordIsEmail }
        self.text = text
    }

    /// What is hashed: the same however a keyboard composed it. Over-long attempts are cut, so that they cost no more.
    static func bytes(of text: String) -> [UInt8] {
        Array(String(text.prefix(characters.upperBound + 1)).precomposedStringWithCompatibilityMapping.utf8)
    }
}
