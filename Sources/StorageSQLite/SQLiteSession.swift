import Base
import Foundation
import GRDB
import Storage
import Synchronization

/// Statements of one connection. Prepared statements are kept by the connection itself.
final class SQLiteSession: DatabaseSession {
    private let database: GRDB.Database
    private var prepared: [String: Prepared] = [:]

    private struct Prepared {
        let statement: Statement
        /// For each parameter in SQLite's own order, which argument it takes; nil when that is the order given.
        let order: [Int]?
    }

    init(database: GRDB.Database) { self.database = database }

    func run(_ text: String, _ arguments: [SQLValue]) throws -> Int {
        let statement = try bound(text, arguments)
        try using(text) { try statement.execute() }
        return database.changesCount
    }

    func rows(_ text: String, _ arguments: [SQLValue], _ each: (inout Storage.Row) throws -> Void) throws {
        let statement = try bound(text, arguments)
        let count = statement.columnCount
        let cursor = try using(text) { try GRDB.Row.fetchCursor(statement) }
        while let row = try using(text, { try cursor.next() }) {
            var values = Storage.Row((0..<count).map { Self.value(row[$0] as DatabaseValue) })
            try each(&values)
        }
    }

    private func bound(_ text: String, _ arguments: [SQLValue]) throws -> Statement {
        let entry = try prepare(text)
        let values: [DatabaseValue] =
            if let order = entry.order {
                order.map { Self.value(arguments[$0]) }
            } else {
                arguments.map(Self.value)
            }
        entry.statement.setUncheckedArguments(StatementArguments(values))
        return entry.statement
    }

    private func prepare(_ text: String) throws -> Prepared {
        if let found = prepared[text] { return found }
        if prepared.count >= 512 { prepared.removeAll() }
        let statement = try translating { try database.makeStatement(sql: text) }
        let entry = Prepared(statement: statement, order: Self.order(of: text))
        prepared[text] = entry
        return entry
    }

    /// SQLite takes `$2` for a name and numbers names as they first appear; this is that order.
    private static func order(of text: String) -> [Int]? {
        var order: [Int] = []
        for match in text.matches(of: /\$([0-9]+)/) {
            guard let number = Int(match.1), !order.contains(number - 1) else { continue }
            order.append(number - 1)
        }
        return order == Array(order.indices) ? nil : order
    }

    /// A statement that failed is not used again: the engine would report its failure once more at the next use.
    private func using<Result>(_ text: String, _ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch {
            prepared[text] = nil
            throw StorageFailure(error)
        }
    }

    private func translating<Result>(_ body: () throws -> Result) throws -> Result {
        do { return try body() } catch { throw StorageFailure(error) }
    }

    private static func value(_ value: SQLValue) -> DatabaseValue {
        switch value {
        case .null: .null
        case .int(let number): number.databaseValue
        case .text(let text): text.databaseValue
        case .bytes(let bytes): Data(bytes).databaseValue
        }
    }

    private static func value(_ value: DatabaseValue) -> SQLValue {
        switch value.storage {
        case .null: .null
        case .int64(let number): .int(number)
        case .double(let number): .int(Int64(number))
        case .string(let text): .text(text)
        case .blob(let data): .bytes(Array(data))
        }
    }
}

/// The session of each reader connection, so that its prepared statements live as long as it does.
///
/// Sendable by proof: a session is only touched inside the closure that GRDB gives exclusive use of its connection,
/// and the table of sessions only under the lock.
final class SessionCache: @unchecked Sendable {
    private let sessions = Mutex<[ObjectIdentifier: SQLiteSessionBox]>([:])

    func withSession<Result>(
        of database: GRDB.Database, _ body: (SQLiteSession) throws -> Result
    ) throws -> Result {
        let box = sessions.withLock { sessions in
            if let found = sessions[ObjectIdentifier(database)] { return found }
            let made = SQLiteSessionBox(SQLiteSession(database: database))
            sessions[ObjectIdentifier(database)] = made
            return made
        }
        return try body(box.session)
    }

    func forgetAll() { sessions.withLock { $0.removeAll() } }
}

/// Carries a session through the lock; see `SessionCache` for why that is sound.
struct SQLiteSessionBox: @unchecked Sendable {
    let session: SQLiteSession
    init(_ session: SQLiteSession) { self.session = session }
}
