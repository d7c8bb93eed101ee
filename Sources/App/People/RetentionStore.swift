import Base
import Conversations
import Customers
import Files
import Storage
import Vault

/// When people last had to do with a shop.
struct RetentionStore: Sendable {
    /// When a customer's last trade came to its end, or as far as it has come; nil without any.
    func lastTrade(
        of customer: Identifier<Customer>, in shop: ShopID, _ transaction: Transaction
    ) throws -> Timestamp? {
        try transaction.first(
            """
            SELECT MAX(at) FROM (
                SELECT COALESCE(delivered_at, shipped_at, paid_at, placed_at) AS at FROM orders
                WHERE shop = \(shop) AND customer = \(customer)
                UNION ALL
                SELECT closed_at AS at FROM cases WHERE shop = \(shop) AND customer = \(customer)
            ) AS t
            """
        ) { try $0.optionalTime() } ?? nil
    }

    /// Visitors who wrote and sent nothing since a moment, but for those of whom a conversation goes on in a customer's.
    /// Their ids say when they came: nobody who came later is looked at.
    func visitors(
        idleSince moment: Timestamp, limit: Int, in shop: ShopID, _ transaction: Transaction
    ) throws -> [Identifier<Visitor>] {
        let came: Identifier<Visitor> = transaction.identifiers.next(Visitor.mark, at: moment)
        // As persons are written down: `customer `, then the id.
        let (first, last) = (
            Person.customer(Visitor.mark, of: shop).name, Person.customer(came.text, of: shop).name
        )
        return try transaction.rows(
            """
            SELECT p.person FROM person_keys p
            WHERE p.shop = \(shop) AND p.person >= \(first) AND p.person < \(last) AND p.erased_at IS NULL
                AND NOT EXISTS (SELECT 1 FROM conversations c WHERE c.shop = p.shop
                    AND c.customer = substr(p.person, 10) AND c.last_at >= \(moment))
                AND NOT EXISTS (SELECT 1 FROM conversations c JOIN conversation_merges g
                        ON g.shop = c.shop AND g.conversation_id = c.id
                    JOIN conversations t ON t.shop = g.shop AND t.id = g.into_id
                    WHERE c.shop = p.shop AND c.customer = substr(p.person, 10)
                        AND substr(t.customer, 1, 1) <> '~')
                AND NOT EXISTS (SELECT 1 FROM files f WHERE f.shop = p.shop AND f.owner = p.person
                    AND f.at >= \(moment))
            ORDER BY p.person LIMIT \(limit)
            """
        ) { row in Person(named: try row.text(), of: shop) }.compactMap { $0.customer.map { Identifier($0) } }
    }

    /// Whether a case or a complaint of somebody's is open, in dispute or not.
    func hasOpenMatter(
        _ partner: Partner, in shop: ShopID, _ transaction: Transaction
    ) throws -> Bool {
        try transaction.exists(
            """
            SELECT 1 FROM cases WHERE shop = \(shop) AND customer = \(partner.actorID) AND closed_at IS NULL
            UNION ALL
            SELECT 1 FROM complaints
            WHERE shop = \(shop) AND customer = \(partner.actorID) AND closed_at IS NULL
            LIMIT 1
            """)
    }

    /// Those of some files that no case holds: evidence has a time of its own.
    func withoutEvidence(
        _ files: [String], in shop: ShopID, _ transaction: Transaction
    ) throws -> [Identifier<StoredFile>] {
        try files.filter { file in
            try !transaction.exists(
                "SELECT 1 FROM case_evidence WHERE shop = \(shop) AND file = \(file) LIMIT 1")
        }.map { Identifier($0) }
    }

    /// Who bought nothing and asked for nothing since a moment. Of those who never bought anything it also counts when
    /// they came.
    func customers(
        idleSince moment: Timestamp, limit: Int, in shop: ShopID, _ transaction: Transaction
    ) throws -> [Identifier<Customer>] {
        try transaction.rows(
            """
            SELECT c.id FROM customers c WHERE c.shop = \(shop) AND c.personal <> ''
                AND (c.since < \(moment)
                    OR EXISTS (SELECT 1 FROM orders o WHERE o.shop = c.shop AND o.customer = c.id))
                AND NOT EXISTS (SELECT 1 FROM orders o WHERE o.shop = c.shop AND o.customer = c.id
                    AND (o.status IN ('pending', 'processed') OR COALESCE(o.delivered_at, o.shipped_at, o.paid_at,
                        o.placed_at, \(transaction.now)) >= \(moment)))
                AND NOT EXISTS (SELECT 1 FROM cases k WHERE k.shop = c.shop AND k.customer = c.id
                    AND (k.closed_at IS NULL OR k.closed_at >= \(moment)))
                AND NOT EXISTS (SELECT 1 FROM complaints k WHERE k.shop = c.shop AND k.customer = c.id
                    AND (k.closed_at IS NULL OR k.closed_at >= \(moment)))
                AND NOT EXISTS (SELECT 1 FROM conversations k WHERE k.shop = c.shop AND k.customer = c.id
                    AND k.last_at >= \(moment))
            ORDER BY c.id LIMIT \(limit)
            """
        ) { try $0.id() }
    }

    /// Files that somebody at a chat has sent up and not sent in a message.
    func countUnsent(of partner: Partner, in shop: ShopID, _ transaction: Transaction) throws -> Int {
        let owner = Person.customer(partner.actorID, of: shop).name
        return try transaction.count(
            """
            SELECT COUNT(*) FROM files f WHERE f.shop = \(shop) AND f.owner = \(owner) AND \(Self.isUnsent)
            """)
    }

    /// Files that visitors sent up before a moment and never sent in a message.
    func unsent(
        before moment: Timestamp, limit: Int, in shop: ShopID, _ transaction: Transaction
    ) throws -> [Identifier<StoredFile>] {
        let first = Person.customer(Visitor.mark, of: shop).name
        return try transaction.rows(
            """
            SELECT f.id FROM files f
            WHERE f.shop = \(shop) AND f.owner >= \(first) AND f.owner < \(first + "\u{7F}") AND f.at < \(moment)
                AND \(Self.isUnsent)
            ORDER BY f.id LIMIT \(limit)
            """
        ) { try $0.id() }
    }

    private static let isUnsent: SQL =
        """
        NOT EXISTS (SELECT 1 FROM conversations c JOIN conversation_messages m
                ON m.shop = c.shop AND m.conversation_id = c.id
            WHERE c.shop = f.shop AND c.customer = substr(f.owner, 10) AND m.reference = f.id
                AND m.kind IN ('image', 'file'))
            AND NOT EXISTS (SELECT 1 FROM case_evidence e WHERE e.shop = f.shop AND e.file = f.id)
        """
}
