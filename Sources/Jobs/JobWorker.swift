import Base
import Logging
import Storage

/// Runs jobs when they are due, in order of due time.
public struct JobWorker: Sendable {
    private let database: any Database
    private let clock: ServerClock
    private let bell: JobBell
    private let handlers: [String: JobHandler]
    private let onDead: @Sendable (Job, String, Transaction) throws -> Void
    private let calls: CallPace
    private let logger: Logger
    private let store = JobStore()

    /// Whether a round waits for its calls to the outside.
    public enum CallPace: Sendable {
        /// A slow provider does not hold up timers.
        case besideTimers
        /// Everything due at one moment is finished before the clock moves on: a sandbox.
        case beforeNextTimer
    }

    /// A call to the outside that was not finished by then is tried again by another worker.
    private static let lease = Span.minutes(5)
    private static let batch = 64

    /// - Parameter onDead: told, in the same transaction, when a job has had its last try.
    public init(
        database: any Database, clock: ServerClock, bell: JobBell, handlers: [String: JobHandler],
        calls: CallPace,
        onDead: @escaping @Sendable (Job, String, Transaction) throws -> Void, logger: Logger
    ) {
        self.database = database
        self.clock = clock
        self.bell = bell
        self.handlers = handlers
        self.calls = calls
        self.onDead = onDead
        self.logger = logger
    }

    /// Works until the task is cancelled.
    public func run() async {
        await releaseAll()
        await withDiscardingTaskGroup { underWay in
            while !Task.isCancelled {
                do {
                    if try await round(&underWay) { continue }
                    try await waitForNext()
                } catch is CancellationError {
                    return
                } catch {
                    logger.error("job worker", metadata: ["fault": "\(error)"])
                    try? await Task.sleep(for: .seconds(1))  // the database is away; the loop tries again
                }
            }
        }
    }

    /// Moves a sandbox clock forward, firing everything that is due on the way, each at its own due time.
    public func advance(by span: Span) async throws -> Int {
        try await clock.exclusively {
            let target = clock.now() + span
            do {
                var fired = 0
                while let job = try await next(by: target) {
                    try await clock.freeze(at: max(job.due, clock.now()), database)
                    await runOne(job)
                    fired += 1
                }
                try await clock.release(at: target, database)
                return fired
            } catch {
                clock.thaw()
                throw error
            }
        }
    }

    private func next(by moment: Timestamp) async throws -> Job? {
        try await database.read { [store] in try store.due(by: moment, limit: 1, $0).first }
    }

    /// One look at what is due; the answer is whether there was anything.
    private func round(_ underWay: inout DiscardingTaskGroup) async throws -> Bool {
        switch calls {
        case .beforeNextTimer:
            return try await clock.exclusively {
                guard let job = try await next(by: clock.now()) else { return false }
                await runOne(job)
                return true
            }
        case .besideTimers:
            let jobs = try await database.read { [store, clock] in
                try store.due(by: clock.now(), limit: Self.batch, $0)
            }
            for job in jobs {
                if case .outside = handlers[job.kind] {
                    guard try await claim(job) else { continue }
                    underWay.addTask { await runOne(job) }
                } else {
                    await runOne(job)
                }
            }
            return !jobs.isEmpty
        }
    }

    private func claim(_ job: Job) async throws -> Bool {
        try await database.write { [store] in try store.claim(job, until: $0.now + Self.lease, $0) }
    }

    /// Listens before it looks, so that nothing is missed in between; a stream whose reader was cancelled has ended, so
    /// each wait has its own.
    private func waitForNext() async throws {
        let rings = bell.listen()
        bell.expect(nil)
        let due = try await database.read { [store] in try store.nextDue($0) }
        bell.settle(on: due)
        let wait = due.map { min(max($0 - clock.now(), .seconds(0)), .seconds(30)) } ?? .seconds(30)
        await withTaskGroup(of: Void.self) { group in
            group.addTask { for await _ in rings { return } }
            // Cancelled by a ring.
            group.addTask { try? await Task.sleep(for: .milliseconds(wait.milliseconds)) }
            await group.next()
            group.cancelAll()
        }
        try Task.checkCancellation()
        try await releaseLost()
    }

    /// Jobs whose worker died while it called the outside go on.
    private func releaseLost() async throws {
        let now = clock.now()
        guard try await database.read({ [store] in try store.hasExpired(now, $0) }) else { return }
        _ = try await database.write { [store] in try store.releaseExpired(now, $0) }
        logger.notice("jobs of a lost worker go on")
    }

    private func releaseAll() async {
        do {
            _ = try await database.write { [store] in
                try store.releaseExpired(Timestamp(milliseconds: .max), $0)
            }
        } catch {
            logger.error("jobs could not be released", metadata: ["fault": "\(error)"])
        }
    }

    private func runOne(_ job: Job) async {
        do {
            switch handlers[job.kind] {
            case .inTransaction(let handle): try await runTimer(job, handle)
            case .outside(let backoff, let handle):
                if calls == .beforeNextTimer, try await !claim(job) { return }
                try await runCall(job, backoff, handle)
            case nil: try await bury(job, because: "no handler for \(job.kind)")
            }
        } catch {
            await postpone(job, because: error)
        }
    }

    private func runTimer(
        _ job: Job, _ handle: @escaping @Sendable (Job, Transaction) throws -> Void
    ) async throws {
        try await database.write { [store] transaction in
            guard try store.claim(job, until: transaction.now + Self.lease, transaction) else { return }
            try store.delete(job.id, in: job.shop, transaction)
            try handle(job, transaction)
        }
    }

    private func runCall(
        _ job: Job, _ backoff: Backoff, _ handle: @Sendable (Job) async -> JobOutcome
    ) async throws {
        switch await handle(job) {
        case .done: try await database.write { [store] in try store.delete(job.id, in: job.shop, $0) }
        case .failed(let reason): try await bury(job, because: reason)
        case .again(let finish): try await end(job, finish)
        case .retry(let reason):
            guard let wait = backoff.wait(after: job.attempts + 1) else {
                return try await bury(job, because: reason)
            }
            try await database.write { [store] in
                try store.retry(job, at: $0.now + wait, because: reason, $0)
            }
        }
    }

    private func end(
        _ job: Job, _ finish: @escaping @Sendable (Transaction) throws -> Timestamp?
    ) async throws {
        let due = try await database.write { [store] transaction in
            let due = try finish(transaction)
            if let due {
                try store.renew(job, at: due, transaction)
            } else {
                try store.delete(job.id, in: job.shop, transaction)
            }
            return due
        }
        if let due { bell.ring(due) }
    }

    private func bury(_ job: Job, because reason: String) async throws {
        logger.warning("job is dead", metadata: ["kind": "\(job.kind)", "fault": "\(reason)"])
        try await database.write { [store, onDead] transaction in
            try store.bury(job, because: reason, transaction)
            try onDead(job, reason, transaction)
        }
    }

    /// A timer whose transaction failed is tried again, so that no deadline is lost; after many tries staff see it.
    private func postpone(_ job: Job, because error: any Error) async {
        logger.error("job failed", metadata: ["kind": "\(job.kind)", "fault": "\(error)"])
        do {
            let reason = "\(type(of: error))"
            guard let wait = Backoff().wait(after: job.attempts + 1) else {
                return try await bury(job, because: reason)
            }
            try await database.write { transaction in
                try transaction.run(
                    """
                    UPDATE jobs SET state = 'waiting', attempts = \(job.attempts + 1), due = \(transaction.now + wait),
                        last_fault = \(reason) WHERE shop = \(job.shop) AND id = \(job.id)
                    """)
            }
        } catch {
            logger.error("job could not be postponed", metadata: ["fault": "\(error)"])
        }
    }
}
