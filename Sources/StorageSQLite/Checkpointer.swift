import Dispatch
import GRDB
import GRDBSQLite
import Storage
import Synchronization

/// Moves what the write-ahead log holds into the database file, beside the writer, so that commits need not wait for it.
///
/// The log can begin anew only when all of it was moved and nobody reads from it. Under load there is always more by
/// then, so that once a large log was moved, the writer moves the little that came meanwhile itself.
final class Checkpointer: Sendable {
    private let connection: DatabaseQueue
    private let progress = Mutex(Progress())

    private struct Progress {
        var isRunning = false
        /// Pages of the log that had been moved when it was last looked after.
        var moved = 0
        /// Only little is left of a log that has grown large.
        var isWritersTurn = false
    }

    private enum Turn { case beside, writer }

    /// Pages that gather before they are moved: 16 MB.
    private static let pages = 4_000
    /// Pages of a log that is to begin anew: 64 MB.
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
        let turn = progress.withLock { progress -> Turn? in
            if pages < progress.moved { progress = Progress(isRunning: progress.isRunning) }
            guard !progress.isRunning else { return nil }
            guard progress.isWritersTurn || pages - progress.moved >= Self.pages else { return nil }
            progress.isRunning = true
            return progress.isWritersTurn ? .writer : .beside
        }
        switch turn {
        case .beside: connection.asyncWriteWithoutTransaction { self.run(.beside, on: $0.sqliteConnection) }
        case .writer: run(.writer, on: writer)
        case nil: return
        }
    }

    /// Never waits for readers or the writer.
    private func run(_ turn: Turn, on connection: OpaquePointer?) {
        var (pages, moved): (Int32, Int32) = (0, 0)
        sqlite3_wal_checkpoint_v2(connection, nil, SQLITE_CHECKPOINT_PASSIVE, &pages, &moved)
        progress.withLock {
            $0 = Progress(
                isRunning: false, moved: max(0, Int(moved)),
                isWritersTurn: turn == .beside && moved >= Self.mostPages)
        }
    }
}
