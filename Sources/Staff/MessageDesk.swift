import Base
import Events
import Jobs
import Storage
import Vault

/// The door to messages for customers. They are stored with what causes them and leave by the outbox.
public struct MessageDesk: Sendable {
    private let jobs: JobQueue
    private let events: EventLog
    private let store: MessageStore
    private let shops = ShopStore()

    /// What of these tables is personal.
    public static let personal = [MessageStore.sealed]

    public init(jobs: JobQueue, events: EventLog, people: PersonVault) {
        self.jobs = jobs
        self.events = events
        store = MessageStore(people: people)
    }

    /// Stores a message and leaves it to be sent after the commit. In a shop whose messages nobody carries it is
    /// noted as failed, with nothing secret in it.
    /// - Throws: `shopUnknown`.
    @discardableResult
    public func send(_ order: MessageOrder, in transaction: Transaction) throws -> Identifier<OutgoingMessage>
    {
        guard let shop = try shops.find(order.shop, transaction) else {
            throw ShopRefusal.shopUnknown(order.shop)
        }
        let isCarried = shop.settings.messages != .nobody
        let message = stored(order, isCarried ? .queued : .failed, transaction)
        try store.insert(message, transaction)
        if isCarried {
            try jobs.enqueue(MessageTimers.send, on: message.id.text, of: order.shop, in: transaction)
        } else {
            try MessageEvent.failed(message, because: MessageTimers.noSender).append(
                to: events, in: transaction)
        }
        return message.id
    }

    /// Messages of a shop, newest first.
    /// - Parameter cursor: one key, the id of the last message seen.
    /// - Throws: `permissionMissing`, `shopUnknown`.
    public func list(
        of shop: ShopID, state: MessageState? = nil, after cursor: Cursor? = nil,
        for principal: Principal, in transaction: Transaction
    ) throws -> Page<ListedMessage> {
        try principal.require(.messagesRead, in: shop)
        guard let record = try shops.find(shop, transaction) else { throw ShopRefusal.shopUnknown(shop) }
        let limit = Limits.defaultPageItems
        let rows = try store.list(in: shop, state, before: cursor?.keys.first, limit: limit + 1, transaction)
        return Page(rows, limit: limit) { Cursor([$0.id.text]) }
            .map { $0.listed(keepsSent: record.settings.keepSentMessages) }
    }

    /// Everything that was sent to a customer and is still kept, newest first.
    public func all(
        toCustomer customer: String, in shop: ShopID, _ transaction: Transaction
    ) throws -> [ListedMessage] {
        try store.list(toCustomer: customer, in: shop, transaction).map { $0.listed(keepsSent: false) }
    }

    /// Deletes messages that were made before a moment, oldest first.
    /// - Returns: how many.
    public func forget(
        before moment: Timestamp, limit: Int, in shop: ShopID, _ transaction: Transaction
    ) throws -> Int {
        try store.delete(before: moment, limit: limit, in: shop, transaction)
    }

    /// How many `forget` would delete, counted up to a bound.
    public func count(
        before moment: Timestamp, most: Int, in shop: ShopID, _ transaction: Transaction
    ) throws -> Int {
        try store.count(before: moment, most: most, in: shop, transaction)
    }

    /// Deletes what was or is to be sent to a customer.
    public func forget(customer: String, in shop: ShopID, _ transaction: Transaction) throws {
        try store.delete(ofCustomer: customer, in: shop, transaction)
    }

    private func stored(
        _ order: MessageOrder, _ state: MessageState, _ transaction: Transaction
    ) -> StoredMessage {
        let dots = order.secrets.mapValues { _ in ListedMessage.dots }
        let sealed = SealedPart(address: order.destination.address, secrets: order.secrets)
        return StoredMessage(
            shop: order.shop, id: transaction.identifiers.next("M", at: transaction.now), kind: order.kind,
            customer: order.customer, about: order.about, channel: order.destination.channel,
            maskedDestination: order.destination.masked, language: order.language, template: order.template,
            arguments: order.arguments.merging(dots) { _, dots in dots },
            sealed: state == .queued ? sealed : nil,
            state: state, fault: state == .failed ? MessageTimers.noSender : nil, made: transaction.now,
            expires: order.expires, sent: nil)
    }
}
