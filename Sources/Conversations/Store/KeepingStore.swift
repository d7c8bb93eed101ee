import Base
import Storage

/// Closed conversations with customers by when their time is over. One that is not to go yet is put off, so that those
/// behind it are found without looking at it again and again.
struct KeepingStore: Sendable {
    static let migration = Migration(
        "2026-11-29-conversations-keeping",
        [
            "ALTER TABLE conversations ADD COLUMN shows_trade BOOLEAN NOT NULL DEFAULT FALSE",
            "ALTER TABLE conversations ADD COLUMN held_until BIGINT",
            """
            CREATE INDEX conversations_resting ON conversations (shop, shows_trade, last_at, id)
            WHERE state = 'closed' AND held_until IS NULL AND substr(customer, 1, 1) <> '~'
            """,
            "CREATE INDEX conversations_held ON conversations (shop, held_until, id) WHERE held_until IS NOT NULL",
            """
            CREATE INDEX conversation_messages_files ON conversation_messages (shop, reference)
            WHERE kind IN ('image', 'file')
            """,
        ])

    /// Of those that were looked at before and show an order or a case, or of all others: the ones in which nothing was
    /// said since a moment, oldest first.
    func resting(
        since moment: Timestamp, showsTrade: Bool, limit: Int, in shop: ShopID, _ transaction: Transaction
    ) throws -> [Identifier<Conversation>] {
        try transaction.rows(
            """
            SELECT id FROM conversations
            WHERE shop = \(shop) AND shows_trade = \(showsTrade) AND last_at < \(moment) AND \(Self.isResting)
            ORDER BY last_at, id LIMIT \(limit)
            """
        ) { try $0.id() }
    }

    /// Those that were put off until now.
    func held(
        until now: Timestamp, limit: Int, in shop: ShopID, _ transaction: Transaction
    ) throws -> [Identifier<Conversation>] {
        try transaction.rows(
            """
            SELECT id FROM conversations
            WHERE shop = \(shop) AND held_until IS NOT NULL AND held_until <= \(now)
            ORDER BY held_until, id LIMIT \(limit)
            """
        ) { try $0.id() }
    }

    /// How many have gone unspoken since a moment, or longer, with an order or a case in them or without.
    func count(
        since moment: Timestamp, showsTrade: Bool, most: Int, in shop: ShopID, _ transaction: Transaction
    ) throws -> Int {
        let sort: SQL = showsTrade ? Self.trade : "NOT \(Self.trade)"
        let (resting, held) = (
            try transaction.count(
                """
                SELECT COUNT(*) FROM (SELECT 1 FROM conversations
                    WHERE shop = \(shop) AND last_at < \(moment) AND \(Self.isResting) AND \(sort)
                    LIMIT \(most)) AS c
                """),
            try transaction.count(
                """
                SELECT COUNT(*) FROM (SELECT 1 FROM conversations
                    WHERE shop = \(shop) AND held_until IS NOT NULL AND state = 'closed' AND last_at < \(moment)
                        AND \(sort) LIMIT \(most)) AS c
                """)
        )
        return min(resting + held, most)
    }

    /// Notes that an order or a case is shown in it.
    func setShowsTrade(
        _ id: Identifier<Conversation>, in shop: ShopID, _ transaction: Transaction
    ) throws {
        try transaction.run(
            "UPDATE conversations SET shows_trade = TRUE WHERE shop = \(shop) AND id = \(id)")
    }

    /// - Parameter moment: until which it is not looked at; nil: it is like any other again.
    func hold(
        _ id: Identifier<Conversation>, until moment: Timestamp?, in shop: ShopID, _ transaction: Transaction
    ) throws {
        try transaction.run(
            "UPDATE conversations SET held_until = \(moment) WHERE shop = \(shop) AND id = \(id)")
    }

    func showsTrade(
        _ id: Identifier<Conversation>, in shop: ShopID, _ transaction: Transaction
    ) throws -> Bool {
        try transaction.exists(
            "SELECT 1 FROM conversations WHERE shop = \(shop) AND id = \(id) AND \(Self.trade)")
    }

    /// Files that were sent in a conversation, by whomever, and that stand in no other and in no quick reply.
    func files(
        of id: Identifier<Conversation>, in shop: ShopID, _ transaction: Transaction
    ) throws -> [String] {
        let sent = try transaction.rows(
            """
            SELECT DISTINCT m.reference FROM conversation_messages m
            WHERE m.shop = \(shop) AND m.conversation_id = \(id) AND m.kind IN ('image', 'file')
                AND NOT EXISTS (SELECT 1 FROM conversation_messages o
                    WHERE o.shop = m.shop AND o.reference = m.reference AND o.kind IN ('image', 'file')
                        AND o.conversation_id <> m.conversation_id)
            """
        ) { try $0.text() }
        guard !sent.isEmpty else { return [] }
        let inReplies = try transaction.rows("SELECT images FROM quick_replies WHERE shop = \(shop)") {
            try $0.json().items.compactMap(\.string)
        }
        let kept = Set(inReplies.joined())
        return sent.filter { !kept.contains($0) }
    }

    /// As the index says it. Visitors have a time of their own.
    private static let isResting: SQL =
        "state = 'closed' AND held_until IS NULL AND substr(customer, 1, 1) <> '~'"

    private static let trade: SQL =
        """
        (shows_trade OR EXISTS (SELECT 1 FROM conversation_messages m
            WHERE m.shop = conversations.shop AND m.conversation_id = conversations.id
                AND m.kind IN ('orderCard', 'caseCard')))
        """
}
