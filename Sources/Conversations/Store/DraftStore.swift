import Base
import Storage
import Vault

struct DraftStore: Sendable {
    let people: PersonVault

    func find(
        _ conversation: Conversation, in shop: ShopID, _ transaction: Transaction
    ) throws -> ConversationDraft? {
        let id = conversation.id
        let stored = try transaction.first(
            """
            SELECT version, words, author_kind, author_id, at FROM conversation_drafts
            WHERE shop = \(shop) AND conversation_id = \(id)
            """
        ) { row in
            ConversationDraft(
                version: try row.int(), text: try row.text(), author: Actor(try row.choice(), try row.text()),
                at: try row.time())
        }
        guard let stored else { return nil }
        let key = try people.key(of: conversation.person(in: shop), transaction)
        let opened = try key.open(stored.text, in: ConversationWords.draft, of: id.text, in: shop)
        return opened.isEmpty ? nil : stored.withWords { _ in opened }
    }

    func save(
        _ draft: ConversationDraft, in conversation: Conversation, with key: PersonKey, of shop: ShopID,
        _ transaction: Transaction
    ) throws {
        let id = conversation.id
        let words = try key.seal(draft.text, in: ConversationWords.draft, of: id.text, in: shop)
        try transaction.run(
            """
            INSERT INTO conversation_drafts (shop, conversation_id, version, words, author_kind, author_id, at)
            VALUES (\(shop), \(id), \(draft.version), \(words), \(draft.author.kind), \(draft.author.id),
                \(draft.at))
            ON CONFLICT (shop, conversation_id) DO UPDATE SET version = excluded.version, words = excluded.words,
                author_kind = excluded.author_kind, author_id = excluded.author_id, at = excluded.at
            """)
    }

    func delete(_ id: Identifier<Conversation>, in shop: ShopID, _ transaction: Transaction) throws {
        try transaction.run(
            "DELETE FROM conversation_drafts WHERE shop = \(shop) AND conversation_id = \(id)")
    }
}
