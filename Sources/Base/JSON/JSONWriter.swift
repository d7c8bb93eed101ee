extension JSONValue {
    /// The document as compact UTF-8.
    public var bytes: [UInt8] {
        var writer = JSONWriter()
        writer.write(self)
        return writer.bytes
    }

    /// The document as compact text.
    public var text: String { String(decoding: bytes, as: UTF8.self) }
}

private struct JSONWriter {
    private(set) var bytes: [UInt8] = []

    init() { bytes.reserveCapacity(1_024) }

    mutating func write(_ value: JSONValue) {
        switch value {
        case .null: append("null")
        case .bool(true): append("true")
        case .bool(false): append("false")
        case .int(let number): append(number)
        case .number(let text): bytes.append(contentsOf: text.utf8)
        case .string(let text): quote(text)
        case .array(let items): list(items, from: "[", to: "]") { $0.write($1) }
        case .object(let members):
            list(members, from: "{", to: "}") { writer, member in
                writer.quote(member.name)
                writer.append(":")
                writer.write(member.value)
            }
        }
    }

    private mutating func list<Item>(
        _ items: [Item], from open: StaticString, to close: StaticString,
        each: (inout JSONWriter, Item) -> Void
    ) {
        append(open)
        for (index, item) in items.enumerated() {
            if index > 0 { append(",") }
            each(&self, item)
        }
        append(close)
    }

    private mutating func append(_ text: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    private mutating func append(_ number: Int64) {
        var rest = number.magnitude
        let end = bytes.count
        repeat {
            bytes.append(UInt8(ascii: "0") + UInt8(rest % 10))
            rest /= 10
        } while rest > 0
        if number < 0 { bytes.append(UInt8(ascii: "-")) }
        bytes[end...].reverse()
    }

    private mutating func quote(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { text in
            var written = 0
            for place in text.indices where text[place] < 0x20 || text[place] == 0x22 || text[place] == 0x5C {
                bytes.append(contentsOf: text[written..<place])
                escape(text[place])
                written = place + 1
            }
            bytes.append(contentsOf: text[written...])
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func escape(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): append("\\\"")
        case UInt8(ascii: "\\"): append("\\\\")
        case 0x0A: append("\\n")
        case 0x0D: append("\\r")
        case 0x09: append("\\t")
        default:
            append("\\u00")
            bytes.append(Self.hex[Int(byte >> 4)])
            bytes.append(Self.hex[Int(byte & 15)])
        }
    }

    private static let hex = Array("0123456789abcdef".utf8)
}
