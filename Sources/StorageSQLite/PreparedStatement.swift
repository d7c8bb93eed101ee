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
    /// The texts and bytes that are bound now. SQLite reads them here rather than from copies of its own.
    private var bound = UnsafeMutableRawBufferPointer.allocate(byteCount: 512, alignment: 1)
    private var boundBytes = 0
    /// Its rows are being read.
    var isBusy = false

    /// What a statement keeps for its next use; what is larger is given back.
    private static let keptBytes = 1 << 14

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

    deinit {
        sqlite3_finalize(pointer)
        bound.deallocate()
    }

    func bind(_ arguments: [SQLValue]) throws {
        precondition(order.allSatisfy { $0 < arguments.count }, "a statement lacks a value")
        makeRoom(for: order.reduce(0) { $0 + arguments[$1].byteCount })
        for (index, place) in order.enumerated() {
            let code = bind(arguments[place], at: Int32(index) + 1)
            guard code == SQLITE_OK else { throw failure(code) }
        }
    }

    private func makeRoom(for bytes: Int) {
        boundBytes = 0
        guard bound.count <= bytes else { return }
        sqlite3_clear_bindings(pointer)
        bound.deallocate()
        bound = .allocate(byteCount: bytes * 2, alignment: 1)
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
    func reset() {
        sqlite3_reset(pointer)
        guard bound.count > Self.keptBytes else { return }
        sqlite3_clear_bindings(pointer)
        bound.deallocate()
        bound = .allocate(byteCount: Self.keptBytes, alignment: 1)
    }

    private func bind(_ value: SQLValue, at index: Int32) -> Int32 {
        switch value {
        case .null: return sqlite3_bind_null(pointer, index)
        case .int(let number): return sqlite3_bind_int64(pointer, index, number)
        case .text(var text):
            let kept = text.withUTF8 { keep(UnsafeRawBufferPointer($0)) }
            return sqlite3_bind_text(
                pointer, index, kept.assumingMemoryBound(to: CChar.self), Int32(text.utf8.count), nil)
        case .bytes(let bytes):
            let kept = bytes.withUnsafeBytes { keep($0) }
            return bytes.isEmpty
                ? sqlite3_bind_zeroblob(pointer, index, 0)
                : sqlite3_bind_blob(pointer, index, kept, Int32(bytes.count), nil)
        }
    }

    private func keep(_ bytes: UnsafeRawBufferPointer) -> UnsafeMutableRawPointer {
        let place = UnsafeMutableRawBufferPointer(rebasing: bound[boundBytes...])
        place.copyMemory(from: bytes)
        boundBytes += bytes.count
        guard let address = place.baseAddress else { preconditionFailure("there is always room left") }
        return address
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
}

extension SQLValue {
    /// The room that it takes beside a statement.
    fileprivate var byteCount: Int {
        switch self {
        case .null, .int: 0
        case .text(let text): text.utf8.count
        case .bytes(let bytes): bytes.count
        }
    }
}
