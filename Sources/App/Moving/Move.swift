import Base
import Foundation
import Storage
import Vault

/// Copies all records of one database into an empty one, on the same or another engine. What was copied is noted with the
/// rows themselves, so that a move that broke off goes on where it was.
///
/// No server may run on either of them meanwhile.
public struct Move: Sendable {
    /// Told after every batch; an error ends the move, which can go on later.
    public struct Progress: Sendable {
        public let table: String
        public let rows: Int
        public let most: Int
        /// The whole table is moved.
        public let isLast: Bool
    }

    private let source: any Database
    private let target: any Database
    private let vaults: VaultOpening
    /// Those of database files among the two, each once.
    private let directories: Set<URL>
    private static let batch = 500

    static let migration = Migration(
        "2026-11-22-moves",
        [
            """
            CREATE TABLE moves (
                name TEXT PRIMARY KEY,
                last_key TEXT NOT NULL,
                moved BIGINT NOT NULL,
                is_done BOOLEAN NOT NULL
            )
            """
        ])

    /// - Parameters:
    ///   - source: the path of a database file or a connection string, as is `target`.
    ///   - keys: the keys that seal the source, and then the target.
    public init(
        from source: String, to target: String, keys: KeyFile, outside: Outside = .system
    ) throws {
        self.source = try Databases.open(source, outside: outside)
        self.target = try Databases.open(target, outside: outside)
        vaults = VaultOpening(file: keys, outside: outside)
        directories = Set(
            [source, target].filter { !$0.hasPrefix("postgres") }
                .map { URL(filePath: $0).standardizedFileURL.deletingLastPathComponent() })
    }

    /// Whether a move into the database broke off.
    static func isUnfinished(in database: any Database) async throws -> Bool {
        try await database.read { try $0.exists("SELECT 1 FROM moves LIMIT 1") }
    }

    /// - Returns: what was compared afterwards and agrees.
    /// - Throws: `MoveFailure` when the target holds other records or the copy differs, `DataInUse` while a server has the
    ///   directory of a database file.
    public func run(_ tell: @Sendable (Progress) throws -> Void) async throws -> [String] {
        let claims = try directories.map { try DataClaim($0) }
        defer { withExtendedLifetime(claims) {} }
        // Both sides get the newest schema first, so that they have the same columns.
        let vault = try await vaults.open(for: source)
        try await source.migrate(Migrations.all(vault))
        try await target.migrate(Migrations.all(vault))
        let tables = try await tables()
        if try await !Self.isUnfinished(in: target) {
            for table in tables where table.name != "migrations" {
                guard try await count(table, in: target) == 0 else { throw MoveFailure.notEmpty(table.name) }
            }
        }
        for table in tables { try await copy(table, tell) }
        try await numberOn(tables)
        let agreed = try await MoveComparison(source: source, target: target).run(tables.map(\.name))
        try await target.write { try $0.run("DELETE FROM moves") }
        return agreed
    }

    /// Those that refer to others come after them.
    private func tables() async throws -> [MovedTable] {
        try await source.read { transaction in
            try Migrations.tables.filter { $0 != "moves" }.map { try MovedTable($0, transaction) }
        }
    }

    private func copy(_ table: MovedTable, _ tell: @Sendable (Progress) throws -> Void) async throws {
        let most = try await count(table, in: source)
        var state = try await target.read { try MoveState.find(table.name, $0) }
        while !state.isDone {
            let (begin, batch) = (state, Self.batch)
            let rows = try await source.read { try table.rows(after: begin.lastKey, limit: batch, $0) }
            let next = begin.adding(rows, of: table, isLast: rows.count < batch)
            try await target.write { transaction in
                for row in rows { try table.insert(row, transaction) }
                try next.save(table.name, transaction)
            }
            state = next
            try tell(Progress(table: table.name, rows: state.moved, most: most, isLast: state.isDone))
        }
    }

    private func numberOn(_ tables: [MovedTable]) async throws {
        try await target.write { transaction in
            guard let numberOn = transaction.dialect.numberOn else { return }
            for table in tables where table.columns.contains("position") {
                _ = try transaction.first(numberOn(table.name, "position")) { try $0.value() }
            }
        }
    }

    private func count(_ table: MovedTable, in database: any Database) async throws -> Int {
        try await database.read { try $0.count(SQL(stringLiteral: "SELECT COUNT(*) FROM \(table.name)")) }
    }
}

/// Why records were not moved.
public enum MoveFailure: Error, CustomStringConvertible {
    case notEmpty(String)
    case differs(String)
    case unfinished

    public var description: String {
        switch self {
        case .notEmpty(let table): "The database to move to is not empty: it has rows in \(table)."
        case .differs(let what):
            """
            The copy differs from what it was copied from: \(what). If a server used either of them since the move began, \
            make the target anew and move again.
            """
        case .unfinished: "A move into this database broke off; run huitou move again with the same places."
        }
    }
}
