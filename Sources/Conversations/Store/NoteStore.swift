import Base
import Storage
import Vault

struct NoteStore: Sendable {
    let people: PersonVault

    func insert(
        _ note: ConversationNote, on conversation: Conversation, in shop: ShopID, _ transaction: Transaction
    ) throws {
        let key = try people.keyToWrite(conversation.person(in: shop), transaction)
        let words = try key.seal(
            note.text, in: ConversationWords.note, of: conversation.id.text, in: shop)
        try transaction.run(
            """
            INSERT INTO conversation_notes (shop, conversation_id, number, author_kind, author_id, words, at)
            VALUES (\(shop), \(conversation.id), \(note.number), \(note.author.kind), \(note.author.id), \(words),
                \(note.at))
            """)
    }

    /// Seals the notes of a conversation with the key of whom it belongs to now.
    func reseal(
        _ old: Conversation, for new: Conversation, in shop: ShopID, _ transaction: Transaction
    ) throws {
        let reseal = try Resealing(old, new, people, in: shop, transaction)
        let notes = try transaction.rows(
            """
            SELECT number, words FROM conversation_notes
            WHERE shop = \(shop) AND conversation_id = \(old.id)
            """
        ) { (try $0.int(), try $0.text()) }
        for (number, words) in notes {
            let anew = try reseal(words, in: ConversationWords.note)
            try transaction.run(
                """
                UPDATE conversation_notes SET words = \(anew)
                WHERE shop = \(shop) AND conversation_id = \(old.id) AND number = \(number)
                """)
        }
    }

    func count(_ id: Identifier<Conversation>, in shop: ShopID, _ transaction: Transaction) throws -> Int {
        try transaction.count(
            "SELECT COUNT(*) FROM conversation_notes WHERE shop = \(shop) AND conversation_id = \(id)")
    }

    /// Oldest first.
    func list(
        of conversation: Conversation, in shop: ShopID, _ transaction: Transaction
    ) throws -> [ConversationNote] {
        let key = try people.key(of: conversation.person(in: shop), transaction)
        return try transaction.rows(
            """
            SELECT number, author_kind, author_id, words, at FROM conversation_notes
            WHERE shop = \(shop) AND conversation_id = \(conversation.id) ORDER BY number
            LIMIT \(ConversationDesk.mostNotes)
            """
        ) { row in
            ConversationNote(
                number: try row.int(), author: Actor(try row.choice(), try row.text()),
                text: try key.open(
                    try row.text(), in: ConversationWords.note, of: conversation.id.text, in: shop),
                at: try row.time())
        }
    }
}
