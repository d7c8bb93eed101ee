import Base
import Conversations
import Customers
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

    /// Visitors who wrote and sent nothing since a moment. Their ids say when they came: nobody who came later is looked at.
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
                AND NOT EXISTS (SELECT 1 FROM files f WHERE f.shop = p.shop AND f.owner = p.person
                    AND f.at >= \(moment))
            ORDER BY p.person LIMIT \(limit)
            """
        ) { row in Person(named: try row.text(), of: shop) }.compactMap { $0.customer.map { Identifier($0) } }
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
}
