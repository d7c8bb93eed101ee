/// Attributes that name a place to go to or load from: escaping alone does not make them safe.
enum URLAttribute {
    private static let names = ["href", "src", "action", "formaction", "poster", "data", "cite"]
    private static let schemes = ["http", "https", "mailto", "tel", "blob", "otpauth"]

    /// The attribute whose value begins where the markup ends now, such as `href` after `<a href="`.
    static func openName(atEndOf markup: String) -> String? {
        guard markup.utf8.last == UInt8(ascii: "\"") else { return nil }
        let before = markup.utf8.dropLast()
        guard before.last == UInt8(ascii: "=") else { return nil }
        let name = before.dropLast().suffix { isLetter($0) }
        return names.first { $0.utf8.elementsEqual(name) }
    }

    /// False when the value's scheme is none of the harmless ones; values without a scheme are places of this
    /// site.
    static func isSafe(_ value: String, in name: String) -> Bool {
        guard names.contains(name) else { return true }
        guard !value.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }), value.utf8.first != 0x20 else {
            return false
        }
        guard let end = value.utf8.firstIndex(where: { ":/?#".utf8.contains($0) }),
            value.utf8[end] == UInt8(ascii: ":")
        else { return true }
        return schemes.contains(value[..<end].lowercased())
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (97...122).contains(byte | 0x20) || byte == UInt8(ascii: "-")
    }
}

extension BidirectionalCollection {
    /// The longest end of the collection whose elements all pass.
    fileprivate func suffix(while passes: (Element) -> Bool) -> SubSequence {
        var start = endIndex
        while start > startIndex {
            let previous = index(before: start)
            guard passes(self[previous]) else { break }
            start = previous
        }
        return self[start...]
    }
}
