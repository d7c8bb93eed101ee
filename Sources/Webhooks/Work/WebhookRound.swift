import Base
import Events
import Storage

/// Some calls to one endpoint, made together.
struct WebhookRound: Sendable {
    let endpoint: WebhookEndpoint
    /// What to tell, with how often each was tried before.
    let calls: [Call]
    /// Up to where the endpoint has been told once these are done; nil when they are retries.
    let next: Int64?
    let keys: [[UInt8]]

    struct Call: Sendable {
        let event: DomainEvent
        let attempts: Int
    }

    /// At most so many calls in a round, and so many of them at once.
    static let mostCalls = 20
    static let callsAtOnce = 4
    private static let eventsRead = 200

    /// The events that come next in the log.
    /// - Returns: nil when the endpoint is gone or paused.
    static func new(
        _ id: Identifier<WebhookEndpoint>, in shop: ShopID, _ secrets: EndpointSecrets,
        _ transaction: Transaction
    ) throws -> Self? {
        guard let endpoint = try active(id, shop, transaction) else { return nil }
        let page = try EventStore().after(endpoint.position, in: shop, limit: eventsRead, transaction)
        let wanted = page.filter { endpoint.types.contains($0.type) }
        let taken = wanted.prefix(endpoint.isAway ? 1 : mostCalls)
        let next = taken.count < wanted.count ? taken.last?.position : page.last?.position
        return WebhookRound(
            endpoint: endpoint, calls: taken.map { Call(event: $0, attempts: 0) },
            next: next ?? endpoint.position,
            keys: try secrets.signing(endpoint, transaction).map { WebhookSecret.key($0) })
    }

    /// The deliveries whose next try is due.
    /// - Returns: nil when the endpoint is gone or paused.
    static func retries(
        _ id: Identifier<WebhookEndpoint>, in shop: ShopID, _ secrets: EndpointSecrets,
        _ transaction: Transaction
    ) throws -> Self? {
        guard let endpoint = try active(id, shop, transaction) else { return nil }
        let due = try DeliveryStore().due(
            by: transaction.now, of: id, in: shop, limit: endpoint.isAway ? 1 : mostCalls, transaction)
        let calls = try due.compactMap { delivery in
            try EventStore().find(delivery.position, in: shop, transaction)
                .map { Call(event: $0, attempts: delivery.attempts) }
        }
        return WebhookRound(
            endpoint: endpoint, calls: calls, next: nil,
            keys: try secrets.signing(endpoint, transaction).map { WebhookSecret.key($0) })
    }

    /// Makes the calls, some at a time. What came of each, in their order.
    func make(_ post: @escaping WebhookPost, at now: Timestamp) async -> [WebhookOutcome] {
        await withTaskGroup(of: (Int, WebhookOutcome).self) { group in
            var outcomes = [WebhookOutcome?](repeating: nil, count: calls.count)
            var started = 0
            func start() {
                guard started < calls.count else { return }
                let (index, event) = (started, calls[started].event)
                started += 1
                group.addTask { (index, await tell(event, post, now)) }
            }
            for _ in 0..<Self.callsAtOnce { start() }
            while let (index, outcome) = await group.next() {
                outcomes[index] = outcome
                start()
            }
            return outcomes.map { $0 ?? .failed(because: WebhookFault.unreachable.rawValue) }
        }
    }

    private func tell(_ event: DomainEvent, _ post: WebhookPost, _ now: Timestamp) async -> WebhookOutcome {
        let body = WebhookMessage.body(event)
        let headers = WebhookSignature.headers(id: WebhookMessage.id(event), at: now, body, keys: keys)
        do {
            return WebhookOutcome(status: try await post(endpoint.url, headers, body))
        } catch {
            return .failed(because: WebhookFault.code(error))
        }
    }

    private static func active(
        _ id: Identifier<WebhookEndpoint>, _ shop: ShopID, _ transaction: Transaction
    ) throws -> WebhookEndpoint? {
        try EndpointStore().find(id, in: shop, transaction).flatMap { $0.state == .active ? $0 : nil }
    }
}
