import Base
import Jobs
import Storage

/// Deletes once a day what can have no effect any more: expired sessions, old codes, used links, forgotten failures.
public struct SweepTimers: Sendable {
    private let jobs: JobQueue
    private let limits: SignInLimits

    /// The daily timer; its shop is the platform's.
    public static let sweep = "staff.sweep"

    public init(jobs: JobQueue, limits: SignInLimits = SignInLimits()) {
        self.jobs = jobs
        self.limits = limits
    }

    public var handlers: [String: JobHandler] {
        [
            Self.sweep: .inTransaction { _, transaction in
                try sweep(transaction)
                try setTimer(transaction.now + .days(1), transaction)
            }
        ]
    }

    /// Sets the first timer; to be called at every start.
    public func start(in transaction: Transaction) throws {
        try setTimer(transaction.now + .minutes(10), transaction)
    }

    private func sweep(_ transaction: Transaction) throws {
        try SessionStore().deleteExpired(transaction)
        try CodeStore.deleteOlder(than: transaction.now - .days(2), transaction)
        try LinkStore().deleteExpired(transaction)
        try AttemptStore.deleteOlder(than: transaction.now - limits.forgottenAfter, transaction)
    }

    private func setTimer(_ due: Timestamp, _ transaction: Transaction) throws {
        try jobs.setTimer(Self.sweep, on: "sweep", of: .platform, due: due, in: transaction)
    }
}
