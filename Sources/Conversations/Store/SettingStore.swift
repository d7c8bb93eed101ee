import Base
import Storage

/// What a shop has set for its conversations, a document each.
struct SettingStore: Sendable {
    enum Name: String, Sendable, SQLConvertible {
        /// Words that are not sent, or may be.
        case words
        /// How soon customers are to be answered, and what happens where they are not.
        case targets
        /// What the queue, the quality rule and questions to customers go by.
        case figures
        /// Where the shop's own site shows goods and takes orders.
        case orderPages
        /// When people answer, and who helps whom.
        case hours
        /// When the assistant answers customers, and how sure it has to be.
        case assistant
    }

    static let migration = Migration(
        "2026-11-27-conversations-settings",
        [
            """
            CREATE TABLE conversation_settings (
                shop TEXT NOT NULL,
                name TEXT NOT NULL,
                value TEXT NOT NULL,
                PRIMARY KEY (shop, name)
            )
            """
        ])

    func find(_ name: Name, in shop: ShopID, _ transaction: Transaction) throws -> JSONValue? {
        try transaction.first(
            "SELECT value FROM conversation_settings WHERE shop = \(shop) AND name = \(name)"
        ) { try $0.json() }
    }

    func keep(
        _ value: JSONValue, as name: Name, in shop: ShopID, _ transaction: Transaction
    ) throws {
        try transaction.run(
            """
            INSERT INTO conversation_settings (shop, name, value) VALUES (\(shop), \(name), \(value))
            ON CONFLICT (shop, name) DO UPDATE SET value = excluded.value
            """)
    }
}
