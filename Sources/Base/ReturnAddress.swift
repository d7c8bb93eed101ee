/// Where customers send goods back to, as it stands on the parcel.
public struct ReturnAddress: Hashable, Sendable {
    /// Who receives it.
    public let name: String
    public let phone: String?
    /// Street, city, region, in the order in which they are written there.
    public let lines: [String]

    /// - Throws: `InputRefusal` naming the field.
    public init(_ reader: JSONReader) throws {
        var reader = reader
        name = try reader.string("name", upTo: 100)
        phone = try reader.optionalString("phone", upTo: 40)
        lines = try (reader.optionalStrings("lines", upTo: 6, each: 200) ?? []).filter { !$0.isEmpty }
        guard !lines.isEmpty else {
            throw InputRefusal("fieldMissing", at: reader.pointer("lines"), ["name": "lines"])
        }
        try reader.finish()
    }

    /// What this program has stored itself.
    public init(stored value: JSONValue) throws { try self.init(JSONReader(value)) }

    /// As people type it: who receives it, the phone if there is one, the address, each on a line of its own.
    /// - Returns: nil where no address follows the name.
    public init?(text: String) {
        var lines = text.split(whereSeparator: \.isNewline).map { line in
            String(line.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
        }.filter { !$0.isEmpty }
        guard lines.count >= 2, lines.count <= 8, lines.allSatisfy({ $0.count <= 200 }) else { return nil }
        name = lines.removeFirst()
        let isPhone = lines[0].count >= 5 && lines[0].allSatisfy { $0.isNumber || "+-() ".contains($0) }
        phone = isPhone ? lines.removeFirst() : nil
        guard !lines.isEmpty else { return nil }
        self.lines = lines
    }

    public var json: JSONValue {
        .object([
            "name": .string(name), "phone": phone.map { .string($0) }, "lines": JSONValue(lines),
        ])
    }

    /// Line by line, as it is typed.
    public var allLines: [String] { [name] + [phone].compactMap { $0 } + lines }

    /// All of it in one line.
    public var text: String { allLines.joined(separator: " ") }
}
