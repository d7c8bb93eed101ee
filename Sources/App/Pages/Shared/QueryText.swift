import Base

/// Values as they may stand in an address.
enum QueryText {
    static func encoded(_ text: String) -> String {
        text.utf8.map { isPlain($0) ? String(UnicodeScalar($0)) : "%" + hex($0) }.joined()
    }

    /// `path?name=value&…`; values that are nil or empty stay out.
    static func address(_ path: String, _ values: KeyValuePairs<String, String?>) -> String {
        let parts = values.compactMap { name, value -> String? in
            guard let value, !value.isEmpty else { return nil }
            return "\(encoded(name))=\(encoded(value))"
        }
        return parts.isEmpty ? path : path + "?" + parts.joined(separator: "&")
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "-._~".utf8.contains(byte)
        }
    }

    private static func hex(_ byte: UInt8) -> String {
        let text = String(byte, radix: 16, uppercase: true)
        return text.count == 1 ? "0" + text : text
    }
}

extension Identifier {
    /// As a part of a path.
    var inPath: String { QueryText.encoded(text) }
}
