import Base
import Policies
import Testing

@Suite struct PackSourceTests {
    @Test(arguments: ["", "# only a comment\n", "---\n", "- a\n- b\n", "just words\n"])
    func `a text that is no mapping is refused`(yaml: String) throws {
        #expect(try faults(of: yaml).map(\.code) == [.wrongType])
    }

    @Test(arguments: [
        ("name: [open\nx: y\n", 2), ("a: 1\n\tb: 2\n", 2), ("a: \"no end\n\n", 3), ("a: b: c\n", 1),
        ("a: 1\n---\nb: 2\n", 2), ("a: 1\nb: \u{7}\n", 2), ("a: *nowhere\n", 1),
    ])
    func `a text that is not YAML is refused at its line`(yaml: String, line: Int) throws {
        let fault = try #require(faults(of: yaml).first)
        #expect(fault.code == .syntax)
        #expect(fault.line == line)
    }

    @Test func `a doubled key is refused at its line`() throws {
        let fault = try #require(faults(of: "format: 1\nname: a\nname: b\n").first)
        #expect(fault.code == .duplicateKey)
        #expect(fault.arguments == ["key": "name"])
        #expect(fault.line == 2)
    }

    @Test func `an alias is refused before it unfolds`() throws {
        var bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
        for level in 1...40 {
            let item = "*a\(level - 1)"
            bomb += "a\(level): &a\(level) [\(Array(repeating: item, count: 9).joined(separator: ", "))]\n"
        }
        bomb += "? *a40\n: keys are hashed\n"
        let fault = try #require(faults(of: bomb).first)
        #expect(fault == PackFault(line: 2, column: 10, path: "", code: .alias, arguments: ["name": "a0"]))
    }

    @Test func `an ampersand and a star in a text are only text`() throws {
        let yaml = try ShippedPacks.text("seven-day").replacing(
            "Seven-day returns", with: "\"R&D *gladly* & more\"")
        #expect(try PackReader.read(yaml, in: .cny).title[.english] == "R&D *gladly* & more")
    }

    @Test func `a text that is too large is refused unread`() throws {
        let fault = try #require(faults(of: String(repeating: "#", count: Limits.packBytes + 1)).first)
        #expect(fault.code == .tooLarge)
    }

    @Test(arguments: ["[", "{a: ", "- ", "? "])
    func `deep nesting is refused and does no harm`(opening: String) throws {
        let yaml = String(repeating: opening, count: Limits.packBytes / opening.utf8.count)
        #expect(try faults(of: yaml).map(\.code) == [.syntax])
    }

    private func faults(of yaml: String) throws -> [PackFault] {
        try #require(throws: PackRefusal.self) { try PackReader.read(yaml, in: .cny) }.faults
    }
}
