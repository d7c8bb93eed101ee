import Base
import Events
import Jobs
import Storage

/// A job that had its last try is told in the event log; staff find it on the outbox page.
struct DeadJobs: Sendable {
    let events: EventLog

    func note(_ job: Job, _ reason: String, _ transaction: Transaction) throws {
        try events.append(
            "job.dead", on: .init("job", job.id.text), of: job.shop, by: .system,
            ["kind": .string(job.kind), "reason": .string(reason)], in: transaction)
    }
}
