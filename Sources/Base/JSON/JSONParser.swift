/// Reads RFC 8259 JSON from bytes: valid UTF-8 only, nothing after the value, no doubled members,
/// nesting bounded by `Limits.jsonDepth`.
public struct JSONParser {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var place = 0
    private var depth = 0

    /// - Throws: `InputRefusal` `jsonMalformed` with line and column, or `jsonTooDeep`.
    public static func parse(_ text: String) throws -> JSONValue {
        var text = text
        return try text.withUTF8 { try parse($0) }
    }

    public static func parse(_ bytes: [UInt8]) throws -> JSONValue {
        try bytes.withUnsafeBufferPointer { try parse($0) }
    }

    public static func parse(_ bytes: UnsafeBufferPointer<UInt8>) throws -> JSONValue {
        var parser = JSONParser(bytes: bytes)
        let value = try parser.value()
        parser.skipSpace()
        guard parser.place == bytes.count else { throw parser.fault("unexpected text after the value") }
        return value
    }

    private init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    private mutating func value() throws -> JSONValue {
        skipSpace()
        guard place < bytes.count else { throw fault("the text ends early") }
        switch bytes[place] {
        case UInt8(ascii: "{"): return try object()
        case UInt8(ascii: "["): return try array()
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try literal("true", .bool(true))
        case UInt8(ascii: "f"): return try literal("false", .bool(false))
        case UInt8(ascii: "n"): return try literal("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        default: throw fault("unexpected character")
        }
    }

    private mutating func object() throws -> JSONValue {
        try enter()
        var members: [JSONValue.Member] = []
        skipSpace()
        if take(UInt8(ascii: "}")) { return leave(.object(members)) }
        members.reserveCapacity(8)
        repeat {
            skipSpace()
            guard place < bytes.count, bytes[place] == UInt8(ascii: "\"") else {
                throw fault("a member needs a name")
            }
            let name = try string()
            if members.contains(where: { $0.name == name }) { throw fault("the member stands twice") }
            skipSpace()
            guard take(UInt8(ascii: ":")) else { throw fault("a colon is missing") }
            members.append(JSONValue.Member(name, try value()))
            if members.count > 1_000 { throw fault("too many members") }
            skipSpace()
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "}")) else { throw fault("the object does not end") }
        return leave(.object(members))
    }

    private mutating func array() throws -> JSONValue {
        try enter()
        var items: [JSONValue] = []
        skipSpace()
        if take(UInt8(ascii: "]")) { return leave(.array(items)) }
        repeat {
            items.append(try value())
            skipSpace()
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "]")) else { throw fault("the list does not end") }
        return leave(.array(items))
    }

    private mutating func string() throws -> String {
        place += 1
        let start = place
        while place < bytes.count {
            switch bytes[place] {
            case UInt8(ascii: "\""):
                let text = try text(from: start, to: place)
                place += 1
                return text
            case UInt8(ascii: "\\"): return try escapedString(from: start)
            case 0..<0x20: throw fault("a control character in a text")
            default: place += 1
            }
        }
        throw fault("the text has no end")
    }

    private mutating func escapedString(from start: Int) throws -> String {
        var result = Array(bytes[start..<place])
        while place < bytes.count {
            let byte = bytes[place]
            place += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let text = String(validating: result, as: UTF8.self) else { throw fault("not UTF-8") }
                return text
            case UInt8(ascii: "\\"): result.append(contentsOf: try escape())
            case 0..<0x20: throw fault("a control character in a text")
            default: result.append(byte)
            }
        }
        throw fault("the text has no end")
    }

    private mutating func escape() throws -> [UInt8] {
        guard place < bytes.count else { throw fault("the text has no end") }
        let byte = bytes[place]
        place += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        case UInt8(ascii: "b"): return [8]
        case UInt8(ascii: "f"): return [12]
        case UInt8(ascii: "n"): return [10]
        case UInt8(ascii: "r"): return [13]
        case UInt8(ascii: "t"): return [9]
        case UInt8(ascii: "u"): return Array(String(Character(try escapedScalar())).utf8)
        default: throw fault("an unknown escape")
        }
    }

    private mutating func escapedScalar() throws -> Unicode.Scalar {
        let first = try hexUnit()
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard (0xD800..<0xDC00).contains(first), take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else {
            throw fault("half of a surrogate pair")
        }
        let second = try hexUnit()
        guard (0xDC00..<0xE000).contains(second),
            let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
        else { throw fault("half of a surrogate pair") }
        return scalar
    }

    private mutating func hexUnit() throws -> UInt32 {
        guard place + 4 <= bytes.count else { throw fault("the text has no end") }
        var value: UInt32 = 0
        for byte in bytes[place..<place + 4] {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw fault("not a hex digit")
            }
            value = value << 4 | UInt32(digit)
        }
        place += 4
        return value
    }

    private mutating func number() throws -> JSONValue {
        let start = place
        let isNegative = take(UInt8(ascii: "-"))
        guard let whole = digits(), whole == 1 || bytes[place - whole] != UInt8(ascii: "0") else {
            throw fault("not a number")
        }
        var isWhole = true
        if take(UInt8(ascii: ".")) {
            isWhole = false
            guard digits() != nil else { throw fault("not a number") }
        }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            isWhole = false
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            guard digits() != nil else { throw fault("not a number") }
        }
        if isWhole, whole <= 18 {
            var value: Int64 = 0
            for byte in bytes[(isNegative ? start + 1 : start)..<place] {
                value = value * 10 + Int64(byte - 48)
            }
            return .int(isNegative ? -value : value)
        }
        let text = try text(from: start, to: place)
        if isWhole, let value = Int64(text) { return .int(value) }
        guard text.utf8.count <= 64 else { throw fault("a number is too long") }
        return .number(text)
    }

    /// How many digits were passed over; nil when there was none.
    private mutating func digits() -> Int? {
        let start = place
        while place < bytes.count, (48...57).contains(bytes[place]) { place += 1 }
        return place == start ? nil : place - start
    }

    private mutating func literal(_ word: StaticString, _ value: JSONValue) throws -> JSONValue {
        for index in 0..<word.utf8CodeUnitCount where !take(word.utf8Start[index]) {
            throw fault("unexpected character")
        }
        return value
    }

    private mutating func enter() throws {
        place += 1
        depth += 1
        if depth > Limits.jsonDepth {
            throw InputRefusal("jsonTooDeep", ["limit": String(Limits.jsonDepth)])
        }
    }

    private mutating func leave(_ value: JSONValue) -> JSONValue {
        depth -= 1
        return value
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard place < bytes.count, bytes[place] == byte else { return false }
        place += 1
        return true
    }

    private mutating func skipSpace() {
        while place < bytes.count {
            switch bytes[place] {
            case 0x20, 0x09, 0x0A, 0x0D: place += 1
            default: return
            }
        }
    }

    private func text(from start: Int, to end: Int) throws -> String {
        let bytes = UnsafeBufferPointer(rebasing: bytes[start..<end])
        // Plain ASCII, nearly all there is, needs no more validation than this.
        if bytes.allSatisfy({ $0 < 0x80 }) {
            return String(unsafeUninitializedCapacity: bytes.count) { $0.update(fromContentsOf: bytes) }
        }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw fault("not UTF-8") }
        return text
    }

    private func fault(_ what: String) -> InputRefusal {
        let before = bytes[..<min(place, bytes.count)]
        let line = before.count { $0 == 0x0A } + 1
        let column = before.count - (before.lastIndex(of: 0x0A) ?? -1)
        return InputRefusal(
            "jsonMalformed", ["what": what, "line": String(line), "column": String(max(1, column))])
    }
}
