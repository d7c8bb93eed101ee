import AfterSales
import Base
import Customers
import Orders
import Storage
import Web

/// A customer with everything that the shop has with them.
struct DeskCustomerModel: Sendable {
    let customer: Customer
    let orders: [OrderRow]
    let hasMoreOrders: Bool
    let cases: [CaseRow]
    let complaints: [ComplaintRow]
    let now: Timestamp

    /// - Throws: `customerUnknown`.
    init(_ id: Identifier<Customer>, _ call: DeskCall, _ transaction: Transaction) throws {
        let (services, shop) = (call.services, call.shop.id)
        customer = try services.customers.customer(id, in: shop, transaction)
        let page = try services.orders.list(
            of: id, after: nil, limit: DeskSearch.most, in: shop, transaction)
        orders = try page.items.map { try OrderRow($0.order, call, transaction) }
        hasMoreOrders = page.next != nil
        var filter = CaseFilter()
        filter.customerID = id
        cases = try CaseRows(call, transaction).rows(
            services.afterSales.queue(filter, in: shop, transaction).items)
        let names = try StaffNames(call, transaction)
        complaints = try services.complaints.list(
            state: nil, customer: id, after: nil, limit: QueueFilter.rows, in: shop, transaction
        ).items.map { try ComplaintRow($0, names, call, transaction) }
        now = transaction.now
    }
}
