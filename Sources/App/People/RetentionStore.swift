import Base
import Customers
import Storage

/// Who bought nothing and asked for nothing since a moment.
struct RetentionStore: Sendable {
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
