import Base
import Storage

extension OrderChange.Kind: SQLConvertible {}

/// What was changed in an order here, and what it was before.
extension OrderStore {
    func changes(
        of id: Identifier<Order>, in shop: ShopID, _ transaction: Transaction
    ) throws -> [OrderChange] {
        try transaction.rows(
            """
            SELECT number, kind, reason, at, before, movement FROM order_changes
            WHERE shop = \(shop) AND order_id = \(id) ORDER BY number
            """
        ) { row in
            OrderChange(
                number: try row.int(), kind: try row.choice(), reason: try row.optionalText(),
                at: try row.time(),
                before: try row.optionalJSON(), movement: try row.optionalText())
        }
    }

    func insert(
        _ change: OrderChange, of id: Identifier<Order>, in shop: ShopID, _ transaction: Transaction
    ) throws {
        try transaction.run(
            """
            INSERT INTO order_changes (shop, order_id, number, kind, reason, at, before, movement)
            VALUES (\(shop), \(id), \(change.number), \(change.kind), \(change.reason), \(change.at),
                \(change.before), \(change.movement))
            """)
    }

    func delete(
        _ change: OrderChange, of id: Identifier<Order>, in shop: ShopID, _ transaction: Transaction
    ) throws {
        try transaction.run(
            "DELETE FROM order_changes WHERE shop = \(shop) AND order_id = \(id) AND number = \(change.number)"
        )
    }
}
