import Base
import Storage

/// What stands beside the messages: how far each side has got, and notes.
extension ConversationDesk {
    /// Notes how far a side has got. Marks only grow: an older one changes nothing.
    /// - Throws: `conversationUnknown`, `markBeyondLast`.
    public func mark(
        _ id: Identifier<Conversation>, delivered: Int?, read: Int?, by speaker: Speaker, in shop: ShopID,
        _ transaction: Transaction
    ) throws -> Conversation {
        var conversation = try conversation(id, for: speaker, in: shop, transaction)
        let speaker = speaker.speaking(in: conversation)
        guard max(delivered ?? 0, read ?? 0) <= conversation.lastNumber else {
            throw ConversationRefusal.markBeyondLast(last: conversation.lastNumber)
        }
        let before = (conversation.customerMarks, conversation.shopMarks)
        if speaker.side == .customer {
            conversation.customerMarks.grow(delivered: delivered ?? 0, read: read ?? 0)
        } else {
            conversation.shopMarks.grow(delivered: delivered ?? 0, read: read ?? 0)
        }
        guard before != (conversation.customerMarks, conversation.shopMarks) else { return conversation }
        try store.update(conversation, in: shop, transaction)
        let marks = speaker.side == .customer ? conversation.customerMarks : conversation.shopMarks
        try tell(
            "marked", conversation, by: speaker.actor,
            [
                "by": .string(speaker.side.rawValue), "delivered": JSONValue(marks.delivered),
                "read": JSONValue(marks.read),
            ], in: shop, transaction)
        return conversation
    }

    /// Writes something down beside the conversation, for the shop's people alone.
    /// - Throws: `conversationUnknown`, `partnerErased`.
    public func note(
        _ text: String, on id: Identifier<Conversation>, by actor: Actor, in shop: ShopID,
        _ transaction: Transaction
    ) throws -> ConversationNote {
        let conversation = try conversation(id, for: .shop(actor), in: shop, transaction)
        _ = try key(of: conversation, in: shop, transaction)
        let number = try notes.count(id, in: shop, transaction) + 1
        let note = ConversationNote(number: number, author: actor, text: text, at: transaction.now)
        try notes.insert(note, on: conversation, in: shop, transaction)
        try tell(
            "noted", conversation, by: actor, ["note": JSONValue(number)], in: shop, transaction)
        return note
    }
}
