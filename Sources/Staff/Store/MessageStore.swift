import Base
import Storage

struct MessageStore: Sendable {
    static let migration = Migration(
        "2026-11-22-messages",
        [
            """
            CREATE TABLE messages (
                shop TEXT NOT NULL REFERENCES shops (id),
                id TEXT NOT NULL,
                kind TEXT NOT NULL,
                customer TEXT NOT NULL,
                about TEXT NOT NULL,
                channel TEXT NOT NULL CHECK (channel IN ('email', 'phone')),
                masked_destination TEXT NOT NULL,
                language TEXT NOT NULL CHECK (language IN ('zh-Hans', 'zh-Hant', 'en')),
                template TEXT NOT NULL,
                arguments TEXT NOT NULL,
                sealed TEXT,
                state TEXT NOT NULL CHECK (state IN ('queued', 'sent', 'failed')),
                fault TEXT CHECK ((fault IS NOT NULL) = (state = 'failed')),
                made BIGINT NOT NULL,
                expires BIGINT,
                sent BIGINT CHECK ((sent IS NOT NULL) = (state = 'sent')),
                PRIMARY KEY (shop, id)
            )
            """,
            "CREATE INDEX messages_by_state ON messages (shop, state, id)",
        ])

    func insert(_ message: StoredMessage, _ transaction: Transaction) throws {
        try transaction.run(
            """
            INSERT INTO messages (shop, id, kind, customer, about, channel, masked_destination, language, template,
                arguments, sealed, state, fault, made, expires)
            VALUES (\(message.shop), \(message.id), \(message.kind), \(message.customer), \(message.about),
                \(message.channel), \(message.maskedDestination), \(message.language), \(message.template),
                \(JSONValue(message.arguments)), \(message.sealed?.json), \(message.state), \(message.fault),
                \(message.made), \(message.expires))
            """)
    }

    func find(
        _ id: Identifier<OutgoingMessage>, in shop: ShopID, _ transaction: Transaction
    ) throws -> StoredMessage? {
        try transaction.first(
            "SELECT \(Self.columns) FROM messages WHERE shop = \(shop) AND id = \(id)", Self.read)
    }

    func markSent(_ id: Identifier<OutgoingMessage>, in shop: ShopID, _ transaction: Transaction) throws {
        try transaction.run(
            """
            UPDATE messages SET state = 'sent', sent = \(transaction.now), fault = NULL
            WHERE shop = \(shop) AND id = \(id)
            """)
    }

    func markFailed(
        _ fault: String, _ id: Identifier<OutgoingMessage>, in shop: ShopID, _ transaction: Transaction
    ) throws {
        try transaction.run(
            "UPDATE messages SET state = 'failed', fault = \(fault) WHERE shop = \(shop) AND id = \(id)")
    }

    /// Forgets the destination and the secrets for good.
    func erase(_ id: Identifier<OutgoingMessage>, in shop: ShopID, _ transaction: Transaction) throws {
        try transaction.run("UPDATE messages SET sealed = NULL WHERE shop = \(shop) AND id = \(id)")
    }

    /// Forgets what was kept of all messages that have left.
    func eraseSent(in shop: ShopID, _ transaction: Transaction) throws {
        try transaction.run(
            "UPDATE messages SET sealed = NULL WHERE shop = \(shop) AND state = 'sent' AND sealed IS NOT NULL"
        )
    }

    /// Newest first.
    func list(
        in shop: ShopID, _ state: MessageState?, before id: String?, limit: Int, _ transaction: Transaction
    ) throws -> [StoredMessage] {
        let inState: SQL = if let state { "AND state = \(state)" } else { "" }
        let before: SQL = if let id { "AND id < \(id)" } else { "" }
        return try transaction.rows(
            """
            SELECT \(Self.columns) FROM messages WHERE shop = \(shop) \(inState) \(before)
            ORDER BY id DESC LIMIT \(limit)
            """, Self.read)
    }

    private static let columns: SQL = """
        shop, id, kind, customer, about, channel, masked_destination, language, template, arguments, sealed, state,
        fault, made, expires, sent
        """

    private static func read(_ row: inout Row) throws -> StoredMessage {
        StoredMessage(
            shop: try row.id(), id: try row.id(), kind: try row.text(), customer: try row.text(),
            about: try row.text(), channel: try row.choice(), maskedDestination: try row.text(),
            language: try row.choice(), template: try row.text(), arguments: texts(of: try row.json()),
            sealed: try row.optionalJSON().flatMap { SealedPart(stored: $0) }, state: try row.choice(),
            fault: try row.optionalText(), made: try row.time(), expires: try row.optionalTime(),
            sent: try row.optionalTime())
    }
}
