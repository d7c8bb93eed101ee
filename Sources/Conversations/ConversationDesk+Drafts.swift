import Base
import Storage

/// Answers that were begun and not sent. No event tells of them: they are written every second.
extension ConversationDesk {
    /// What somebody has begun to answer; nil where nobody has.
    public func draft(
        in conversation: Conversation, of shop: ShopID, _ transaction: Transaction
    ) throws -> ConversationDraft? {
        try drafts.find(conversation, in: shop, transaction)
    }

    /// Keeps what somebody has begun to answer; an empty text forgets it.
    /// - Parameter seen: the version that the author goes on from; 0 where there was none.
    /// - Throws: `conversationUnknown`, `partnerErased`; `draftOfColleague` where somebody else has written meanwhile.
    /// - Returns: the draft as it is kept now; nil where it was forgotten.
    public func keepDraft(
        _ text: String, after seen: Int, in id: Identifier<Conversation>, by author: Actor, of shop: ShopID,
        _ transaction: Transaction
    ) throws -> ConversationDraft? {
        let conversation = try conversation(id, for: .shop(author), in: shop, transaction)
        let key = try key(of: conversation, in: shop, transaction)
        let known = try drafts.find(conversation, in: shop, transaction)
        if let known, known.version != seen, known.author != author {
            throw ConversationRefusal.draftOfColleague
        }
        guard !text.isEmpty else {
            try drafts.delete(id, in: shop, transaction)
            return nil
        }
        let draft = ConversationDraft(
            version: max(known?.version ?? 0, seen) + 1, text: text, author: author, at: transaction.now)
        try drafts.save(draft, in: conversation, with: key, of: shop, transaction)
        return draft
    }
}
