import Base
import Customers
import Storage

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

    /// Who bought nothing and asked for nothing since a moment.
    func customers(
        idleSince moment: Timestamp, limit: Int, in shop: ShopID, _ transaction: Transaction
    ) throws -> [Identifier<Customer>] {
        try transaction.rows(
            """
            SELECT c.id FROM customers c WHERE c.shop = \(shop) AND c.personal <> ''
                AND EXISTS (SELECT 1 FROM orders o WHERE o.shop = c.shop AND o.customer = c.id)
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
