import Dispatch
import GRDB
import Storage

/// One connection that reads, opened when it is first used.
///
/// Sendable by proof: `connection` and `session` are touched on `queue` only, which is serial; everything else is
/// immutable.
final class Reader: @unchecked Sendable {
    let queue = DispatchQueue(label: "huitou.reader")
    private let path: String
    private let configuration: Configuration
    private var connection: DatabaseQueue?
    private var session: SQLiteSession?

    init(path: String, configuration: Configuration) {
        self.path = path
        self.configuration = configuration
    }

    /// Runs a body that sees one moment of the database. Call it on `queue` only.
    func read<Result>(_ body: (SQLiteSession) throws -> Result) throws -> Result {
        let session = try session ?? open()
        _ = try session.run("BEGIN", [])
        do {
            let result = try body(session)
            _ = try session.run("COMMIT", [])
            return result
        } catch {
            if session.isInTransaction { _ = try session.run("ROLLBACK", []) }
            throw error
        }
    }

    /// Once what was asked for is read.
    func close() async {
        await withCheckedContinuation { continuation in
            queue.async {
                (self.session, self.connection) = (nil, nil)
                continuation.resume()
            }
        }
    }

    private func open() throws -> SQLiteSession {
        let connection = try DatabaseQueue(path: path, configuration: configuration)
        let opened = connection.inDatabase { SQLiteSession(database: $0) }
        (self.connection, session) = (connection, opened)
        return opened
    }
}
