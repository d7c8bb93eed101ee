import Base
import Storage

/// Dialogues that the assistant is in: where one stands is kept with its conversation, so that whoever goes on after a
/// stop of the program goes on there. What stands in it is read elsewhere.
extension ConversationDesk {
    /// Nil where none is under way.
    public func dialogue(
        in conversation: Conversation, of shop: ShopID, _ transaction: Transaction
    ) throws -> JSONValue? {
        try dialogueStore.find(conversation, in: shop, transaction)
    }

    /// Keeps where a dialogue stands; nil: it is over.
    /// - Throws: `partnerErased`.
    public func keep(
        dialogue: JSONValue?, in conversation: Conversation, of shop: ShopID, _ transaction: Transaction
    ) throws {
        guard let dialogue else { return try dialogueStore.delete(conversation.id, in: shop, transaction) }
        let key = try key(of: conversation, in: shop, transaction)
        try dialogueStore.save(dialogue, in: conversation, with: key, of: shop, transaction)
    }

    /// Whether a customer's message still waits for the assistant's answer: nobody has taken the conversation, nothing
    /// more was written, and it was not answered before. Whoever does something about it asks in the same transaction.
    public func awaitsAnswer(
        _ asked: Int, in conversation: Conversation, of shop: ShopID, _ transaction: Transaction
    ) throws -> Bool {
        try conversation.state == .assisted && !isAskedSince(asked, conversation, in: shop, transaction)
            && !assistedStore.list(of: conversation.id, in: shop, transaction).contains { $0.asked == asked }
    }
}
