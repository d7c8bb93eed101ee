import Base
import Customers
import Orders
import Policies
import Storage

/// Which cases a queue shows, and in which order.
public struct CaseFilter: Sendable {
    public enum Order: String, Sendable, CaseIterable {
        case newest
        /// What breaks first: open cases by deadline.
        case due
    }

    public var states: [CaseState] = []
    public var kind: CaseKind?
    public var orderID: Identifier<Orders.Order>?
    public var customerID: Identifier<Customer>?
    public var assignee: String?
    /// An id of a case, order or customer, or a tracking number; ids match from their beginning.
    public var search: String?
    /// Only cases that a human has to look at beyond their deadline.
    public var escalatedOnly = false
    /// Only cases without a first decision.
    public var undecidedOnly = false
    public var order = Order.newest
    public var after: Cursor?
    public var limit = Limits.defaultPageItems

    public init() {}

    func statement(_ columns: SQL, _ shop: ShopID) -> SQL {
        let (sort, further): (SQL, SQL) =
            switch order {
            case .newest: ("id DESC", after.map { "AND id < \($0.keys[0])" } ?? "")
            case .due: ("deadline_due, id", after.map(Self.afterDue) ?? "")
            }
        return """
            SELECT \(columns) FROM cases WHERE shop = \(shop) \(conditions(shop)) \(further)
            ORDER BY \(sort) LIMIT \(limit + 1)
            """
    }

    private static func afterDue(_ cursor: Cursor) -> SQL {
        let due = Int64(cursor.keys[0]) ?? 0
        return "AND (deadline_due > \(due) OR (deadline_due = \(due) AND id > \(cursor.keys[1])))"
    }

    private func conditions(_ shop: ShopID) -> SQL {
        var sql: SQL = ""
        if states.count == 1 {
            sql = "\(sql) AND state = \(states[0])"
        } else if !states.isEmpty {
            sql = "\(sql) AND state IN (\(list: states))"
        }
        if let kind { sql = "\(sql) AND kind = \(kind)" }
        if let orderID { sql = "\(sql) AND order_id = \(orderID)" }
        if let customerID { sql = "\(sql) AND customer = \(customerID)" }
        if let assignee { sql = "\(sql) AND assignee = \(assignee)" }
        if escalatedOnly { sql = "\(sql) AND is_escalated AND deadline_due IS NOT NULL" }
        if undecidedOnly { sql = "\(sql) AND decided_at IS NULL" }
        if order == .due { sql = "\(sql) AND deadline_due IS NOT NULL" }
        if let search { sql = "\(sql) AND id IN (\(Self.found(search, shop)))" }
        return sql
    }

    private static func found(_ search: String, _ shop: ShopID) -> SQL {
        let end = search + "\u{10FFFF}"
        return """
            SELECT id FROM cases WHERE shop = \(shop) AND id >= \(search) AND id < \(end)
            UNION SELECT id FROM cases WHERE shop = \(shop) AND order_id >= \(search) AND order_id < \(end)
            UNION SELECT id FROM cases WHERE shop = \(shop) AND customer >= \(search) AND customer < \(end)
            UNION SELECT case_id FROM case_parcels WHERE shop = \(shop) AND tracking_number = \(search)
            """
    }

    /// Where the next page of this order begins.
    public func cursor(after record: Case) -> Cursor {
        switch order {
        case .newest: Cursor([record.id.text])
        case .due: Cursor([String(record.deadline?.due.milliseconds ?? 0), record.id.text])
        }
    }
}
