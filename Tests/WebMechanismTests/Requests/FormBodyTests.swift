import Base
import Testing

@testable import Web

@Suite struct FormBodyTests {
    @Test(arguments: [
        ("a=1&b=2", ["a": "1", "b": "2"]), ("a=1+2%203", ["a": "1 2 3"]), ("a", ["a": ""]),
        ("=x&a=", ["": "x", "a": ""]),
        ("%E5%9B%9E=%E5%A4%B4", ["回": "头"]), ("", [:]), ("&&a=1&&", ["a": "1"]), ("a=b=c", ["a": "b=c"]),
    ])
    func `pairs are decoded`(text: String, expected: [String: String]) throws {
        let pairs = try FormPairs(text.utf8, limit: 10)
        #expect(Dictionary(pairs.all.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 }) == expected)
    }

    @Test(arguments: ["a=%", "a=%2", "a=%zz", "%=1", "a=%FF", "a=%C3%28"])
    func `broken escapes and broken UTF-8 are refused`(text: String) {
        #expect(throws: WebRefusal.formMalformed) { try FormPairs(text.utf8, limit: 10) }
    }

    @Test func `fields are bounded`() {
        #expect(throws: WebRefusal.tooManyFields(limit: 2)) { try FormPairs("a&b&c".utf8, limit: 2) }
    }

    private func form(_ text: String) throws -> FormBody { FormBody(try FormPairs(text.utf8, limit: 100)) }

    @Test func `texts are trimmed and their lines end alike`() throws {
        let form = try form("note=%20a%0D%0Ab%20%0A&empty=+&n=5&kind=english&line=1&line=2")
        #expect(try form.text("note") == "a\nb")
        #expect(try form.text("empty") == nil)
        #expect(try form.text("absent") == nil)
        #expect(try form.int("n", in: 1...9) == 5)
        #expect(form.all("line") == ["1", "2"])
        #expect(form.names == ["note", "empty", "n", "kind", "line"])
        #expect(throws: InputRefusal("fieldMissing", at: "/empty", ["name": "empty"])) {
            try form.requiredText("empty")
        }
        #expect(throws: InputRefusal("fieldOutOfRange", at: "/n", ["least": "6", "most": "9"])) {
            try form.int("n", in: 6...9)
        }
        #expect(throws: InputRefusal("fieldTooLong", at: "/note", ["limit": "2"])) {
            try form.text("note", upTo: 2)
        }
        #expect(throws: InputRefusal.self) { try form.choice("kind", of: Role.self) }
    }

    @Test func `control characters are refused`() throws {
        #expect(throws: InputRefusal("fieldControlCharacter", at: "/a")) { try form("a=%00").text("a") }
    }

    @Test func `two submissions differ by what was entered, not by the hidden fields`() throws {
        let first = try form("a=1&formToken=x&idempotencyKey=1").content
        #expect(try form("a=1&formToken=y&idempotencyKey=2").content == first)
        #expect(try form("a=2&formToken=x&idempotencyKey=1").content != first)
        #expect(try form("a=1&a=").content != form("a=&a=1").content)
    }
}
