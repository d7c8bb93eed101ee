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

    private let lease: JobLease
    private let slots: CallSlots
    private static let batch = 64
    /// How often jobs of lost nodes are looked for, however much there is to do.
    private static let looksForLost = Duration.seconds(4)

    /// - Parameter onDead: told, in the same transaction, when a job has had its last try.
    public init(
        database: any Database, clock: ServerClock, bell: JobBell, handlers: [String: JobHandler],
        calls: CallPace, bounds: CallBounds = CallBounds(),
        onDead: @escaping @Sendable (Job, String, Transaction) throws -> Void, logger: Logger
    ) {
        self.database = database
        self.clock = clock
        self.bell = bell
        self.handlers = handlers
        self.calls = calls
        slots = CallSlots(bounds)
        lease = JobLease(
            longKinds: handlers.compactMap { if case .outside = $1 { $0 } else { nil } }.sorted())
        self.onDead = onDead
        self.logger = logger
    }

    /// Works until the task is cancelled.
    public func run() async {
        // Where no other node can be, as beside a sandbox's clock, whatever is still taken was this node's before it
        // ended.
        if database.signals == nil || calls == .beforeNextTimer { await releaseAll() }
        await withDiscardingTaskGroup { underWay in
            var looked = ContinuousClock.now
            while !Task.isCancelled {
                do {
                    if ContinuousClock.now - looked > Self.looksForLost {
                        try await releaseLost()
                        looked = .now
                    }
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
                while let due = try await database.read({ [store, lease] in try store.nextDue(lease, $0) }),
                    due <= target
                {
                    try await clock.freeze(at: max(due, clock.now()), database)
                    guard let taken = try await take(by: clock.now(), limit: 1).first else { break }
                    await runOne(taken)
                    fired += 1
                }
                try await clock.release(at: target, database)
                bell.wake()
                return fired
            } catch {
                clock.thaw()
                throw error
            }
        }
    }

    private func take(by moment: Timestamp, limit: Int) async throws -> [TakenJob] {
        let full = slots.full
        guard
            try await database.read({ [store, lease] in
                try store.isAnyDue(by: moment, lease, besides: full, $0)
            })
        else { return [] }
        return try await database.write(in: .freeRows) { [store, lease] in
            try store.take(by: moment, for: lease, besides: full, limit: limit, $0)
        }
    }

    /// One look at what is due; the answer is whether there was anything.
    private func round(_ underWay: inout DiscardingTaskGroup) async throws -> Bool {
        switch calls {
        case .beforeNextTimer:
            return try await clock.exclusively {
                guard let taken = try await take(by: clock.now(), limit: 1).first else { return false }
                await runOne(taken)
                return true
            }
        case .besideTimers:
            let taken = try await take(by: clock.now(), limit: Self.batch)
            var left: [TakenJob] = []
            for one in taken {
                guard case .outside = handlers[one.job.kind] else {
                    await runOne(one)
                    continue
                }
                guard slots.take(one.job) else {
                    left.append(one)
                    continue
                }
                underWay.addTask {
                    await runOne(one)
                    if slots.giveBack(one.job) { bell.wake() }
                }
            }
            try await leave(left)
            return !taken.isEmpty
        }
    }

    /// A batch may hold more calls than there is room for.
    private func leave(_ taken: [TakenJob]) async throws {
        guard !taken.isEmpty else { return }
        try await database.write(in: .freeRows) { [store] transaction in
            for one in taken { try store.leave(one, transaction) }
        }
    }

    /// Listens before it looks, so that nothing is missed in between; a stream whose reader was cancelled has ended, so
    /// each wait has its own.
    private func waitForNext() async throws {
        let rings = bell.listen()
        bell.expect(nil)
        let full = slots.full
        let due = try await database.read { [store, lease] in
            try store.nextDue(lease, besides: full, $0)
        }
        bell.settle(on: due)
        // What other nodes leave is not told here.
        let longest = database.signals == nil ? Span.seconds(30) : .seconds(5)
        let wait = due.map { min(max($0 - clock.now(), .seconds(0)), longest) } ?? longest
        await withTaskGroup(of: Void.self) { group in
            group.addTask { for await _ in rings { return } }
            // Cancelled by a ring.
            group.addTask { try? await Task.sleep(for: .milliseconds(wait.milliseconds)) }
            await group.next()
            group.cancelAll()
        }
        try Task.checkCancellation()
    }

    /// Jobs whose worker died while it called the outside go on.
    private func releaseLost() async throws {
        let now = clock.now()
        guard try await database.read({ [store] in try store.hasExpired(now, $0) }) else { return }
        _ = try await database.write(in: .freeRows) { [store] in try store.releaseExpired(now, $0) }
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

    private func runOne(_ taken: TakenJob) async {
        do {
            switch handlers[taken.job.kind] {
            case .inTransaction(let handle): try await runTimer(taken, handle)
            case .outside(let backoff, let handle): try await runCall(taken, backoff, handle)
            case nil: try await bury(taken, because: "noHandler")
            }
        } catch {
            await postpone(taken, because: error)
        }
    }

    private func runTimer(
        _ taken: TakenJob, _ handle: @escaping @Sendable (Job, Transaction) throws -> Void
    ) async throws {
        try await database.write(in: taken.job.shop) { [store] transaction in
            guard try store.finish(taken, transaction) else { return }
            try handle(taken.job, transaction)
        }
    }

    private func runCall(
        _ taken: TakenJob, _ backoff: Backoff, _ handle: @Sendable (Job) async -> JobOutcome
    ) async throws {
        let job = taken.job
        let (outcome, held) = await whileExtending(taken) { await handle(job) }
        switch outcome {
        case .done: _ = try await database.write(in: job.shop) { [store] in try store.finish(held, $0) }
        case .failed(let reason): try await bury(held, because: reason)
        case .again(let finish): try await end(held, finish)
        case .retry(let reason):
            guard let wait = backoff.wait(after: job.attempts + 1) else {
                return try await bury(held, because: reason)
            }
            try await database.write(in: job.shop) { [store] in
                try store.retry(held, at: $0.now + wait, because: reason, $0)
            }
        }
    }

    /// Extends the lease for as long as the work takes, so that no other node begins it too.
    /// - Returns: what came of the work, and the job as it is taken by then.
    private func whileExtending<Outcome>(
        _ taken: TakenJob, _ work: () async -> Outcome
    ) async -> (Outcome, TakenJob) {
        await withTaskGroup(of: TakenJob.self) { group in
            group.addTask { await extend(taken) }
            let outcome = await work()
            group.cancelAll()
            return (outcome, await group.next() ?? taken)
        }
    }

    /// Extends a lease again and again, until it is cancelled or the job is no longer this node's.
    private func extend(_ taken: TakenJob) async -> TakenJob {
        var taken = taken
        while true {
            do {
                try await Task.sleep(for: JobLease.extendedEvery)
                let extended = try await database.write(in: .freeRows) { [store, lease, taken] in
                    try store.extend(taken, by: lease.long, $0)
                }
                guard let extended else { return taken }
                taken = extended
            } catch is CancellationError {
                return taken
            } catch {
                logger.warning("a lease could not be extended", metadata: ["fault": "\(error)"])
            }
        }
    }

    private func end(
        _ taken: TakenJob, _ finish: @escaping @Sendable (Transaction) throws -> Timestamp?
    ) async throws {
        let due: Timestamp? = try await database.write(in: taken.job.shop) { [store] transaction in
            guard try store.hold(taken, transaction) else { return nil }
            guard let due = try finish(transaction) else {
                _ = try store.finish(taken, transaction)
                return nil
            }
            try store.renew(taken, at: due, transaction)
            return due
        }
        if let due { bell.ring(due) }
    }

    private func bury(_ taken: TakenJob, because reason: String) async throws {
        let job = taken.job
        logger.warning("job is dead", metadata: ["kind": "\(job.kind)", "fault": "\(reason)"])
        try await database.write(in: job.shop) { [store, onDead] transaction in
            guard try store.bury(taken, because: reason, transaction) else { return }
            try onDead(job, reason, transaction)
        }
    }

    /// A timer whose transaction failed is tried again, so that no deadline is lost; after many tries staff see it.
    private func postpone(_ taken: TakenJob, because error: any Error) async {
        let job = taken.job
        logger.error("job failed", metadata: ["kind": "\(job.kind)", "fault": "\(error)"])
        do {
            let reason = "\(type(of: error))"
            guard let wait = Backoff().wait(after: job.attempts + 1) else {
                return try await bury(taken, because: reason)
            }
            try await database.write(in: job.shop) { [store] in
                try store.retry(taken, at: $0.now + wait, because: reason, $0)
            }
        } catch {
            logger.error("job could not be postponed", metadata: ["fault": "\(error)"])
        }
    }
}
