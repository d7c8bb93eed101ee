import Base
import TestSupport
import Testing

@Suite struct LanguageTests {
    @Test(arguments: [
        ("", Language.simplified), ("*", .simplified), ("de", .simplified), ("en", .english),
        ("en-GB", .english),
        ("EN-us", .english), ("zh", .simplified), ("zh-CN", .simplified), ("zh-SG", .simplified),
        ("zh-TW", .traditional), ("zh-HK", .traditional), ("zh-Hant-HK", .traditional),
        ("zh-Hans-HK", .simplified),
        ("de, en;q=0.8", .english), ("en;q=0.8, zh-TW;q=0.9", .traditional),
        ("en;q=0.1,zh-CN;q=0.2,fr", .simplified),
        ("en, zh-TW", .english), ("en;q=0, zh-TW;q=0.1", .traditional), ("en;q=0", .simplified),
        ("en;q=nan, zh-TW", .traditional), ("en; q=0.2, zh-HK; q=0.3", .traditional), (",,;;q=,en", .english),
    ])
    func `the best of the three is chosen`(header: String, expected: Language) {
        #expect(Language(accepting: header) == expected)
    }

    @Test func `a header of any length costs little`() {
        #expect(Language(accepting: String(repeating: "de,", count: 100_000) + "en") == .simplified)
    }
}

@Suite struct CursorTests {
    @Test(arguments: [["C01"], ["1793678400000", "C01"], ["梅", ""], [""]])
    func `a cursor that was given out is taken back`(keys: [String]) {
        #expect(Cursor(Cursor(keys).text, count: keys.count) == Cursor(keys))
    }

    @Test(arguments: ["x", "4", "4G", "4A", "ff", "梅", "' OR 1=1", String(repeating: "41", count: 600)])
    func `anything else is no cursor`(text: String) { #expect(Cursor(text, count: 1) == nil) }

    @Test func `a cursor of another list is none of this one`() {
        #expect(Cursor(Cursor(["a"]).text, count: 2) == nil)
        #expect(Cursor(Cursor(["a", "b"]).text, count: 1) == nil)
    }

    @Test(arguments: [(0, 0, false), (2, 2, false), (3, 3, false), (4, 3, true)])
    func `a page says where the next begins, if there is one`(rows: Int, items: Int, goesOn: Bool) {
        let page = Page(Array(0..<rows), limit: 3) { Cursor([String($0)]) }
        #expect(page.items.count == items)
        #expect((page.next == Cursor(["2"])) == goesOn)
        #expect((page.next == nil) == !goesOn)
    }
}

@Suite struct IdentifierTests {
    @Test func `identifiers sort by the time they were made and do not repeat`() {
        let outside = TestOutside(seed: 7).outside { TestClock.start }
        var made: [Identifier<Int>] = []
        for second in 0..<500 {
            made.append(outside.identifiers.next("C", at: TestClock.start + .seconds(second)))
        }
        #expect(made == made.sorted())
        #expect(Set(made).count == 500)
        #expect(made.allSatisfy { $0.text.utf8.count == 27 && $0.text.hasPrefix("C") })
    }

    @Test(arguments: Role.allCases)
    func `a role includes itself and what is narrower`(role: Role) throws {
        let order = Role.allCases
        let place = try #require(order.firstIndex(of: role))
        for (index, other) in order.enumerated() { #expect(role.includes(other) == (index >= place)) }
    }
}
