import GRDB
import GRDBSQLite
import Storage

/// Statements of one connection, prepared once and kept.
///
/// GRDB opens and hands out the connections; statements go to SQLite directly, because binding and reading through
/// GRDB's generic rows took a third of the time of a write.
final class SQLiteSession: DatabaseSession {
    private let connection: OpaquePointer?
    private var prepared: [String: PreparedStatement] = [:]

    init(database: GRDB.Database) { connection = database.sqliteConnection }

    var isInTransaction: Bool { sqlite3_get_autocommit(connection) == 0 }

    func run(_ text: String, _ arguments: [SQLValue]) throws -> Int {
        let statement = try bound(text, arguments)
        try using(text, statement) { while try statement.step() {} }
        return Int(sqlite3_changes(connection))
    }

    func rows(_ text: String, _ arguments: [SQLValue], _ each: (inout Storage.Row) throws -> Void) throws {
        let statement = try bound(text, arguments)
        // The reader may use the same statement again before this one is read to its end.
        if statement.isBusy { return try nestedRows(text, arguments, each) }
        statement.isBusy = true
        defer { statement.isBusy = false }
        try using(text, statement) {
            while try statement.step() {
                var row = Storage.Row(statement.values())
                try each(&row)
            }
        }
    }

    private func nestedRows(
        _ text: String, _ arguments: [SQLValue], _ each: (inout Storage.Row) throws -> Void
    ) throws {
        let statement = try PreparedStatement(text, connection)
        try statement.bind(arguments)
        while try statement.step() {
            var row = Storage.Row(statement.values())
            try each(&row)
        }
    }

    private func bound(_ text: String, _ arguments: [SQLValue]) throws -> PreparedStatement {
        let statement = try prepare(text)
        if !statement.isBusy { try statement.bind(arguments) }
        return statement
    }

    private func prepare(_ text: String) throws -> PreparedStatement {
        if let found = prepared[text] { return found }
        if prepared.count >= 512 { prepared = prepared.filter { $0.value.isBusy } }
        let statement = try PreparedStatement(text, connection)
        prepared[text] = statement
        return statement
    }

    /// Leaves the statement ready for its next use, whatever happened; one that failed is prepared anew.
    private func using(_ text: String, _ statement: PreparedStatement, _ body: () throws -> Void) throws {
        do {
            try body()
            statement.reset()
        } catch {
            statement.reset()
            if error is StorageFailure { prepared[text] = nil }
            throw error
        }
    }
}
