import Base
import Orders
import Storage

/// What people have given away in a case or complaint, by role: what their limits are measured by.
struct GrantStore: Sendable {
    static let migration = Migration(
        "2026-11-22-grants",
        [
            """
            CREATE TABLE grants (
                shop TEXT NOT NULL,
                order_id TEXT NOT NULL,
                case_id TEXT NOT NULL,
                number BIGINT NOT NULL,
                role TEXT NOT NULL,
                amount BIGINT NOT NULL CHECK (amount > 0),
                at BIGINT NOT NULL,
                PRIMARY KEY (shop, order_id, case_id, number)
            )
            """,
            """
            CREATE TABLE complaint_grants (
                shop TEXT NOT NULL,
                order_id TEXT NOT NULL,
                complaint TEXT NOT NULL,
                role TEXT NOT NULL,
                amount BIGINT NOT NULL CHECK (amount > 0),
                PRIMARY KEY (shop, order_id, complaint)
            )
            """,
            "ALTER TABLE case_offers ADD COLUMN role TEXT",
        ])

    static let offers = Migration(
        "2026-11-23-offer-gives",
        [
            "ALTER TABLE case_offers ADD COLUMN gives BIGINT NOT NULL DEFAULT 0",
            "UPDATE case_offers SET gives = amount WHERE amount IS NOT NULL",
        ])

    func insert(
        _ amount: Money, by role: Role, in record: Case, _ shop: ShopID, _ transaction: Transaction
    ) throws {
        guard amount.isPositive else { return }
        try transaction.run(
            """
            INSERT INTO grants (shop, order_id, case_id, number, role, amount, at)
            VALUES (\(shop), \(record.orderID), \(record.id), (SELECT COUNT(*) + 1 FROM grants
                WHERE shop = \(shop) AND order_id = \(record.orderID) AND case_id = \(record.id)),
                \(role), \(amount.amount), \(transaction.now))
            """)
    }

    /// What a complaint's remedy gives, or would when the customer accepts it.
    func replace(
        _ amount: Money, by role: Role, in complaint: Identifier<Complaint>, of order: Identifier<Order>,
        _ shop: ShopID, _ transaction: Transaction
    ) throws {
        try transaction.run(
            """
            INSERT INTO complaint_grants (shop, order_id, complaint, role, amount)
            VALUES (\(shop), \(order), \(complaint), \(role), \(amount.amount))
            ON CONFLICT (shop, order_id, complaint) DO UPDATE SET role = excluded.role, amount = excluded.amount
            """)
    }

    /// The customer does not want it, or something else is proposed.
    func forget(
        _ complaint: Identifier<Complaint>, of order: Identifier<Order>, _ shop: ShopID,
        _ transaction: Transaction
    ) throws {
        try transaction.run(
            """
            DELETE FROM complaint_grants
            WHERE shop = \(shop) AND order_id = \(order) AND complaint = \(complaint)
            """)
    }

    /// What a role has given in a case, in minor units.
    func given(
        by role: Role, in record: Case, _ shop: ShopID, _ transaction: Transaction
    ) throws -> Int64 {
        try transaction.first(
            """
            SELECT COALESCE(SUM(amount), 0) FROM grants WHERE shop = \(shop)
                AND order_id = \(record.orderID) AND case_id = \(record.id) AND role = \(role)
            """
        ) { try $0.int64() } ?? 0
    }

    /// What a role has given in all cases of an order, in minor units.
    func given(
        by role: Role, of order: Identifier<Order>, _ shop: ShopID, _ transaction: Transaction
    ) throws -> Int64 {
        try transaction.first(
            """
            SELECT COALESCE(SUM(amount), 0) FROM grants
            WHERE shop = \(shop) AND order_id = \(order) AND role = \(role)
            """
        ) { try $0.int64() } ?? 0
    }

    /// What a role gives for complaints about an order, one of them apart, in minor units.
    func given(
        by role: Role, of order: Identifier<Order>, apartFrom complaint: Identifier<Complaint>?,
        _ shop: ShopID, _ transaction: Transaction
    ) throws -> Int64 {
        try transaction.first(
            """
            SELECT COALESCE(SUM(amount), 0) FROM complaint_grants WHERE shop = \(shop)
                AND order_id = \(order) AND role = \(role) AND complaint <> \(complaint?.text ?? "")
            """
        ) { try $0.int64() } ?? 0
    }

    /// What a role gives when the customer accepts what is offered in an order's cases, one of them apart, in minor
    /// units.
    func offered(
        by role: Role, of order: Identifier<Order>, apartFrom record: Identifier<Case>?, _ shop: ShopID,
        _ transaction: Transaction
    ) throws -> Int64 {
        try transaction.first(
            """
            SELECT COALESCE(SUM(o.gives), 0) FROM case_offers o
            JOIN cases c ON c.shop = o.shop AND c.id = o.case_id
            WHERE c.shop = \(shop) AND c.order_id = \(order) AND c.id <> \(record?.text ?? "")
                AND o.state = 'open' AND o.role = \(role)
            """
        ) { try $0.int64() } ?? 0
    }
}
