import Base
import Customers
import Events
import Storage

/// What of conversations goes when a customer's data are erased, and what they are given of them. Their words are
/// emptied by the columns that hold them; that there were messages, and when, stays.
extension ConversationDesk {
    /// Ends what is open with a customer, without a word: nothing can be said to them any more.
    /// - Returns: files that they sent, which may go.
    public func forget(
        _ customer: Identifier<Customer>, in shop: ShopID, _ transaction: Transaction
    ) throws -> [String] {
        for id in try store.ids(of: .customer(customer), in: shop, transaction) {
            guard var conversation = try store.find(id, in: shop, transaction),
                conversation.state != .closed
            else { continue }
            conversation.standing = .closed
            (conversation.closedAt, conversation.waitingSince) = (transaction.now, nil)
            try store.update(conversation, in: shop, transaction)
            try tell("closed", conversation, by: .system, [:], in: shop, transaction)
        }
        return try messages.files(of: customer, in: shop, transaction)
    }

    /// All conversations with a customer, oldest first.
    public func ids(
        of customer: Identifier<Customer>, in shop: ShopID, _ transaction: Transaction
    ) throws -> [Identifier<Conversation>] {
        try store.ids(of: .customer(customer), in: shop, transaction)
    }
}
