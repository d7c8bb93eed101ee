import Base
import Events
import Jobs
import Storage
import Vault

/// The door to webhooks: which of a shop's own systems are told of which events.
///
/// The event log is their outbox: an endpoint knows up to which event it was told, and goes on from there.
public struct WebhookDesk: Sendable {
    private let events: EventLog
    private let jobs: JobQueue
    private let outside: Outside
    private let rule: WebhookRule
    private let waker: WebhookWaker
    private let secrets: EndpointSecrets
    private let store = EndpointStore()
    private let deliveries = DeliveryStore()
    private let log = EventStore()

    public static func migrations(_ vault: Vault) -> [Migration] {
        [EndpointStore.migration, DeliveryStore.migration, EndpointSecrets.migration(vault)]
    }

    /// - Parameter waker: the one that `events` tells.
    public init(
        events: EventLog, jobs: JobQueue, outside: Outside, vault: Vault, rule: WebhookRule,
        waker: WebhookWaker
    ) {
        self.events = events
        self.jobs = jobs
        self.outside = outside
        secrets = EndpointSecrets(vault)
        self.rule = rule
        self.waker = waker
    }

    // MARK: Reading

    public func list(of shop: ShopID, in transaction: Transaction) throws -> [WebhookEndpoint] {
        try store.list(in: shop, transaction)
    }

    /// - Throws: `webhookUnknown`.
    public func find(
        _ id: Identifier<WebhookEndpoint>, of shop: ShopID, in transaction: Transaction
    ) throws -> WebhookEndpoint {
        guard let endpoint = try store.find(id, in: shop, transaction) else {
            throw WebhookRefusal.webhookUnknown
        }
        return endpoint
    }

    /// What an endpoint was told lately, newest event first; those that it took are kept for seven days.
    /// - Parameter cursor: one key, the event's number last seen.
    /// - Throws: `webhookUnknown`.
    public func deliveries(
        of id: Identifier<WebhookEndpoint>, _ state: WebhookDelivery.State? = nil,
        after cursor: Cursor? = nil,
        limit: Int = Limits.defaultPageItems, of shop: ShopID, in transaction: Transaction
    ) throws -> Page<WebhookDelivery> {
        _ = try find(id, of: shop, in: transaction)
        let rows = try deliveries.list(
            of: id, in: shop, state, before: cursor.flatMap { Int64($0.keys[0]) }, limit: limit + 1,
            transaction)
        return Page(rows, limit: limit) { Cursor([String($0.position)]) }
    }

    public func counts(
        of id: Identifier<WebhookEndpoint>, of shop: ShopID, in transaction: Transaction
    ) throws -> [WebhookDelivery.State: Int] {
        try deliveries.counts(of: id, in: shop, transaction)
    }

    // MARK: Setting up

    /// Adds an endpoint, which is told of what happens from now on.
    /// - Throws: `webhookAddressInvalid`, `webhooksTooMany`.
    public func add(
        _ url: String, _ types: EventTypes, of shop: ShopID, by actor: Actor, in transaction: Transaction
    ) throws -> WebhookEndpoint {
        guard rule.allows(url) else { throw WebhookRefusal.webhookAddressInvalid }
        guard try store.list(in: shop, transaction).count < WebhookEndpoint.endpointsOfOneShop else {
            throw WebhookRefusal.webhooksTooMany
        }
        let endpoint = WebhookEndpoint(
            id: transaction.identifiers.next("W", at: transaction.now), shop: shop, url: url, types: types,
            state: .active, position: try log.lastPosition(in: shop, transaction), failures: 0,
            failingSince: nil, made: transaction.now, oldSecretUntil: nil)
        try append("webhook.added", endpoint, by: actor, ["types": JSONValue(types.patterns)], transaction)
        try store.insert(endpoint, transaction)
        try secrets.set(WebhookSecret.make(outside), of: endpoint, transaction)
        // Other nodes notice an endpoint after some seconds; what happens there meanwhile is caught up with.
        try jobs.setTimer(
            WebhookTimers.feed, on: endpoint.id.text, of: shop,
            due: transaction.now + WebhookWaker.lifetime + .seconds(1), in: transaction)
        waker.forget(shop, after: transaction)
        return endpoint
    }

    /// Changes where it is told and of what; from the next event on.
    /// - Throws: `webhookUnknown`, `webhookAddressInvalid`.
    public func change(
        _ id: Identifier<WebhookEndpoint>, url: String?, types: EventTypes?, of shop: ShopID, by actor: Actor,
        in transaction: Transaction
    ) throws -> WebhookEndpoint {
        let old = try find(id, of: shop, in: transaction)
        let (url, types) = (url ?? old.url, types ?? old.types)
        guard url == old.url || rule.allows(url) else { throw WebhookRefusal.webhookAddressInvalid }
        try append("webhook.changed", old, by: actor, ["types": JSONValue(types.patterns)], transaction)
        try store.change(old, url: url, types: types, transaction)
        return try find(id, of: shop, in: transaction)
    }

    /// Tells it no more for now; it goes on where it stopped once it is resumed.
    /// - Throws: `webhookUnknown`.
    public func pause(
        _ id: Identifier<WebhookEndpoint>, of shop: ShopID, by actor: Actor, in transaction: Transaction
    ) throws -> WebhookEndpoint {
        let old = try find(id, of: shop, in: transaction)
        guard old.state == .active else { return old }
        try append("webhook.paused", old, by: actor, ["reason": "person"], transaction)
        try store.set(.paused, old, transaction)
        waker.forget(shop, after: transaction)
        return try find(id, of: shop, in: transaction)
    }

    /// - Throws: `webhookUnknown`.
    public func resume(
        _ id: Identifier<WebhookEndpoint>, of shop: ShopID, by actor: Actor, in transaction: Transaction
    ) throws -> WebhookEndpoint {
        let old = try find(id, of: shop, in: transaction)
        guard old.state == .paused else { return old }
        try append("webhook.resumed", old, by: actor, [:], transaction)
        try store.set(.active, old, transaction)
        try setTimers(old, transaction)
        waker.forget(shop, after: transaction)
        return try find(id, of: shop, in: transaction)
    }

    /// Ends it for good, with its deliveries.
    /// - Throws: `webhookUnknown`.
    public func remove(
        _ id: Identifier<WebhookEndpoint>, of shop: ShopID, by actor: Actor, in transaction: Transaction
    ) throws {
        let old = try find(id, of: shop, in: transaction)
        try append("webhook.removed", old, by: actor, [:], transaction)
        try store.delete(old, transaction)
        try secrets.delete(of: old, transaction)
        for kind in [WebhookTimers.feed, WebhookTimers.retry] {
            try jobs.cancelTimer(kind, on: id.text, of: shop, in: transaction)
        }
        waker.forget(shop, after: transaction)
    }

    // MARK: Secrets

    /// The secrets that sign now, the newest first. Looking at them is an event.
    /// - Throws: `webhookUnknown`.
    public func showSecrets(
        of id: Identifier<WebhookEndpoint>, of shop: ShopID, to actor: Actor, in transaction: Transaction
    ) throws -> [String] {
        let endpoint = try find(id, of: shop, in: transaction)
        try append("webhook.secretShown", endpoint, by: actor, [:], transaction)
        return try secrets.signing(endpoint, transaction)
    }

    /// Makes a new secret. For a day calls are signed with both, so that receivers can change at their own time.
    /// - Throws: `webhookUnknown`.
    public func rotateSecret(
        of id: Identifier<WebhookEndpoint>, of shop: ShopID, by actor: Actor, in transaction: Transaction
    ) throws -> WebhookEndpoint {
        let endpoint = try find(id, of: shop, in: transaction)
        try append("webhook.secretRotated", endpoint, by: actor, [:], transaction)
        try secrets.rotate(to: WebhookSecret.make(outside), of: endpoint, transaction)
        try store.setOldSecret(
            until: transaction.now + WebhookEndpoint.rotation, of: endpoint, transaction)
        return try find(id, of: shop, in: transaction)
    }

    // MARK: Telling again

    /// Tells everything again from an event on. Receivers know repeats by their ids.
    /// - Throws: `webhookUnknown`, `replayBeyondLog`.
    public func replay(
        from position: Int64, to id: Identifier<WebhookEndpoint>, of shop: ShopID, by actor: Actor,
        in transaction: Transaction
    ) throws -> WebhookEndpoint {
        let endpoint = try find(id, of: shop, in: transaction)
        let last = try log.lastPosition(in: shop, transaction)
        guard (1...max(last, 1)).contains(position) else { throw WebhookRefusal.replayBeyondLog(last: last) }
        try append("webhook.replayed", endpoint, by: actor, ["from": .int(position)], transaction)
        try store.setPosition(position - 1, of: endpoint, transaction)
        try setTimers(endpoint, transaction)
        return try find(id, of: shop, in: transaction)
    }

    /// Gives a dead delivery another round of tries.
    /// - Throws: `webhookUnknown`, `deliveryUnknown` unless it is dead.
    public func retry(
        _ position: Int64, to id: Identifier<WebhookEndpoint>, of shop: ShopID, by actor: Actor,
        in transaction: Transaction
    ) throws -> WebhookDelivery {
        let (endpoint, dead) = try dead(position, id, shop, transaction)
        try append("webhook.retried", endpoint, by: actor, ["event": .int(position)], transaction)
        let waiting = WebhookDelivery(
            endpoint: id, position: position, type: dead.type, state: .waiting, attempts: 0,
            at: transaction.now, fault: dead.fault)
        try deliveries.save(waiting, in: shop, transaction)
        try setTimers(endpoint, transaction)
        return waiting
    }

    /// Gives a dead delivery up.
    /// - Returns: what it was.
    /// - Throws: `webhookUnknown`, `deliveryUnknown` unless it is dead.
    @discardableResult
    public func drop(
        _ position: Int64, to id: Identifier<WebhookEndpoint>, of shop: ShopID, by actor: Actor,
        in transaction: Transaction
    ) throws -> WebhookDelivery {
        let (endpoint, dead) = try dead(position, id, shop, transaction)
        try append("webhook.dropped", endpoint, by: actor, ["event": .int(position)], transaction)
        try deliveries.delete(position, of: id, in: shop, transaction)
        return dead
    }

    private func dead(
        _ position: Int64, _ id: Identifier<WebhookEndpoint>, _ shop: ShopID, _ transaction: Transaction
    ) throws -> (WebhookEndpoint, WebhookDelivery) {
        let endpoint = try find(id, of: shop, in: transaction)
        guard let delivery = try deliveries.find(position, of: id, in: shop, transaction),
            delivery.state == .dead
        else { throw WebhookRefusal.deliveryUnknown }
        return (endpoint, delivery)
    }

    private func setTimers(_ endpoint: WebhookEndpoint, _ transaction: Transaction) throws {
        for kind in [WebhookTimers.feed, WebhookTimers.retry] {
            try jobs.setTimer(
                kind, on: endpoint.id.text, of: endpoint.shop, due: transaction.now, in: transaction)
        }
    }

    /// Said before the change: whoever is woken by it reads the endpoints as they were, should the change fail.
    private func append(
        _ type: String, _ endpoint: WebhookEndpoint, by actor: Actor, _ detail: JSONValue,
        _ transaction: Transaction
    ) throws {
        try events.append(
            type, on: .init("webhook", endpoint.id.text), of: endpoint.shop, by: actor, detail,
            in: transaction)
    }
}
