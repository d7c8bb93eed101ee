import Base
import CSQLite
import Foundation
import GRDB
import Storage

/// The embedded engine: one file, write-ahead log, one writer, many readers.
public final class SQLiteDatabase: Storage.Database {
    private let connection: DatabaseQueue
    private let writer: GroupWriter
    private let readers: ReaderPool
    private let checkpointer: Checkpointer
    private let outside: Outside

    /// How hard a commit is pressed onto the disk.
    public enum Durability: String, Sendable, CaseIterable {
        /// Every acknowledged write survives a loss of power.
        case full = "FULL"
        /// Survives a crash of the program, not always a loss of power. For tests and imports that can be repeated.
        case normal = "NORMAL"
    }

    /// Opens or makes the file.
    /// - Throws: `StorageFailure.unavailable` when it cannot be opened or another process writes it.
    public init(path: String, durability: Durability = .full, outside: Outside) throws {
        var configuration = Configuration()
        configuration.journalMode = .wal
        configuration.busyMode = .timeout(10)
        configuration.foreignKeysEnabled = true
        configuration.prepareDatabase { database in
            keepPlans(database.sqliteConnection)
            try database.execute(sql: "PRAGMA cache_size = -16384")
            try database.execute(sql: "PRAGMA temp_store = MEMORY")
            try database.execute(sql: "PRAGMA mmap_size = 0")
            // What was replaced or deleted is overwritten where it stood.
            try database.execute(sql: "PRAGMA secure_delete = FAST")
        }
        do {
            connection = try DatabaseQueue(path: path, configuration: configuration)
            checkpointer = try Checkpointer(path: path)
            try connection.writeWithoutTransaction { [checkpointer] database in
                // GRDB says NORMAL when it turns the log on, so that this has to come after it.
                try database.execute(sql: "PRAGMA synchronous = \(durability.rawValue)")
                checkpointer.attach(to: database)
            }
        } catch {
            throw StorageFailure(error)
        }
        configuration.readonly = true
        readers = ReaderPool(path: path, configuration: configuration)
        self.outside = outside
        writer = GroupWriter(connection: connection, outside: outside)
    }

    /// The file has one writer, so that every scope is kept.
    @discardableResult
    public func write<Result: Sendable>(
        in scope: WriteScope, _ body: @escaping @Sendable (Transaction) throws -> Result
    ) async throws -> Result {
        try await writer.write(in: scope, body)
    }

    public func read<Result: Sendable>(
        _ body: @escaping @Sendable (Transaction) throws -> Result
    ) async throws -> Result {
        do {
            return try await readers.read { [outside] session in
                try body(Transaction(session: session, dialect: SQLiteDialect.words, outside: outside))
            }
        } catch {
            throw StorageFailure.translated(error)
        }
    }

    public func migrate(_ migrations: [Migration]) async throws {
        try await write { transaction in
            try transaction.run(
                "CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT")
            let done = Set(try transaction.rows("SELECT name FROM migrations") { try $0.text() })
            // What a step makes unreadable is to stand on no page that is left over either.
            try transaction.forEach("PRAGMA secure_delete = ON") { _ in }
            for migration in migrations where !done.contains(migration.name) {
                for step in migration.steps {
                    switch step {
                    case .statement(let text):
                        try transaction.run(SQL(stringLiteral: SQLiteDialect.translate(text)))
                    case .change(let change): try change(transaction)
                    }
                }
                try transaction.run(
                    "INSERT INTO migrations (name, at) VALUES (\(migration.name), \(transaction.now))")
            }
            try transaction.forEach("PRAGMA secure_delete = FAST") { _ in }
        }
    }

    public func damage() async throws -> [String]? {
        try await read { transaction in
            let pages = try transaction.rows("PRAGMA integrity_check(100)") { try $0.text() }
            var dangling: [String] = []
            try transaction.forEach("PRAGMA foreign_key_check") { row in
                guard dangling.count < 100 else { return }
                let (table, place, other) = (try row.text(), try row.optionalInt64(), try row.text())
                dangling.append("row \(place ?? 0) of \(table) names a row of \(other) that is not there")
            }
            return pages.filter { $0 != "ok" } + dangling
        }
    }

    public func close() async throws {
        await writer.finish()
        await readers.close()
        try checkpointer.close()
        try connection.close()
    }
}
