import Base
import Storage
import Vault

struct MessageStore: Sendable {
    let people: PersonVault

    /// Where a message goes, and its secrets.
    static let sealed = PersonalColumn("messages", "sealed", owner: .customer("customer"), isOptional: true)

    static func personal(_ people: PersonVault) -> Migration {
        Migration("2026-11-23-messages-personal", [.change { try people.sealReadable([sealed], $0) }])
    }

    /// What was sent to a customer is found when they ask for it or are erased.
    static let byCustomer = Migration(
        "2026-11-23-messages-by-customer",
        ["CREATE INDEX messages_by_customer ON messages (shop, customer, id)"])

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
        let person = Person.customer(message.customer, of: message.shop)
        let sealed = try message.sealed.map {
            try people.keyToWrite(person, transaction)
                .seal($0.json.text, in: Self.sealed, of: message.id.text, in: message.shop)
        }
        try transaction.run(
            """
            INSERT INTO messages (shop, id, kind, customer, about, channel, masked_destination, language, template,
                arguments, sealed, state, fault, made, expires)
            VALUES (\(message.shop), \(message.id), \(message.kind), \(message.customer), \(message.about),
                \(message.channel), \(message.maskedDestination), \(message.language), \(message.template),
                \(JSONValue(message.arguments)), \(sealed), \(message.state), \(message.fault),
                \(message.made), \(message.expires))
            """)
    }

    func find(
        _ id: Identifier<OutgoingMessage>, in shop: ShopID, _ transaction: Transaction
    ) throws -> StoredMessage? {
        try messages("id = \(id)", in: shop, limit: 1, transaction).first
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
    static func eraseSent(in shop: ShopID, _ transaction: Transaction) throws {
        try transaction.run(
            "UPDATE messages SET sealed = NULL WHERE shop = \(shop) AND state = 'sent' AND sealed IS NOT NULL"
        )
    }

    func delete(
        before moment: Timestamp, limit: Int, in shop: ShopID, _ transaction: Transaction
    ) throws -> Int {
        try transaction.changes(
            """
            DELETE FROM messages WHERE shop = \(shop) AND id IN (SELECT id FROM messages
                WHERE shop = \(shop) AND made < \(moment) ORDER BY id LIMIT \(limit))
            """)
    }

    /// How many were made before a moment, counted up to a bound.
    func count(
        before moment: Timestamp, most: Int, in shop: ShopID, _ transaction: Transaction
    ) throws -> Int {
        try transaction.count(
            """
            SELECT COUNT(*) FROM (SELECT id FROM messages WHERE shop = \(shop) AND made < \(moment)
                ORDER BY id LIMIT \(most)) AS counted
            """)
    }

    /// A job that still waits to send one of them finds nothing to do.
    func delete(ofCustomer customer: String, in shop: ShopID, _ transaction: Transaction) throws {
        try transaction.run("DELETE FROM messages WHERE shop = \(shop) AND customer = \(customer)")
    }

    /// Newest first.
    func list(
        in shop: ShopID, _ state: MessageState?, before id: String?, limit: Int, _ transaction: Transaction
    ) throws -> [StoredMessage] {
        let inState: SQL = if let state { "AND state = \(state)" } else { "" }
        let before: SQL = if let id { "AND id < \(id)" } else { "" }
        return try messages("TRUE \(inState) \(before)", in: shop, limit: limit, transaction)
    }

    func list(
        toCustomer customer: String, in shop: ShopID, _ transaction: Transaction
    ) throws -> [StoredMessage] {
        try messages("customer = \(customer)", in: shop, limit: 10_000, transaction)
    }

    private func messages(
        _ filter: SQL, in shop: ShopID, limit: Int, _ transaction: Transaction
    ) throws -> [StoredMessage] {
        let rows = try transaction.rows(
            """
            SELECT \(Self.columns) FROM messages WHERE shop = \(shop) AND \(filter)
            ORDER BY id DESC LIMIT \(limit)
            """, Self.read)
        let keys = try people.keys(of: rows.map { .customer($0.message.customer, of: shop) }, transaction)
        return try rows.map { row in
            var message = row.message
            let text = try keys.open(
                row.sealed, of: .customer(message.customer, of: shop), in: Self.sealed, of: message.id.text)
            message.sealed = try text.flatMap { try SealedPart(stored: $0) }
            return message
        }
    }

    private static let columns: SQL = """
        sealed, shop, id, kind, customer, about, channel, masked_destination, language, template, arguments, state,
        fault, made, expires, sent
        """

    private static func read(_ row: inout Row) throws -> (sealed: String?, message: StoredMessage) {
        let sealed = try row.optionalText()
        let message = StoredMessage(
            shop: try row.id(), id: try row.id(), kind: try row.text(), customer: try row.text(),
            about: try row.text(), channel: try row.choice(), maskedDestination: try row.text(),
            language: try row.choice(), template: try row.text(), arguments: texts(of: try row.json()),
            sealed: nil, state: try row.choice(), fault: try row.optionalText(), made: try row.time(),
            expires: try row.optionalTime(), sent: try row.optionalTime())
        return (sealed, message)
    }
}
