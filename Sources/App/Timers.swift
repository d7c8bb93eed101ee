import AfterSales
import Base
import Conversations
import Events
import Jobs
import Localisation
import Payments
import Staff
import Storage
import Vault
import Web
import Webhooks

/// Everything that happens by itself.
///
///     case.deadline          warns the owner of a wait, then carries out its fallback
///     case.promise           five minutes without a decision: the pack's provisional answer goes out
///     case.goodsBack         warns of goods turned down that were not sent back, then tells a supervisor
///     complaint.deadline     warns of a complaint, then marks it late
///     conversation.queue     gives conversations to agents who may be given more by now
///     conversation.index     takes what was said into the index that search asks
///     conversation.target    warns of customers who wait, and does what is set once a target is broken
///     conversation.quality   looks through a conversation that has ended, for what an inspector should read
///     conversation.task      tells of what a colleague was asked and has not answered in time
///     conversation.snooze    brings back a conversation that was put aside
///     conversation.assisted  what the assistant has not answered in time goes to people; what nobody goes on with ends
///     assistant.answer       answers what a customer wrote, or leaves it to people
///     payment.send           sends a refund or charge under its number
///     payment.query          asks a provider how a number stands
///     payment.late           marks money that takes too long
///     message.send           sends a one-time code or notice through the shop's sender
///     webhook.feed           tells a shop's own systems of new events
///     webhook.retry          tells them of events that they did not take before
///     webhook.sweep          forgets what they took a week ago
///     staff.sweep            forgets old sign-in attempts, sessions and codes
///     retention.sweep        looks once a day what a shop has kept for long enough
///     retention.shop         deletes it, a little at a time
///     idempotency.sweep      forgets answers older than seven days
struct Timers: Sendable {
    let afterSales: AfterSalesDesk
    let complaints: ComplaintDesk
    let conversations: ConversationDesk
    let payments: PaymentJobs
    let database: any Database
    let events: EventLog
    let jobs: JobQueue
    let outside: Outside
    let vault: Vault
    let people: PersonVault
    let texts: Texts
    let profiles: ShopProfiles
    let retention: RetentionSweep
    let post: WebhookPost
    let firstLine: FirstLine

    private static let idempotencySweep = "idempotency.sweep"

    var handlers: [String: JobHandler] {
        let cases = CaseTimers(desk: afterSales, profile: { try profiles($0, $1) })
        let messages = MessageTimers(
            database: database, events: events, outside: outside, vault: vault, people: people,
            text: { language, key, arguments in texts[language, key, arguments] }, post: post)
        let webhooks = WebhookTimers(
            database: database, events: events, jobs: jobs, outside: outside, vault: vault, post: post)
        let all = [
            cases.handlers, payments.handlers, messages.handlers, webhooks.handlers,
            SweepTimers(jobs: jobs).handlers, retention.handlers,
            ConversationTimers(desk: conversations).handlers, firstLine.handlers, own,
        ]
        return all.reduce(into: [:]) { merged, handlers in
            merged.merge(handlers) { _, _ in preconditionFailure("two handlers for one kind of job") }
        }
    }

    /// Sets the timers that belong to the program itself.
    func start(in transaction: Transaction) throws {
        try SweepTimers(jobs: jobs).start(in: transaction)
        try retention.start(in: transaction)
        try jobs.setTimer(
            WebhookTimers.sweep, on: "sweep", of: "*", due: transaction.now + .days(1), in: transaction)
        try jobs.setTimer(
            Self.idempotencySweep, on: "", of: "*", due: transaction.now + .hours(1), in: transaction)
    }

    private var own: [String: JobHandler] {
        [
            ComplaintDesk.deadline: .inTransaction { job, transaction in
                try complaints.clockStruck(
                    Identifier(job.subject), in: profiles(job.shop, transaction), transaction)
            },
            Self.idempotencySweep: .inTransaction { job, transaction in
                let deleted = try IdempotencyStore.deleteOld(limit: 5_000, in: transaction)
                try jobs.setTimer(
                    Self.idempotencySweep, on: "", of: job.shop,
                    due: transaction.now + (deleted == 5_000 ? .minutes(1) : .hours(1)), in: transaction)
            },
        ]
    }
}
