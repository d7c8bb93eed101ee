import Base
import Web

/// Values as they may stand in an address.
enum QueryText {
    static func encoded(_ text: String) -> String { PercentText.encoded(text) }

    /// `path?name=value&…`; values that are nil or empty stay out.
    static func address(_ path: String, _ values: KeyValuePairs<String, String?>) -> String {
        let parts = values.compactMap { name, value -> String? in
            guard let value, !value.isEmpty else { return nil }
            return "\(encoded(name))=\(encoded(value))"
        }
        return parts.isEmpty ? path : path + "?" + parts.joined(separator: "&")
    }
}

extension Identifier {
    /// As a part of a path.
    var inPath: String { QueryText.encoded(text) }
}
