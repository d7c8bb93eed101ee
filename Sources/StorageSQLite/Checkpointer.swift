import Dispatch
import GRDB
import GRDBSQLite
import Storage
import Synchronization

/// Moves what the write-ahead log holds into the database file, beside the writer, so that commits need not wait for it.
///
/// The log can begin anew only when all of it was moved and nobody reads from it. Under load there is always more by
/// then, so that a log that has grown large is moved to its end by the writer itself: what is left is little.
final class Checkpointer: Sendable {
    private let connection: DatabaseQueue
    private let progress = Mutex(Progress())

    private struct Progress {
        var isRunning = false
        /// Pages of the log that had been moved when it was last looked after.
        var moved = 0
    }

    /// Pages that gather before they are moved: 16 MB.
    private static let pages = 4_000
    /// Pages of a log that the writer moves itself: 64 MB.
    private static let mostPages = 16_000

    init(path: String) throws { connection = try DatabaseQueue(path: path) }

    /// Looks after the log from now on: SQLite tells how long it is after every commit of the writer.
    ///
    /// The object lives as long as the database that holds it, which outlives its connections.
    func attach(to writer: GRDB.Database) {
        sqlite3_wal_hook(
            writer.sqliteConnection,
            { context, connection, _, pages in
                guard let context else { return SQLITE_OK }
                Unmanaged<Checkpointer>.fromOpaque(context).takeUnretainedValue().commit(
                    connection, Int(pages))
                return SQLITE_OK
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    func close() throws { try connection.close() }

    private func commit(_ writer: OpaquePointer?, _ pages: Int) {
        let mustStart = progress.withLock { progress in
            if pages < progress.moved { progress.moved = 0 }
            guard !progress.isRunning, pages - progress.moved >= Self.pages else { return false }
            progress.isRunning = true
            return true
        }
        guard mustStart else { return }
        if pages >= Self.mostPages { return run(on: writer) }
        connection.asyncWriteWithoutTransaction { self.run(on: $0.sqliteConnection) }
    }

    /// Never waits for readers or the writer; a log that is being moved already is left alone.
    private func run(on connection: OpaquePointer?) {
        var (pages, moved): (Int32, Int32) = (0, 0)
        sqlite3_wal_checkpoint_v2(connection, nil, SQLITE_CHECKPOINT_PASSIVE, &pages, &moved)
        progress.withLock { $0 = Progress(isRunning: false, moved: max(0, Int(moved))) }
    }
}
