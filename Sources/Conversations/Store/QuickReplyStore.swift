import Base
import Files
import Storage

struct QuickReplyStore: Sendable {
    static let migrations = [
        Migration(
            "2026-11-26-quick-replies",
            [
                """
                CREATE TABLE quick_replies (
                    shop TEXT NOT NULL,
                    id TEXT NOT NULL,
                    team TEXT,
                    title TEXT NOT NULL,
                    words TEXT NOT NULL,
                    images TEXT NOT NULL,
                    changed_at BIGINT NOT NULL,
                    PRIMARY KEY (shop, id)
                )
                """,
                """
                CREATE TABLE quick_reply_uses (
                    shop TEXT NOT NULL,
                    reply_id TEXT NOT NULL,
                    member TEXT NOT NULL,
                    uses BIGINT NOT NULL CHECK (uses >= 1),
                    PRIMARY KEY (shop, reply_id, member),
                    FOREIGN KEY (shop, reply_id) REFERENCES quick_replies (shop, id)
                )
                """,
            ]),
        Migration(
            "2026-11-28-quick-replies-owner",
            [
                "ALTER TABLE quick_replies ADD COLUMN owner TEXT",
                "CREATE INDEX quick_replies_by_owner ON quick_replies (shop, owner) WHERE owner IS NOT NULL",
            ]),
    ]

    func list(
        for member: String, in shop: ShopID, _ transaction: Transaction
    ) throws -> [QuickReply] {
        try rows("TRUE", for: member, in: shop, transaction)
    }

    func find(
        _ id: Identifier<QuickReply>, for member: String, in shop: ShopID, _ transaction: Transaction
    ) throws -> QuickReply? {
        try rows("q.id = \(id)", for: member, in: shop, transaction).first
    }

    /// - Parameter owner: whose own; nil: the shop's.
    func count(of owner: String?, in shop: ShopID, _ transaction: Transaction) throws -> Int {
        guard let owner else {
            return try transaction.count(
                "SELECT COUNT(*) FROM quick_replies WHERE shop = \(shop) AND owner IS NULL")
        }
        return try transaction.count(
            "SELECT COUNT(*) FROM quick_replies WHERE shop = \(shop) AND owner = \(owner)")
    }

    func insert(_ reply: QuickReply, in shop: ShopID, _ transaction: Transaction) throws {
        let text = reply.text
        try transaction.run(
            """
            INSERT INTO quick_replies (shop, id, team, title, words, images, changed_at, owner)
            VALUES (\(shop), \(reply.id), \(text.team), \(text.title), \(text.words),
                \(JSONValue(text.images.map(\.text))), \(reply.changedAt), \(reply.owner))
            """)
    }

    func update(
        _ id: Identifier<QuickReply>, to text: QuickReplyText, in shop: ShopID, _ transaction: Transaction
    ) throws {
        try transaction.run(
            """
            UPDATE quick_replies SET team = \(text.team), title = \(text.title), words = \(text.words),
                images = \(JSONValue(text.images.map(\.text))), changed_at = \(transaction.now)
            WHERE shop = \(shop) AND id = \(id)
            """)
    }

    func delete(_ id: Identifier<QuickReply>, in shop: ShopID, _ transaction: Transaction) throws {
        try transaction.run("DELETE FROM quick_reply_uses WHERE shop = \(shop) AND reply_id = \(id)")
        try transaction.run("DELETE FROM quick_replies WHERE shop = \(shop) AND id = \(id)")
    }

    func countUse(
        of id: Identifier<QuickReply>, by member: String, in shop: ShopID, _ transaction: Transaction
    ) throws {
        try transaction.run(
            """
            INSERT INTO quick_reply_uses (shop, reply_id, member, uses) VALUES (\(shop), \(id), \(member), 1)
            ON CONFLICT (shop, reply_id, member) DO UPDATE SET uses = quick_reply_uses.uses + 1
            """)
    }

    private func rows(
        _ filter: SQL, for member: String, in shop: ShopID, _ transaction: Transaction
    ) throws -> [QuickReply] {
        let uses = try counts(in: shop, transaction)
        return try transaction.rows(
            """
            SELECT q.id, q.team, q.title, q.words, q.images, q.changed_at, q.owner FROM quick_replies q
            WHERE q.shop = \(shop) AND (q.owner IS NULL OR q.owner = \(member)) AND \(filter)
            ORDER BY q.id LIMIT \(QuickReply.most + QuickReply.mostOwn)
            """
        ) { row in
            let id: Identifier<QuickReply> = try row.id()
            let text = QuickReplyText(
                kept: try row.optionalText(), title: try row.text(), words: try row.text(),
                images: try row.json().items.compactMap(\.string).map { Identifier($0) })
            let own = uses[id] ?? [:]
            let changedAt = try row.time()
            return QuickReply(
                id: id, text: text, owner: try row.optionalText(), uses: own.values.reduce(0, +),
                ownUses: own[member] ?? 0, changedAt: changedAt)
        }
    }

    private func counts(
        in shop: ShopID, _ transaction: Transaction
    ) throws -> [Identifier<QuickReply>: [String: Int]] {
        var counts: [Identifier<QuickReply>: [String: Int]] = [:]
        try transaction.forEach(
            "SELECT reply_id, member, uses FROM quick_reply_uses WHERE shop = \(shop)"
        ) { row in
            let id: Identifier<QuickReply> = try row.id()
            counts[id, default: [:]][try row.text()] = try row.int()
        }
        return counts
    }
}
