import GRDB
import GRDBSQLite
import Storage

/// One compiled statement of one connection.
final class PreparedStatement {
    private let connection: OpaquePointer?
    private let pointer: OpaquePointer?
    private let columns: Int32
    /// For each parameter in SQLite's own order, which argument it takes. SQLite takes `$2` for a name and numbers
    /// names as they first appear.
    private let order: [Int]
    /// Its rows are being read.
    var isBusy = false

    /// - Throws: `StorageFailure` when the text is no statement of this database.
    init(_ text: String, _ connection: OpaquePointer?) throws {
        self.connection = connection
        var pointer: OpaquePointer?
        let code = sqlite3_prepare_v3(connection, text, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &pointer, nil)
        self.pointer = pointer
        columns = sqlite3_column_count(pointer)
        order = (0..<sqlite3_bind_parameter_count(pointer)).map { index in
            let name = sqlite3_bind_parameter_name(pointer, index + 1).map { String(cString: $0) } ?? ""
            return (Int(name.dropFirst()) ?? Int(index) + 1) - 1
        }
        guard code == SQLITE_OK else { throw failure(code) }
    }

    deinit { sqlite3_finalize(pointer) }

    func bind(_ arguments: [SQLValue]) throws {
        for (index, place) in order.enumerated() {
            precondition(place < arguments.count, "a statement lacks a value")
            let code = bind(arguments[place], at: Int32(index) + 1)
            guard code == SQLITE_OK else { throw failure(code) }
        }
    }

    /// - Returns: whether there is a row to read.
    func step() throws -> Bool {
        let code = sqlite3_step(pointer)
        switch code {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default: throw failure(code)
        }
    }

    func values() -> [SQLValue] { (0..<columns).map { value(at: $0) } }

    /// Ready for the next use. The answer repeats the last failure, which was told already.
    func reset() { sqlite3_reset(pointer) }

    private func bind(_ value: SQLValue, at index: Int32) -> Int32 {
        switch value {
        case .null: return sqlite3_bind_null(pointer, index)
        case .int(let number): return sqlite3_bind_int64(pointer, index, number)
        case .text(var text):
            // An empty text may have no address of its own, and none would bind NULL.
            if text.isEmpty { return sqlite3_bind_text(pointer, index, "", 0, Self.copied) }
            return text.withUTF8 { bytes in
                bytes.withMemoryRebound(to: CChar.self) {
                    sqlite3_bind_text(pointer, index, $0.baseAddress, Int32($0.count), Self.copied)
                }
            }
        case .bytes(let bytes):
            return bytes.withUnsafeBytes { bytes in
                bytes.isEmpty
                    ? sqlite3_bind_zeroblob(pointer, index, 0)
                    : sqlite3_bind_blob(pointer, index, bytes.baseAddress, Int32(bytes.count), Self.copied)
            }
        }
    }

    private func value(at index: Int32) -> SQLValue {
        switch sqlite3_column_type(pointer, index) {
        case SQLITE_NULL: return .null
        case SQLITE_INTEGER: return .int(sqlite3_column_int64(pointer, index))
        case SQLITE_FLOAT: return .int(Int64(sqlite3_column_double(pointer, index)))
        case SQLITE_BLOB:
            let bytes = UnsafeRawBufferPointer(
                start: sqlite3_column_blob(pointer, index), count: Int(sqlite3_column_bytes(pointer, index)))
            return .bytes(Array(bytes))
        default:
            let bytes = UnsafeBufferPointer(
                start: sqlite3_column_text(pointer, index), count: Int(sqlite3_column_bytes(pointer, index)))
            return .text(String(decoding: bytes, as: UTF8.self))
        }
    }

    private func failure(_ code: Int32) -> StorageFailure {
        let message = connection.flatMap { sqlite3_errmsg($0) }.map { String(cString: $0) }
        let extended = connection.map { sqlite3_extended_errcode($0) } ?? code
        return StorageFailure(DatabaseError(resultCode: ResultCode(rawValue: extended), message: message))
    }

    /// Tells SQLite to copy what it is given before the call returns (`SQLITE_TRANSIENT`).
    private static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
}
