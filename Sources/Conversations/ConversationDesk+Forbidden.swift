import Base
import Customers
import Events
import Storage

/// What may not be sent, and who sent it all the same.
extension ConversationDesk {
    /// The words that a shop adds to the rule.
    public func shopWords(in shop: ShopID, _ transaction: Transaction) throws -> ShopWords {
        try outgoing.words(in: shop, transaction)
    }

    /// - Throws: `messageForbidden` for a text that nobody may send to customers.
    public func requireSendable(
        _ words: String, in shop: ShopID, _ transaction: Transaction
    ) throws {
        if let passage = try outgoing.passages(in: words, in: shop, transaction).first {
            throw ConversationRefusal.messageForbidden(passage)
        }
    }

    /// Takes a shop's words in the place of those it had.
    public func change(
        shopWords words: ShopWords, by actor: Actor, in shop: ShopID, _ transaction: Transaction
    ) throws {
        try outgoing.keep(words, in: shop, transaction)
        try events.append(
            "shop.wordsChanged", on: .init("shop", shop.text), of: shop, by: actor,
            ["forbidden": JSONValue(words.forbidden.count), "allowed": JSONValue(words.allowed.count)],
            in: transaction)
    }

    /// What of a message may not be sent; nothing of what customers write, pictures and cards.
    func forbidden(
        _ content: Message.Content, _ conversation: Conversation, _ speaker: Speaker, in shop: ShopID,
        _ transaction: Transaction
    ) throws -> [ForbiddenPassage] {
        guard speaker.side == .shop, let words = content.words else { return [] }
        return try outgoing.passages(in: words, in: shop, transaction) {
            try given(by: conversation, in: shop, transaction)
        }
    }

    /// A message was sent although it may not be: the event says by whom and what sort, the note beside the thread why.
    func noteOverride(
        of passages: [ForbiddenPassage], because reason: String, _ message: Message, by actor: Actor,
        in conversation: Conversation, of shop: ShopID, _ transaction: Transaction
    ) throws {
        _ = try note(reason, on: conversation.id, by: actor, in: shop, transaction)
        try events.append(
            "shop.checkOverridden", on: .init("shop", shop.text), of: shop, by: actor,
            [
                "conversation": JSONValue(conversation.id), "number": JSONValue(message.number),
                "kinds": JSONValue(Set(passages.map(\.kind.rawValue)).sorted()),
            ], in: transaction)
    }

    /// What is known of whom it is with, and what they have written lately: it may be said to them.
    private func given(
        by conversation: Conversation, in shop: ShopID, _ transaction: Transaction
    ) throws -> [String] {
        let customer = try conversation.partner.customerID.map {
            try customers.customer($0, in: shop, transaction)
        }
        let written = try messages.before(
            conversation.lastNumber + 1, limit: Self.messagesLookedBack, of: conversation, in: shop,
            transaction)
        return [customer?.phone, customer?.email].compactMap(\.self)
            + written.filter { $0.side == .customer }.compactMap(\.content.words)
    }

    private static let messagesLookedBack = 200
}
