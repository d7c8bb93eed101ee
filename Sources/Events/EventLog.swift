import Base
import Storage

/// What a Desk uses to say that something happened: appends to the log and wakes the live streams.
public struct EventLog: Sendable {
    public let store = EventStore()
    public let broadcast: Broadcast

    public init(broadcast: Broadcast) { self.broadcast = broadcast }

    public func append(
        _ type: String, on subject: DomainEvent.Subject, of shop: ShopID, by actor: Actor,
        related: String = "",
        _ detail: JSONValue = [:], in transaction: Transaction
    ) throws {
        try store.append(type, on: subject, of: shop, by: actor, related: related, detail, in: transaction)
        broadcast.announce(shop, after: transaction)
    }
}
