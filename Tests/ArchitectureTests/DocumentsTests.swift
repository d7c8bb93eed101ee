import Foundation
import Testing

/// What the documents say of the repository is true of it.
@Suite struct DocumentsTests {
    @Test func `every path that ARCHITECTURE.md names is there`() throws {
        let text = try Repository.text("ARCHITECTURE.md")
        let paths =
            text.matches(of: /`((?:Sources|Tests|docs|bin|Benchmarks)\/[^`\s]*)`/).map { String($0.1) }
            + text.matches(of: /\]\(([^)#:]+)\)/).map { String($0.1) }
        #expect(paths.count > 15)
        #expect(paths.filter { !Repository.exists($0) } == [])
    }

    @Test func `the map's table has every target and no other`() throws {
        let text = try Repository.text("ARCHITECTURE.md")
        let table = try #require(
            text.split(separator: "| target | holds |").last?.split(separator: "\n\n").first)
        let listed = table.split(separator: "\n").dropFirst().flatMap { row in
            row.split(separator: "|").first.map { $0.split(separator: ",").map { $0.filter(\.isLetter) } }
                ?? []
        }
        #expect(Set(listed) == Set(try Repository.folders(in: "Sources")))
    }

    @Test func `the document on many servers says of every table where it goes`() throws {
        let text = try Repository.text("docs/operating/postgresql.md")
        let tables = try Repository.program.get().filter { !$0.path.contains("/Gateways/") }.flatMap {
            source in
            try Repository.text(source.path).matches(of: /CREATE TABLE (\w+) \(/).map { String($0.1) }
        }
        #expect(tables.count > 35)
        #expect(tables.filter { !text.contains("'\($0)'") && !text.contains("`\($0)`") } == [])
    }

    @Test func `a test folder is named for what it tests`() throws {
        let named = try Repository.folders(in: "Tests").filter { !$0.hasSuffix("Tests") }
        #expect(named == [])
    }

    @Test func `no test is switched off, and none sleeps without a reason`() throws {
        let tests = try Repository.sources(below: "Tests").filter {
            !$0.path.hasPrefix("Tests/ArchitectureTests/")
        }
        #expect(tests.flatMap { $0.places(of: [".disabled("]) }.map(\.description) == [])
        let sleeping = tests.flatMap { $0.places(of: ["Task.sleep", "usleep("]) }.filter { !$0.isExplained }
        #expect(sleeping.map(\.description) == [])
    }

    @Test func `string tables stand in three languages under the same names`() throws {
        let place = "Sources/Localisation/Strings"
        let languages = try Repository.folders(in: place)
        #expect(languages == ["en", "zh-Hans", "zh-Hant"])
        let tables = try languages.map { language in
            try FileManager.default.contentsOfDirectory(
                atPath: Repository.root.appending(path: "\(place)/\(language)").path
            ).sorted()
        }
        #expect(Set(tables).count == 1)
        for table in tables[0] {
            let keys = try languages.map { language in
                let json = try JSONSerialization.jsonObject(
                    with: Data(Repository.text("\(place)/\(language)/\(table)").utf8))
                return Set(try #require(json as? [String: Any]).keys)
            }
            #expect(Set(keys).count == 1, "\(table)")
        }
    }
}
