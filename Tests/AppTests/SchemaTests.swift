import Base
import Storage
import TestSupport
import Testing

@testable import App
@testable import Vault

/// What lets a shop's records lie together on one of many servers.
@Suite struct SchemaTests {
    /// A node of the version before goes on reading and writing while a new one has brought the schema up to date.
    @Test func `every step of the schema only adds, so that nodes of the version before go on`() {
        let steps = Migrations.statements
        let harmless =
            /\s*(CREATE TABLE \w+ \(|CREATE (UNIQUE )?INDEX |DROP INDEX |ALTER TABLE \w+ ADD COLUMN |UPDATE \w+ SET )/
        // Secrets do not stay where they lay readable, whoever may still look for them there.
        let wanted = ["DELETE FROM shop_secrets"]
        let others = steps.filter { $0.prefixMatch(of: harmless) == nil }
        #expect(others == wanted)
        let columns = steps.filter { $0.contains(" ADD COLUMN ") && $0.contains("NOT NULL") }
        #expect(columns.filter { !$0.contains("DEFAULT") } == [], "what old nodes leave out needs a default")
    }

    @Test(.dataDirectories) func `an erasure reads nobody's rows but those of the person`() async throws {
        let directory = try TestDirectory()
        let database = try directory.database(outside: .system)
        try await database.migrate(Migrations.all(Vault(.make(.system), outside: .system)))
        try await database.read { transaction in
            for column in PersonalColumns.emptied {
                let explained = column.emptying(
                    .customer("mei", of: "tea"), after: "EXPLAIN QUERY PLAN ")
                guard let explained else { continue }
                let plan = try transaction.rows(explained) { row -> String in
                    for _ in 0..<3 { _ = try row.int() }
                    return try row.text()
                }
                let narrow = plan.allSatisfy {
                    $0.hasPrefix("SEARCH") && !$0.hasSuffix("(shop=?)") || $0.hasPrefix("LIST SUBQUERY")
                        || $0.hasPrefix("USING")
                }
                #expect(narrow && !plan.isEmpty, "\(column.name): \(plan)")
            }
        }
    }

    @Test func `every table of shops is led by the shop's id`() {
        let tables = Migrations.statements.filter { $0.contains("CREATE TABLE") }
        #expect(tables.count > 25)
        let platformWide = ["shops", "installation", "sandbox_clock", "moves", "event_seals"]
        for table in tables {
            let name = table.firstMatch(of: /CREATE TABLE (\w+)/).map { String($0.output.1) } ?? ""
            let isLed = ["PRIMARY KEY (shop,", "shop TEXT NOT NULL PRIMARY KEY"].contains {
                table.contains($0)
            }
            #expect(isLed || platformWide.contains(name), "\(name)")
        }
    }
}
