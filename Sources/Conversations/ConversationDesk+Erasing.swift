import Base
import Customers
import Events
import Storage

/// What of conversations goes when a customer's data are erased, and what they are given of them. Their words are
/// emptied by the columns that hold them, tags and what the index says of them go; that there were messages, and when, stays. Of visitors nothing stays.
extension ConversationDesk {
    /// Ends what is open with a customer, without a word: nothing can be said to them any more.
    /// - Returns: files that they sent, which may go.
    public func forget(
        _ customer: Identifier<Customer>, in shop: ShopID, _ transaction: Transaction
    ) throws -> [String] {
        let partner = Partner.customer(customer)
        try mergeStore.forget(partner, in: shop, transaction)
        for id in try store.ids(of: partner, in: shop, transaction) {
            try tagStore.write([], on: id, in: shop, transaction)
            try tasks.withdrawAll(of: id, in: shop, transaction)
            try forgetInIndex(id, in: shop, transaction)
            try endSilently(id, in: shop, transaction)
        }
        return try messages.files(of: partner, in: shop, transaction)
    }

    /// Takes away every conversation with a visitor, with all that hangs on it: no record of a trade needs it.
    /// - Returns: how many there were, and files that they sent, which may go.
    public func forget(
        visitor: Identifier<Visitor>, in shop: ShopID, _ transaction: Transaction
    ) throws -> (count: Int, files: [String]) {
        let partner = Partner.visitor(visitor)
        try mergeStore.forget(partner, in: shop, transaction)
        let files = try messages.files(of: partner, in: shop, transaction)
        let ids = try store.ids(of: partner, in: shop, transaction)
        for id in ids {
            try endSilently(id, in: shop, transaction)
            try forgetInIndex(id, in: shop, transaction)
            try store.delete(id, in: shop, transaction)
        }
        return (ids.count, files)
    }

    private func endSilently(
        _ id: Identifier<Conversation>, in shop: ShopID, _ transaction: Transaction
    ) throws {
        guard var conversation = try store.find(id, in: shop, transaction), conversation.state != .closed
        else { return }
        conversation.standing = .closed
        (conversation.closedAt, conversation.waitingSince) = (transaction.now, nil)
        try store.update(conversation, in: shop, transaction)
        try tell("closed", conversation, by: .system, [:], in: shop, transaction)
    }

    /// All conversations with somebody, oldest first.
    public func ids(
        of partner: Partner, in shop: ShopID, _ transaction: Transaction
    ) throws -> [Identifier<Conversation>] {
        try store.ids(of: partner, in: shop, transaction)
    }

    /// As whom a customer wrote before anybody knew who they were. A backup may be from then.
    public func visitors(
        whoBecame customer: Identifier<Customer>, in shop: ShopID, _ transaction: Transaction
    ) throws -> [Identifier<Visitor>] {
        try store.ids(of: .customer(customer), in: shop, transaction).flatMap { id in
            try events.store.details(
                of: "conversation.joined", on: .init("conversation", id.text), in: shop, transaction)
        }.compactMap { $0["visitorId"]?.string.map { Identifier($0) } }
    }
}
