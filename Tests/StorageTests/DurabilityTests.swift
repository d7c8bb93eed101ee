import Base
import Foundation
import Storage
import StorageSQLite
import TestSupport
import Testing

@Suite struct DurabilityTests {
    /// SQLite's `synchronous`: 2 is FULL, 1 is NORMAL.
    @Test(arguments: [(SQLiteDatabase.Durability.full, 2), (.normal, 1)])
    func `a commit is pressed onto the disk as hard as was asked`(
        durability: SQLiteDatabase.Durability, synchronous: Int
    ) async throws {
        let directory = try TestDirectory()
        let database = try SQLiteDatabase(
            path: directory.url.appending(path: "shop.sqlite").path, durability: durability,
            outside: .system)
        #expect(try await database.write { try $0.count("PRAGMA synchronous") } == synchronous)
        try await database.close()
    }
}
