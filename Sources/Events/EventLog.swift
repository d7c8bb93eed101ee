import Base
import Storage

/// What a Desk uses to say that something happened: appends to the log and wakes the live streams.
public struct EventLog: Sendable {
    public let store = EventStore()
    public let broadcast: Broadcast
    private let told: @Sendable (ShopID, Transaction) throws -> Void

    /// - Parameter told: hears of every event in the transaction that appends it, to leave work for later.
    public init(
        broadcast: Broadcast, told: @escaping @Sendable (ShopID, Transaction) throws -> Void = { _, _ in }
    ) {
        self.broadcast = broadcast
        self.told = told
    }

    public func append(
        _ type: String, on subject: DomainEvent.Subject, of shop: ShopID, by actor: Actor,
        related: String = "",
        _ detail: JSONValue = [:], in transaction: Transaction
    ) throws {
        try store.append(type, on: subject, of: shop, by: actor, related: related, detail, in: transaction)
        try told(shop, transaction)
        broadcast.announce(shop, after: transaction)
    }
}
