import AfterSales
import Base
import Customers
import Orders
import Policies
import Storage
import Web

/// The shop's orders, newest first.
struct OrderList: Sendable {
    let rows: [OrderRow]
    /// Orders of which goods left that should not have; on the first page only.
    let strays: [OrderRow]
    let next: Cursor?
    let isFirst: Bool

    init(_ query: Query, _ call: DeskCall, _ transaction: Transaction) throws {
        let after = try query.cursor(of: 1)
        let page = try call.services.orders.list(
            of: nil, after: after, limit: QueueFilter.rows, in: call.shop.id, transaction)
        rows = try page.items.map { try OrderRow($0.order, call, transaction) }
        next = page.next
        isFirst = after == nil
        let strayed =
            isFirst
            ? try call.services.orders.strays(limit: QueueFilter.rows, in: call.shop.id, transaction) : []
        strays = try strayed.map { try OrderRow($0, call, transaction) }
    }
}

/// One order as a line of a list.
struct OrderRow: Sendable {
    let order: Order
    let customer: String
    let openCases: Int

    init(_ order: Order, _ call: DeskCall, _ transaction: Transaction) throws {
        self.order = order
        customer = MaskedName.of(
            try call.services.customers.customer(order.customerID, in: call.shop.id, transaction))
        var filter = CaseFilter()
        filter.orderID = order.id
        openCases = try call.services.afterSales.queue(filter, in: call.shop.id, transaction).items
            .filter { !$0.state.isClosed }.count
    }

    var total: Money { order.lines.reduce(order.freight) { $0 + $1.paid } }
}
