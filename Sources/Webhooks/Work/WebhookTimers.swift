import Base
import Events
import Jobs
import Storage
import Vault

/// Tells endpoints of events.
///
/// Events are told in the order of the log, a few at once. One that fails is set aside with tries of its own, and the
/// others go on. After five failures in a row the receiver counts as away: then a single call tries, at growing
/// intervals, and nothing else moves; what happens meanwhile waits in the log, however much it is. Every event is told
/// at least once.
public struct WebhookTimers: Sendable {
    private let database: any Database
    private let events: EventLog
    private let jobs: JobQueue
    private let outside: Outside
    private let post: WebhookPost
    private let secrets: EndpointSecrets
    private let endpoints = EndpointStore()
    private let deliveries = DeliveryStore()
    private let log = EventStore()
    private let backoff = Backoff()

    /// New events of one endpoint; the subject is the endpoint's id.
    public static let feed = "webhook.feed"
    /// Deliveries of one endpoint that failed before.
    public static let retry = "webhook.retry"
    /// Forgets what was delivered long ago.
    public static let sweep = "webhook.sweep"
    private static let deliveredKept = Span.days(7)

    public init(
        database: any Database, events: EventLog, jobs: JobQueue, outside: Outside, vault: Vault,
        post: @escaping WebhookPost
    ) {
        self.database = database
        self.events = events
        self.jobs = jobs
        self.outside = outside
        self.post = post
        secrets = EndpointSecrets(vault)
    }

    public var handlers: [String: JobHandler] {
        [
            Self.feed: .outside(backoff) { job in
                await run(job) { try WebhookRound.new(Identifier(job.subject), in: job.shop, secrets, $0) }
            },
            Self.retry: .outside(backoff) { job in
                await run(job) {
                    try WebhookRound.retries(Identifier(job.subject), in: job.shop, secrets, $0)
                }
            },
            Self.sweep: .inTransaction { _, transaction in
                try deliveries.deleteDelivered(before: transaction.now - Self.deliveredKept, transaction)
                try setSweep(transaction)
            },
        ]
    }

    private func setSweep(_ transaction: Transaction) throws {
        try jobs.setTimer(
            Self.sweep, on: "sweep", of: "*", due: transaction.now + .days(1), in: transaction)
    }

    private func run(
        _ job: Job, _ load: @escaping @Sendable (Transaction) throws -> WebhookRound?
    ) async -> JobOutcome {
        do {
            guard let round = try await database.read(load) else { return .done }
            let outcomes = await round.make(post, at: outside.now())
            return .again { try finish(round, outcomes, $0) }
        } catch {
            return .retry(because: "storage")
        }
    }

    /// Writes what came of a round.
    /// - Returns: when this timer is due again; nil when there is nothing left to do.
    private func finish(
        _ round: WebhookRound, _ outcomes: [WebhookOutcome], _ transaction: Transaction
    ) throws -> Timestamp? {
        let (shop, now) = (round.endpoint.shop, transaction.now)
        guard let endpoint = try endpoints.find(round.endpoint.id, in: shop, transaction),
            endpoint.state == .active
        else { return nil }
        let after = try count(outcomes, endpoint, transaction)
        if outcomes.contains(.gone) { try pause(endpoint, "gone", transaction) }
        if after.hasBeenAwayTooLong(at: now) { try pause(endpoint, "away", transaction) }
        // The one call that tried an absent receiver is made again, and is no delivery's own try.
        if round.endpoint.isAway, !outcomes.contains(.taken), !outcomes.isEmpty { return now + after.rest }
        for (call, outcome) in zip(round.calls, outcomes) {
            try note(outcome, call, endpoint, transaction)
        }
        return try round.next.map { try moveOn(to: $0, round, endpoint, after, transaction) }
            ?? deliveries.nextDue(of: endpoint.id, in: shop, transaction)
    }

    /// Counts failures in a row.
    private func count(
        _ outcomes: [WebhookOutcome], _ endpoint: WebhookEndpoint, _ transaction: Transaction
    ) throws -> WebhookEndpoint {
        guard !outcomes.isEmpty else { return endpoint }
        let isReached = outcomes.contains(.taken)
        let failures = isReached ? 0 : endpoint.failures + outcomes.count
        let since = isReached ? nil : endpoint.failingSince ?? transaction.now
        if failures > 0 || endpoint.failures > 0 {
            try endpoints.note(failures: failures, since: since, of: endpoint, transaction)
        }
        return try endpoints.find(endpoint.id, in: endpoint.shop, transaction) ?? endpoint
    }

    private func pause(_ endpoint: WebhookEndpoint, _ reason: String, _ transaction: Transaction) throws {
        try endpoints.set(.paused, endpoint, transaction)
        try append("webhook.paused", endpoint, ["reason": .string(reason)], transaction)
    }

    private func note(
        _ outcome: WebhookOutcome, _ call: WebhookRound.Call, _ endpoint: WebhookEndpoint,
        _ transaction: Transaction
    ) throws {
        let (attempts, now) = (call.attempts + 1, transaction.now)
        let wait = outcome == .taken ? nil : backoff.wait(after: attempts)
        let state: WebhookDelivery.State =
            outcome == .taken ? .delivered : wait == nil ? .dead : .waiting
        try deliveries.save(
            WebhookDelivery(
                endpoint: endpoint.id, position: call.event.position, type: call.event.type, state: state,
                attempts: attempts, at: wait.map { now + $0 } ?? now, fault: outcome.fault),
            in: endpoint.shop, transaction)
        if state == .dead {
            try append(
                "webhook.dead", endpoint,
                ["event": .int(call.event.position), "reason": .string(outcome.fault ?? "")], transaction)
        }
    }

    /// Moves the endpoint's place in the log, unless a replay has moved it meanwhile.
    private func moveOn(
        to next: Int64, _ round: WebhookRound, _ endpoint: WebhookEndpoint, _ after: WebhookEndpoint,
        _ transaction: Transaction
    ) throws -> Timestamp? {
        let (shop, now) = (endpoint.shop, transaction.now)
        let place = endpoint.position == round.endpoint.position ? next : endpoint.position
        if place != endpoint.position { try endpoints.setPosition(place, of: endpoint, transaction) }
        if let due = try deliveries.nextDue(of: endpoint.id, in: shop, transaction) {
            try jobs.setTimer(
                Self.retry, on: endpoint.id.text, of: shop, noLaterThan: due, in: transaction)
        }
        guard try log.lastPosition(in: shop, transaction) > place else { return nil }
        return after.isAway ? now + after.rest : now
    }

    private func append(
        _ type: String, _ endpoint: WebhookEndpoint, _ detail: JSONValue, _ transaction: Transaction
    ) throws {
        try events.append(
            type, on: .init("webhook", endpoint.id.text), of: endpoint.shop, by: .system, detail,
            in: transaction)
    }
}
