import Base
import Dispatch
import GRDB
import Storage
import Synchronization

/// The one writer. Writes that wait while a commit is on its way to the disk form the next group: each runs in a
/// savepoint of its own, all share one commit, and none is acknowledged before it. A write that has nobody beside it
/// needs no savepoint, which costs a copy of every page that it changes.
///
/// Sendable by proof: `session` is touched on `queue` only, which is serial; everything else is immutable or locked.
final class GroupWriter: @unchecked Sendable {
    private let connection: DatabaseQueue
    private let outside: Outside
    private let queue = DispatchQueue(label: "huitou.writer")
    private let waiting = Mutex(Waiting())
    private var session: SQLiteSession?

    private struct Waiting {
        var writes: [any PendingWrite] = []
        var isDraining = false
        var isClosed = false
    }

    /// A group ends at either bound, so that nobody waits long behind others.
    private static let largestGroup = 128
    private static let longestGroup = Duration.milliseconds(8)

    init(connection: DatabaseQueue, outside: Outside) {
        self.connection = connection
        self.outside = outside
    }

    func write<Result: Sendable>(
        in scope: WriteScope, _ body: @escaping @Sendable (Transaction) throws -> Result
    ) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            enqueue(Write(scope: scope, body: body, continuation: continuation))
        }
    }

    func finish() async {
        waiting.withLock { $0.isClosed = true }
        await withCheckedContinuation { continuation in
            queue.async {
                self.session = nil
                continuation.resume()
            }
        }
    }

    private func enqueue(_ write: any PendingWrite) {
        let (isClosed, mustStart) = waiting.withLock { waiting in
            guard !waiting.isClosed else { return (true, false) }
            waiting.writes.append(write)
            defer { waiting.isDraining = true }
            return (false, !waiting.isDraining)
        }
        if isClosed { write.fail(StorageFailure.unavailable("the database is closed")) }
        if mustStart { queue.async { self.drain() } }
    }

    private func drain() {
        while true {
            let group = waiting.withLock { waiting in
                let group = Array(waiting.writes.prefix(Self.largestGroup))
                waiting.writes.removeFirst(group.count)
                waiting.isDraining = !group.isEmpty
                return group
            }
            if group.isEmpty { return }
            commit(group[...])
        }
    }

    private func commit(_ group: ArraySlice<any PendingWrite>) {
        var group = group
        while !group.isEmpty {
            var done: [any PendingWrite] = []
            do {
                try connection.writeWithoutTransaction { database in
                    let session = self.session ?? SQLiteSession(database: database)
                    self.session = session
                    done = try run(&group, session)
                }
                for write in done { write.succeed() }
            } catch {
                let failure = StorageFailure.translated(error)
                for write in done { write.fail(failure) }
                if done.isEmpty, let first = group.popFirst() { first.fail(failure) }
            }
        }
    }

    private func run(
        _ group: inout ArraySlice<any PendingWrite>, _ session: SQLiteSession
    ) throws -> [any PendingWrite] {
        let (start, isAlone) = (ContinuousClock.now, group.count == 1)
        var done: [any PendingWrite] = []
        do {
            _ = try session.run("BEGIN IMMEDIATE", [])
            repeat {
                guard let write = group.popFirst() else { break }
                done.append(write)
                try isAlone ? runAlone(write, session) : runBesideOthers(write, session)
            } while ContinuousClock.now - start < Self.longestGroup
            if session.isInTransaction { _ = try session.run("COMMIT", []) }
            return done
        } catch {
            if session.isInTransaction { _ = try session.run("ROLLBACK", []) }
            let failure = StorageFailure.translated(error)
            for write in done { write.fail(failure) }
            return []
        }
    }

    private func runAlone(_ write: any PendingWrite, _ session: SQLiteSession) throws {
        if try !write.run(session, outside), session.isInTransaction { _ = try session.run("ROLLBACK", []) }
    }

    private func runBesideOthers(_ write: any PendingWrite, _ session: SQLiteSession) throws {
        _ = try session.run("SAVEPOINT write_body", [])
        if try !write.run(session, outside) { _ = try session.run("ROLLBACK TO SAVEPOINT write_body", []) }
        _ = try session.run("RELEASE SAVEPOINT write_body", [])
    }
}

/// A write that waits for its turn and its commit.
private protocol PendingWrite: Sendable {
    /// Runs the body. Throws only when the group cannot go on, such as on a full disk.
    /// - Returns: whether what it wrote stays.
    func run(_ session: SQLiteSession, _ outside: Outside) throws -> Bool
    func succeed()
    func fail(_ error: any Error)
}

/// Sendable by proof: run, succeed and fail are called on the writer's queue, one after another.
private final class Write<Result: Sendable>: PendingWrite, @unchecked Sendable {
    private let scope: WriteScope
    private let body: @Sendable (Transaction) throws -> Result
    private let continuation: CheckedContinuation<Result, any Error>
    private var outcome: Swift.Result<Result, any Error>?
    private var actions: [@Sendable () -> Void] = []

    init(
        scope: WriteScope, body: @escaping @Sendable (Transaction) throws -> Result,
        continuation: CheckedContinuation<Result, any Error>
    ) {
        self.scope = scope
        self.body = body
        self.continuation = continuation
    }

    func run(_ session: SQLiteSession, _ outside: Outside) throws -> Bool {
        let transaction = Transaction(
            session: session, dialect: SQLiteDialect.words, scope: scope, outside: outside)
        do {
            outcome = .success(try body(transaction))
            actions = transaction.takeActions()
            return true
        } catch {
            let failure = StorageFailure.translated(error)
            if failure as? StorageFailure == .diskFull { throw StorageFailure.diskFull }
            outcome = .failure(failure)
            return false
        }
    }

    func succeed() {
        guard let outcome else { preconditionFailure("a write was acknowledged before it ran") }
        for action in actions { action() }
        continuation.resume(with: outcome)
    }

    func fail(_ error: any Error) { continuation.resume(throwing: error) }
}
