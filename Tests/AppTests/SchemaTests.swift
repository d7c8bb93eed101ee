import Storage
import Testing

@testable import App

/// What lets a shop's records lie together on one of many servers.
@Suite struct SchemaTests {
    @Test func `every table of shops is led by the shop's id`() {
        let statements: [String] = Migrations.all.flatMap { $0.statements }
        let tables = statements.filter { $0.contains("CREATE TABLE") }
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
