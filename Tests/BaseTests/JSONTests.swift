import Base
import TestSupport
import Testing

@Suite struct JSONParserTests {
    @Test(arguments: [
        "", " ", "nul", "truefalse", "tru", "[1,]", "[1 2]", "[", "{", "{\"a\"}", "{\"a\":}", "{\"a\":1,}",
        "{a:1}",
        "{\"a\":1 \"b\":2}", "{,}", "\"", "\"a", "\"\\x\"", "\"\\u12\"", "\"\\u12G4\"", "\"\\", "\"\\ud800\"",
        "\"\\ud800x\"", "\"\\ud800\\n\"", "\"\\ud800\\ud800\"", "\"\\udc00\"", "\"\\ud83d\\u0041\"",
        "\"line\nbreak\"",
        "\"tab\t\"", "\"\u{0}\"", "01", "-", "-01", "1.", ".5", "1e", "1e+", "+1", "0x10", "NaN", "Infinity",
        "'a'",
        "1 2", "{} []", "[1]]", "// c", "\u{FEFF}1", "{\"a\":1,\"a\":2}", "{\"a\":1,\"\\u0061\":2}",
    ])
    func `what is not JSON is refused with its place`(text: String) throws {
        let refusal = try #require(throws: InputRefusal.self) { _ = try JSONParser.parse(text) }
        #expect(refusal.code == "jsonMalformed")
        #expect(refusal.arguments["line"] != nil && refusal.arguments["column"] != nil)
    }

    @Test(
        arguments: [
            [0x22, 0xFF, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22],
            [0x22, 0xE4, 0xBD, 0x22],
            [0x22, 0xF4, 0x90, 0x80, 0x80, 0x22], [0x22, 0x5C, 0x6E, 0xFF, 0x22], [0xFF, 0xFE],
            [0x22, 0x80, 0x22],
        ] as [[UInt8]])
    func `bytes that are not UTF-8 are refused`(bytes: [UInt8]) throws {
        let refusal = try #require(throws: InputRefusal.self) { _ = try JSONParser.parse(bytes) }
        #expect(refusal.code == "jsonMalformed")
    }

    @Test(arguments: [
        ("{\n  \"a\": 1,\n  \"b\" 2\n}", "3", "7"), ("[1, 2, x]", "1", "8"), ("", "1", "1"),
    ])
    func `the place is a line and a column`(text: String, line: String, column: String) throws {
        let refusal = try #require(throws: InputRefusal.self) { _ = try JSONParser.parse(text) }
        #expect(refusal.arguments["line"] == line)
        #expect(refusal.arguments["column"] == column)
    }

    @Test(arguments: [
        ("0", JSONValue.int(0)), ("-0", .int(0)), ("9223372036854775807", .int(.max)),
        ("-9223372036854775808", .int(.min)), ("9223372036854775808", .number("9223372036854775808")),
        ("1.5", .number("1.5")), ("1e5", .number("1e5")), ("1E-5", .number("1E-5")), ("0.0", .number("0.0")),
        (" [ ] ", .array([])), ("{}", .object([])), ("\"\\u4f60\\u597d\"", .string("你好")),
        ("\"\\ud83c\\udf75\"", .string("🍵")),
        ("\"\\b\\f\\n\\r\\t\\/\\\\\\\"\"", .string("\u{8}\u{C}\n\r\t/\\\"")),
    ])
    func `what is JSON is read as it stands`(text: String, value: JSONValue) throws {
        #expect(try JSONParser.parse(text) == value)
    }

    @Test(arguments: ["[", "{\"a\":"])
    func `nesting has a bottom`(open: String) throws {
        let close = open == "[" ? "]" : "}"
        func nested(_ depth: Int) -> String {
            String(repeating: open, count: depth) + "1" + String(repeating: close, count: depth)
        }
        _ = try JSONParser.parse(nested(Limits.jsonDepth))
        for depth in [Limits.jsonDepth + 1, 100_000] {
            let refusal = try #require(throws: InputRefusal.self) { _ = try JSONParser.parse(nested(depth)) }
            #expect(refusal.code == "jsonTooDeep")
        }
    }

    @Test func `numbers and objects have an end`() throws {
        let long = "0." + String(repeating: "1", count: 100)
        #expect(throws: InputRefusal.self) { _ = try JSONParser.parse(long) }
        let wide = "{" + (0...1_000).map { "\"m\($0)\":1" }.joined(separator: ",") + "}"
        #expect(throws: InputRefusal.self) { _ = try JSONParser.parse(wide) }
    }

    @Test(arguments: 1...300)
    func `what was written is read back`(seed: UInt64) throws {
        var chance = SeededChance(seed: seed)
        let value = JSONValue.any(&chance, depth: 5)
        #expect(try JSONParser.parse(value.bytes) == value, "seed \(seed): \(value.text)")
    }

    @Test(arguments: 1...300)
    func `no bytes bring the parser down`(seed: UInt64) {
        var chance = SeededChance(seed: seed)
        var bytes = JSONValue.any(&chance, depth: 4).bytes
        for _ in 0...chance.below(4) where !bytes.isEmpty {
            switch chance.below(3) {
            case 0: bytes[chance.below(bytes.count)] = UInt8(chance.below(256))
            case 1: bytes.remove(at: chance.below(bytes.count))
            default: bytes = Array(bytes.prefix(chance.below(bytes.count)))
            }
        }
        do {
            let value = try JSONParser.parse(bytes)
            #expect(throws: Never.self, "seed \(seed)") { _ = try JSONParser.parse(value.bytes) }
        } catch {
            #expect(error is InputRefusal, "seed \(seed)")
        }
    }
}

extension JSONValue {
    fileprivate static func any(_ chance: inout SeededChance, depth: Int) -> JSONValue {
        switch chance.below(depth > 0 ? 8 : 6) {
        case 0: .null
        case 1: .bool(chance.below(2) == 0)
        case 2: .int(Int64(bitPattern: chance.next()) >> Int64(chance.below(64)))
        case 3: .number(chance.pick(["0.5", "-1e9", "1.0E+2", "18446744073709551616"]))
        case 4, 5: .string(text(&chance))
        case 6: .array((0..<chance.below(4)).map { _ in any(&chance, depth: depth - 1) })
        default:
            .object(
                (0..<chance.below(4)).map { Member("\($0)\(text(&chance))", any(&chance, depth: depth - 1)) })
        }
    }

    private static func text(_ chance: inout SeededChance) -> String {
        let pieces = [
            "a", "\"", "\\", "/", "\n", "\u{1}", "\u{1F}", "\u{7F}", "你", "🍵", "e\u{301}", "\u{2028}", " ",
            "</script>",
        ]
        return (0..<chance.below(6)).map { _ in chance.pick(pieces) }.joined()
    }
}

@Suite struct JSONReaderTests {
    private enum Colour: String, CaseIterable { case white, blue }

    @Test(arguments: [
        ("{}", "fieldMissing", "/id"), ("{\"id\": 5}", "fieldWrongType", "/id"),
        ("{\"id\": \"\"}", "fieldNotAnID", "/id"),
        ("{\"id\": \"a b\"}", "fieldNotAnID", "/id"),
        ("{\"id\": \"a\\u0000\"}", "fieldControlCharacter", "/id"),
        ("{\"id\": \"a\", \"count\": 11}", "fieldOutOfRange", "/count"),
        ("{\"id\": \"a\", \"count\": 1.0}", "fieldWrongType", "/count"),
        ("{\"id\": \"a\", \"colour\": \"red\"}", "fieldNotAChoice", "/colour"),
        (
            "{\"id\": \"a\", \"price\": {\"amount\": -1, \"currency\": \"CNY\"}}", "fieldOutOfRange",
            "/price/amount"
        ),
        ("{\"id\": \"a\", \"price\": {\"amount\": 1, \"currency\": \"USD\"}}", "currencyMismatch", "/price"),
        (
            "{\"id\": \"a\", \"price\": {\"amount\": 1, \"currency\": \"CNY\", \"x\": 1}}", "fieldUnknown",
            "/price/x"
        ),
        ("{\"id\": \"a\", \"at\": \"tomorrow\"}", "fieldWrongType", "/at"),
        ("{\"id\": \"a\", \"list\": [1, {}]}", "fieldWrongType", "/list/0"),
        ("{\"id\": \"a\", \"list\": [{}, {}, {}]}", "fieldWrongCount", "/list"),
        ("{\"id\": \"a\", \"a/b~c\": 1}", "fieldUnknown", "/a~1b~0c"), ("[]", "fieldWrongType", ""),
    ])
    func `what does not fit is refused at its place`(text: String, code: String, place: String) throws {
        let refusal = try #require(throws: InputRefusal.self) {
            var reader = try JSONReader(JSONParser.parse(text))
            let _: Identifier<Colour> = try reader.id("id")
            _ = try reader.optionalInt("count", in: 1...10)
            _ = try reader.optionalChoice("colour", of: Colour.self)
            _ = try reader.optionalMoney("price", in: .cny)
            _ = try reader.optionalTime("at")
            _ = try reader.optionalObjects("list", upTo: 2)
            try reader.finish()
        }
        #expect(refusal.code == code)
        #expect(refusal.field == place)
    }
}
