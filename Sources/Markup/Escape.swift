/// Escapes the five characters that mean something in text or in a quoted attribute.
enum Escape {
    static func append(_ value: String, to text: inout String) {
        guard value.utf8.contains(where: isSpecial) else {
            text += value
            return
        }
        var start = value.utf8.startIndex
        var place = start
        while place < value.utf8.endIndex {
            let next = value.utf8.index(after: place)
            if let entity = entity(for: value.utf8[place]) {
                text += value[start..<place]
                text += entity
                start = next
            }
            place = next
        }
        text += value[start...]
    }

    private static func isSpecial(_ byte: UInt8) -> Bool { entity(for: byte) != nil }

    private static func entity(for byte: UInt8) -> String? {
        switch byte {
        case UInt8(ascii: "&"): "&amp;"
        case UInt8(ascii: "<"): "&lt;"
        case UInt8(ascii: ">"): "&gt;"
        case UInt8(ascii: "\""): "&quot;"
        case UInt8(ascii: "'"): "&#39;"
        default: nil
        }
    }
}
