import Base
import Storage
import Synchronization

/// Where transactions leave work: timers and calls to the outside.
public struct JobQueue: Sendable {
    private let store = JobStore()
    private let bell: JobBell

    public init(bell: JobBell) { self.bell = bell }

    /// Leaves a call to the outside, made soon after the commit.
    @discardableResult
    public func enqueue(
        _ kind: String, on subject: String, of shop: ShopID, due: Timestamp? = nil, _ detail: JSONValue = [:],
        in transaction: Transaction
    ) throws -> Identifier<Job> {
        let id: Identifier<Job> = transaction.identifiers.next("J", at: transaction.now)
        let job = Job(
            id: id, shop: shop, kind: kind, subject: subject, due: due ?? transaction.now, attempts: 0,
            detail: detail)
        try store.insert(job, isTimer: false, transaction)
        ring(for: job.due, after: transaction)
        return id
    }

    /// Sets the timer of this kind and subject, or moves it.
    public func setTimer(
        _ kind: String, on subject: String, of shop: ShopID, due: Timestamp, _ detail: JSONValue = [:],
        in transaction: Transaction
    ) throws {
        if try !store.moveTimer(kind, on: subject, in: shop, to: due, detail: detail, transaction) {
            try insertTimer(kind, on: subject, of: shop, due: due, detail, in: transaction)
        } else {
            ring(for: due, after: transaction)
        }
    }

    /// Sets the timer of this kind and subject unless there is one. One that is being carried out is left to say itself
    /// when it is due again.
    public func setTimerUnlessSet(
        _ kind: String, on subject: String, of shop: ShopID, due: Timestamp, in transaction: Transaction
    ) throws {
        guard try !store.hasTimer(kind, on: subject, in: shop, transaction) else { return }
        try setTimer(kind, on: subject, of: shop, due: due, in: transaction)
    }

    /// Moves a waiting timer of this kind and subject forward, or sets it. One that is being carried out is left alone.
    public func setTimer(
        _ kind: String, on subject: String, of shop: ShopID, noLaterThan due: Timestamp,
        in transaction: Transaction
    ) throws {
        if try store.moveTimer(kind, on: subject, in: shop, forwardTo: due, transaction) {
            ring(for: due, after: transaction)
        } else {
            try setTimerUnlessSet(kind, on: subject, of: shop, due: due, in: transaction)
        }
    }

    /// Sets a timer for a subject that is new in this transaction, so that none can be there.
    public func insertTimer(
        _ kind: String, on subject: String, of shop: ShopID, due: Timestamp, _ detail: JSONValue = [:],
        in transaction: Transaction
    ) throws {
        let id: Identifier<Job> = transaction.identifiers.next("T", at: transaction.now)
        let job = Job(id: id, shop: shop, kind: kind, subject: subject, due: due, attempts: 0, detail: detail)
        try store.insert(job, isTimer: true, transaction)
        ring(for: due, after: transaction)
    }

    public func cancelTimer(
        _ kind: String, on subject: String, of shop: ShopID, in transaction: Transaction
    ) throws {
        try store.deleteTimer(kind, on: subject, in: shop, transaction)
    }

    /// Jobs of a shop in one state, for the staff page: `waiting` shows calls to the outside only.
    public func list(_ state: JobState, of shop: ShopID, in transaction: Transaction) throws -> [ListedJob] {
        try store.list(state, in: shop, limit: 200, transaction)
    }

    /// Gives a dead job another round of tries.
    public func revive(_ id: Identifier<Job>, of shop: ShopID, in transaction: Transaction) throws -> Bool {
        let changed = try transaction.changes(
            """
            UPDATE jobs SET state = 'waiting', due = \(transaction.now), attempts = 0
            WHERE shop = \(shop) AND id = \(id) AND state = 'dead'
            """)
        ring(for: transaction.now, after: transaction)
        return changed > 0
    }

    /// Gives up a dead job for good; what it was about stays as it is.
    public func drop(_ id: Identifier<Job>, of shop: ShopID, in transaction: Transaction) throws -> Bool {
        try transaction.changes("DELETE FROM jobs WHERE shop = \(shop) AND id = \(id) AND state = 'dead'") > 0
    }

    private func ring(for due: Timestamp, after transaction: Transaction) {
        transaction.afterCommit { [bell] in bell.ring(due) }
    }
}

/// Wakes the worker when something is due earlier than what it waits for.
public final class JobBell: Sendable {
    private let state = Mutex(State())

    private struct State {
        var earliest: Timestamp?
        var listener: AsyncStream<Void>.Continuation?
    }

    public init() {}

    func ring(_ due: Timestamp) {
        let listener = state.withLock { state in
            if let earliest = state.earliest, earliest <= due { return AsyncStream<Void>.Continuation?.none }
            state.earliest = due
            return state.listener
        }
        listener?.yield()
    }

    /// What the worker waits for was reckoned by another clock: it looks again.
    func wake() { ring(Timestamp(milliseconds: .min)) }

    /// What the worker waits for from now on; nil: nothing.
    func expect(_ due: Timestamp?) { state.withLock { $0.earliest = due } }

    /// The worker has looked and will be there at that moment; an earlier ring since then still counts.
    func settle(on due: Timestamp?) {
        state.withLock { state in state.earliest = [state.earliest, due].compactMap { $0 }.min() }
    }

    func listen() -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        state.withLock { $0.listener = continuation }
        return stream
    }
}
