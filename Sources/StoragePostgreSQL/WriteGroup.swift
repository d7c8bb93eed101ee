import Base
import Storage

/// Writes of one scope that share a transaction: each runs in a savepoint of its own, and none is acknowledged before
/// the commit.
struct WriteGroup {
    private let scope: WriteScope
    private var waiting: ArraySlice<any WaitingWrite>
    /// Ran and await the commit.
    private var ran: [any WaitingWrite] = []
    /// Threw; their changes are undone.
    private var failed: [(write: any WaitingWrite, error: any Error)] = []

    /// A group ends at either bound, so that nobody waits long behind others. PostgreSQL remembers 64 parts of a
    /// transaction cheaply, and a write may have several.
    static let largest = 24
    private static let longest = Duration.milliseconds(8)

    init(_ scope: WriteScope, _ writes: [any WaitingWrite]) {
        self.scope = scope
        waiting = writes[...]
    }

    /// Runs as many as fit and commits.
    /// - Throws: `PostgreSQLFault` when nothing was committed and the same group can be carried out again,
    ///   `CommitUnknown`.
    mutating func carryOut(on connection: Connection, _ outside: Outside) throws {
        do {
            try connection.post("BEGIN ISOLATION LEVEL READ COMMITTED")
            if let lock = WriteLock(scope) { try connection.post(lock.statement) }
            if waiting.count == 1, let write = waiting.popFirst() {
                try runAlone(write, on: connection, outside)
            } else {
                try runSeveral(on: connection, outside)
            }
        } catch let fault as PostgreSQLFault {
            waiting = (ran + failed.map(\.write)) + waiting
            (ran, failed) = ([], [])
            try connection.abandon(fault)
            throw fault
        }
    }

    /// Tells everybody whose fate is certain.
    /// - Returns: those that must wait for the next group.
    func tell() -> [any WaitingWrite] {
        for write in ran { write.succeed() }
        for (write, error) in failed { write.fail(error) }
        return Array(waiting)
    }

    /// Gives up: what was refused is told so, everything else has met the error.
    func fail(_ error: any Error) {
        for write in ran + waiting { write.fail(error) }
        for (write, refusal) in failed { write.fail(refusal) }
    }

    // MARK: Parts

    private mutating func runAlone(
        _ write: any WaitingWrite, on connection: Connection, _ outside: Outside
    ) throws {
        do {
            try write.run(in: connection.transaction(in: scope, outside))
        } catch let fault as PostgreSQLFault where fault.concernsAll {
            waiting = [write]
            throw fault
        } catch {
            failed.append((write, error))
            return try connection.abandon(error)
        }
        ran.append(write)
        try commit(on: connection)
    }

    private mutating func runSeveral(on connection: Connection, _ outside: Outside) throws {
        let start = ContinuousClock.now
        while let write = waiting.popFirst() {
            try connection.post("SAVEPOINT part")
            do {
                try write.run(in: connection.transaction(in: scope, outside))
                try connection.post("RELEASE SAVEPOINT part")
                try connection.finish()
                ran.append(write)
            } catch let fault as PostgreSQLFault where fault.concernsAll {
                waiting = [write] + waiting
                throw fault
            } catch {
                try undo(write, on: connection)
                failed.append((write, error))
            }
            if ContinuousClock.now - start >= Self.longest { break }
        }
        if ran.isEmpty { try connection.abandon(CancellationError()) } else { try commit(on: connection) }
    }

    private mutating func undo(
        _ write: any WaitingWrite, on connection: Connection
    ) throws {
        try connection.settle()
        try connection.post("ROLLBACK TO SAVEPOINT part")
        try connection.post("RELEASE SAVEPOINT part")
        do {
            try connection.finish()
        } catch let fault as PostgreSQLFault where fault.isWithoutSavepoint {
            // What failed stands before the savepoint: the lock was waited for too long, and that concerns all.
            waiting = [write] + waiting
            throw PostgreSQLFault.lockTimeout
        }
    }

    private func commit(on connection: Connection) throws {
        try connection.post("COMMIT")
        do {
            // A transaction that has failed ends so too, and says it in its answer.
            guard try connection.finish().tag == "COMMIT" else {
                throw PostgreSQLFault(state: "25P02", detail: "a fault in the transaction was passed over")
            }
        } catch let fault as PostgreSQLFault where fault.isLost {
            throw CommitUnknown(fault: fault)
        }
    }
}

/// The connection broke while a commit was under way, and nobody knows whether it happened.
struct CommitUnknown: Error {
    let fault: PostgreSQLFault
}

extension PostgreSQLFault {
    /// Not about one write, but about the transaction or the server.
    var concernsAll: Bool { isLost || mayPass || isReadOnly }
}
