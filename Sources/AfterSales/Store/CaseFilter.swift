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

    /// Goods that inspection turned down and that the shop has not sent back yet.
    public enum GoodsBack: String, Sendable, CaseIterable {
        case owed
        /// Their time has run out.
        case late
    }

    public var states: [CaseState] = []
    /// Whose turn it is; empty: whoever's.
    public var owners: [DeadlineOwner] = []
    public var kind: CaseKind?
    public var orderID: Identifier<Orders.Order>?
    public var customerID: Identifier<Customer>?
    public var assignee: String?
    /// An id of a case, order or customer, or a tracking number; ids match from their beginning, those of cases also by
    /// their last four to eight characters.
    public var search: String?
    /// Only cases that a human has to look at beyond their deadline.
    public var escalatedOnly = false
    /// Only cases without a first decision.
    public var undecidedOnly = false
    /// Only cases of which such goods are owed; nil: whatever is owed.
    public var goodsBack: GoodsBack?
    public var order = Order.newest
    public var after: Cursor?
    public var limit = Limits.defaultPageItems

    public init() {}

    /// Where the next page of this order begins.
    public func cursor(after record: Case) -> Cursor {
        switch order {
        case .newest: Cursor([record.id.text])
        case .due: Cursor([String(record.deadline?.due.milliseconds ?? 0), record.id.text])
        }
    }
}
