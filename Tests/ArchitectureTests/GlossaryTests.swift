import Foundation
import Testing

/// The glossary and the string tables say one word for one thing.
@Suite struct GlossaryTests {
    /// How a table of codes begins, and the string table's names for them.
    private static let tables = [
        ("| kind |", "kind."), ("| state |", "state."), ("| outcome |", "outcome."), ("| owner, ", "owner."),
        ("| fallback, ", "desk.fallback."),
    ]

    @Test(arguments: tables)
    func `what a code is called stands in the glossary as on the pages`(head: String, names: String) throws {
        let rows = try Self.rows(below: head)
        let (simplified, traditional) = (try Self.strings("zh-Hans"), try Self.strings("zh-Hant"))
        let known = simplified.keys.compactMap { key in
            key.hasPrefix(names) ? String(key.dropFirst(names.count)) : nil
        }
        #expect(Set(rows.map { $0[0].filter { $0 != "`" } }) == Set(known.filter { !$0.contains(".") }))
        for row in rows {
            let code = row[0].filter { $0 != "`" }
            #expect(row[1] == simplified[names + code], "\(names)\(code)")
            #expect(row[2] == traditional[names + code], "\(names)\(code)")
        }
    }

    @Test
    func `states have the words of the glossary for customers too, and one word at the desk and in problems`()
        throws
    {
        for (language, place) in [("zh-Hans", 0), ("zh-Hant", 1)] {
            let strings = try Self.strings(language)
            for row in try Self.rows(below: "| state |") {
                let code = row[0].filter { $0 != "`" }
                #expect(row[3].components(separatedBy: " / ")[place] == strings["state.customer.\(code)"])
                #expect(strings["argument.state.\(code)"] == strings["state.\(code)"], "\(language) \(code)")
            }
        }
    }

    @Test func `words that the glossary turned down stand nowhere`() throws {
        let rows = try Self.rows(below: "| not, ")
        #expect(rows.count > 5)
        let documents = try ["README.zh.md", "docs/policy-packs.zh.md"].map { ($0, try Repository.text($0)) }
        for (language, place) in [("zh-Hans", 0), ("zh-Hant", 2)] {
            let said = try Self.strings(language).map { ("\(language) \($0)", $1) } + documents
            for word in rows.map({ $0[place] }) {
                #expect(said.filter { $0.1.contains(word) }.map(\.0) == [], "\(word)")
            }
        }
    }

    /// The cells of a table's rows, by how its first line begins.
    private static func rows(below head: String) throws -> [[String]] {
        let lines = try Repository.text("GLOSSARY.md").components(separatedBy: "\n")
        let start = try #require(lines.firstIndex { $0.hasPrefix(head) })
        return lines[(start + 2)...].prefix { $0.hasPrefix("|") }.map { line in
            line.split(separator: "|", omittingEmptySubsequences: false).dropFirst().map {
                $0.trimmingCharacters(in: .whitespaces)
            }
        }
    }

    private static func strings(_ language: String) throws -> [String: String] {
        let place = Repository.root.appending(path: "Sources/Localisation/Strings/\(language)")
        let files = try FileManager.default.contentsOfDirectory(at: place, includingPropertiesForKeys: nil)
        return try files.reduce(into: [:]) { all, file in
            let table = try JSONDecoder().decode([String: String].self, from: Data(contentsOf: file))
            all.merge(table) { first, _ in first }
        }
    }
}
