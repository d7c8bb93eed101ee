import Base
import Storage

/// A table as a move sees it: names of columns, and those of its primary key in order.
struct MovedTable: Sendable {
    let name: String
    let columns: [String]
    let key: [String]

    init(_ name: String, _ transaction: Transaction) throws {
        let found = try transaction.rows(transaction.dialect.columns(name)) { (try $0.text(), try $0.int()) }
        self.name = name
        columns = found.map(\.0)
        key = found.filter { $0.1 > 0 }.sorted { $0.1 < $1.1 }.map(\.0)
    }

    /// The next rows in order of the key.
    func rows(after last: [SQLValue]?, limit: Int, _ transaction: Transaction) throws -> [[SQLValue]] {
        let order = key.joined(separator: ", ")
        let places = (1...key.count).map { "$\($0)" }.joined(separator: ", ")
        let further = last == nil ? "" : "WHERE (\(order)) > (\(places))"
        let text = "SELECT \(list) FROM \(name) \(further) ORDER BY \(order) LIMIT \(limit)"
        return try transaction.rows(SQL(numbered: text, last ?? [])) { row in
            try columns.map { _ in try row.value() }
        }
    }

    func insert(_ row: [SQLValue], _ transaction: Transaction) throws {
        let places = (1...columns.count).map { "$\($0)" }.joined(separator: ", ")
        let text = "INSERT INTO \(name) (\(list)) VALUES (\(places))"
        try transaction.run(SQL(numbered: text, row))
    }

    func key(of row: [SQLValue]) -> [SQLValue] {
        key.compactMap { name in columns.firstIndex(of: name).map { row[$0] } }
    }

    private var list: String { columns.joined(separator: ", ") }
}

/// How far a table has been moved.
struct MoveState: Sendable {
    var lastKey: [SQLValue]?
    var moved = 0
    var isDone = false

    static func find(_ table: String, _ transaction: Transaction) throws -> MoveState {
        try transaction.first("SELECT last_key, moved, is_done FROM moves WHERE name = \(table)") { row in
            let key = try row.json().items.map { try value(of: $0) }
            return MoveState(lastKey: key.isEmpty ? nil : key, moved: try row.int(), isDone: try row.bool())
        } ?? MoveState()
    }

    func adding(_ rows: [[SQLValue]], of table: MovedTable, isLast: Bool) -> MoveState {
        MoveState(
            lastKey: rows.last.map { table.key(of: $0) } ?? lastKey, moved: moved + rows.count, isDone: isLast
        )
    }

    func save(_ table: String, _ transaction: Transaction) throws {
        let key = JSONValue.array((lastKey ?? []).map(Self.json))
        try transaction.run(
            """
            INSERT INTO moves (name, last_key, moved, is_done) VALUES (\(table), \(key), \(moved), \(isDone))
            ON CONFLICT (name) DO UPDATE SET last_key = excluded.last_key, moved = excluded.moved,
                is_done = excluded.is_done
            """)
    }

    private static func json(_ value: SQLValue) -> JSONValue {
        switch value {
        case .null: .null
        case .int(let number): .int(number)
        case .text(let text): .string(text)
        case .bytes(let bytes): .array(bytes.map { .int(Int64($0)) })
        }
    }

    private static func value(of json: JSONValue) throws -> SQLValue {
        switch json {
        case .int(let number): .int(number)
        case .string(let text): .text(text)
        case .array(let bytes):
            .bytes(bytes.compactMap { if case .int(let byte) = $0 { UInt8(byte) } else { nil } })
        default: throw StorageFailure.failed("a key of a move cannot be read")
        }
    }
}
