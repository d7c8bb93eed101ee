import Base
import Foundation
import GRDB
import GRDBSQLite
import Storage

/// Copies database files while a program works with them.
public enum SQLiteCopy {
    /// Pages copied between two looks at the clock: 4 MiB.
    private static let pagesPerStep: CInt = 1_024

    /// Copies a database as it stands at one moment, page by page, without holding up its writer. The copy is one file
    /// without a log beside it.
    ///
    /// One read transaction spans the whole copy, so that commits in between neither show in it nor make it begin anew.
    /// - Parameter progress: how many of how many bytes are copied.
    /// - Throws: `StorageFailure.unavailable` when there is no database to copy.
    public static func copy(
        from source: String, to copy: String, progress: @escaping (_ done: Int64, _ all: Int64) -> Void
    ) throws {
        guard FileManager.default.fileExists(atPath: source) else {
            throw StorageFailure.unavailable("there is no database at \(source)")
        }
        do {
            try write(from: source, to: copy, progress)
        } catch {
            throw StorageFailure(error)
        }
    }

    private static func write(
        from source: String, to copy: String, _ progress: @escaping (Int64, Int64) -> Void
    ) throws {
        var configuration = Configuration()
        configuration.busyMode = .timeout(30)
        let reader = try DatabaseQueue(path: source, configuration: configuration)
        let writer = try DatabaseQueue(path: copy)
        try reader.inDatabase { original in
            try original.inTransaction(.deferred) {
                // The first read fixes the moment that the whole copy shows.
                try original.execute(sql: "SELECT 1 FROM sqlite_master LIMIT 1")
                let pageBytes = try Int64.fetchOne(original, sql: "PRAGMA page_size") ?? 4_096
                try writer.writeWithoutTransaction { target in
                    try target.execute(sql: "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF")
                    try original.backup(to: target, pagesPerStep: pagesPerStep) { state in
                        progress(
                            Int64(state.completedPageCount) * pageBytes,
                            Int64(state.totalPageCount) * pageBytes)
                    }
                }
                return .commit
            }
        }
        try writer.close()
        try reader.close()
    }

    /// Whether a program has this database open.
    public static func isInUse(_ path: String) throws -> Bool {
        guard FileManager.default.fileExists(atPath: path) else { return false }
        var connection: OpaquePointer?
        defer { sqlite3_close_v2(connection) }
        // The lock must be asked for before anything is read: afterwards the log is shared already. GRDB reads first.
        let text = "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT"
        var code = sqlite3_open_v2(path, &connection, SQLITE_OPEN_READWRITE, nil)
        if code == SQLITE_OK { code = sqlite3_exec(connection, text, nil, nil, nil) }
        // What is no database any more is nobody's; a restore is to replace it.
        guard [SQLITE_OK, SQLITE_BUSY, SQLITE_CORRUPT, SQLITE_NOTADB].contains(code) else {
            throw StorageFailure(DatabaseError(resultCode: ResultCode(rawValue: code)))
        }
        return code == SQLITE_BUSY
    }
}
