import Base
import Storage

/// What is done when a job's time has come.
public enum JobHandler: Sendable {
    /// Work inside one transaction, deleted with its effects in the same commit: it happens once.
    case inTransaction(@Sendable (Job, Transaction) throws -> Void)
    /// A call to the outside between two transactions: it may happen twice and so carries an idempotency key.
    case outside(Backoff, @Sendable (Job) async -> JobOutcome)
}
