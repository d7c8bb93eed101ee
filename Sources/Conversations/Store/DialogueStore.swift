import Base
import Storage
import Vault

/// Where the assistant's dialogue in a conversation stands, sealed as what was said is: what a customer wants may hold
/// an address.
struct DialogueStore: Sendable {
    let people: PersonVault

    /// What the assistant said in a dialogue is told by the dialogue's name.
    static let migration = Migration(
        "2026-12-01-conversations-dialogues",
        [
            """
            CREATE TABLE conversation_dialogues (
                shop TEXT NOT NULL,
                conversation_id TEXT NOT NULL,
                state TEXT NOT NULL,
                PRIMARY KEY (shop, conversation_id),
                FOREIGN KEY (shop, conversation_id) REFERENCES conversations (shop, id)
            )
            """,
            """
            ALTER TABLE conversation_assisted_answers ADD COLUMN dialogue TEXT
                CHECK (dialogue IS NULL OR kind = 'courtesy')
            """,
        ])

    /// Nil where none is under way, and where somebody's data were erased.
    func find(
        _ conversation: Conversation, in shop: ShopID, _ transaction: Transaction
    ) throws -> JSONValue? {
        let id = conversation.id
        let sealed = try transaction.first(
            "SELECT state FROM conversation_dialogues WHERE shop = \(shop) AND conversation_id = \(id)"
        ) { try $0.text() }
        guard let sealed else { return nil }
        let key = try people.key(of: conversation.person(in: shop), transaction)
        let opened = try key.open(sealed, in: ConversationWords.dialogue, of: id.text, in: shop)
        return opened.isEmpty ? nil : try JSONParser.parse(opened)
    }

    func save(
        _ state: JSONValue, in conversation: Conversation, with key: PersonKey, of shop: ShopID,
        _ transaction: Transaction
    ) throws {
        let id = conversation.id
        let sealed = try key.seal(state.text, in: ConversationWords.dialogue, of: id.text, in: shop)
        try transaction.run(
            """
            INSERT INTO conversation_dialogues (shop, conversation_id, state) VALUES (\(shop), \(id), \(sealed))
            ON CONFLICT (shop, conversation_id) DO UPDATE SET state = excluded.state
            """)
    }

    func delete(_ id: Identifier<Conversation>, in shop: ShopID, _ transaction: Transaction) throws {
        try transaction.run(
            "DELETE FROM conversation_dialogues WHERE shop = \(shop) AND conversation_id = \(id)")
    }
}
