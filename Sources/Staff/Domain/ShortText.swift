import Base
import Foundation

/// One-line texts that people type: names of shops, staff and keys, e-mail addresses.
enum ShortText {
    /// - Returns: the text without surrounding space; nil when nothing is left, it is too long or holds controls.
    static func name(_ text: String, upTo limit: Int = Limits.nameCharacters) -> String? {
        let text = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !text.isEmpty, text.utf8.count <= limit * 4, text.count <= limit, !hasControls(text) else {
            return nil
        }
        return text
    }

    /// - Returns: nil unless there is something on both sides of one `@`, without spaces, up to 254 bytes (RFC 5321).
    static func email(_ text: String) -> String? {
        guard let text = name(text, upTo: 254), text.utf8.count <= 254, !text.contains(where: \.isWhitespace)
        else {
            return nil
        }
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        return parts.count == 2 && parts.allSatisfy { !$0.isEmpty } ? text : nil
    }

    /// What is compared: nobody signs in as `Lin@` and `lin@` apart.
    static func emailKey(_ text: String) -> String {
        text.trimmingCharacters(in: .whitespacesAndNewlines).lowercased()
    }

    private static func hasControls(_ text: String) -> Bool {
        text.unicodeScalars.contains { $0.properties.generalCategory == .control }
    }
}
