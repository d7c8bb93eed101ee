import AfterSales
import Base
import Customers
import Orders
import Storage
import Web

/// A customer with everything that the shop has with them.
struct DeskCustomerModel: Sendable {
    let customer: Customer
    let orders: Page<OrderRow>
    let isFirst: Bool
    let cases: [CaseRow]
    /// Further cases stand in the list of all of them.
    let hasMoreCases: Bool
    let complaints: [ComplaintRow]
    let showings: PersonalDataShowings
    let now: Timestamp

    /// - Throws: `customerUnknown`.
    init(_ id: Identifier<Customer>, _ call: DeskCall, _ transaction: Transaction) throws {
        let (services, shop) = (call.services, call.shop.id)
        customer = try services.customers.customer(id, in: shop, transaction)
        let after = try Query(call.request).timedCursor()
        isFirst = after == nil
        orders = try services.orders.placed(
            by: id, after: after, limit: Limits.defaultPageItems, in: shop, transaction
        ).map { try OrderRow($0.order, call, transaction) }
        var filter = CaseFilter()
        filter.customerID = id
        let found = try services.afterSales.queue(filter, in: shop, transaction)
        cases = try CaseRows(call, transaction).rows(found.items)
        hasMoreCases = found.next != nil
        let names = try StaffNames(call, transaction)
        complaints = try services.complaints.list(
            state: nil, customer: id, after: nil, limit: Limits.pageItems, in: shop, transaction
        ).items.map { try ComplaintRow($0, names, call, transaction) }
        showings = try PersonalDataShowings(.customer(id), call, transaction)
        now = transaction.now
    }
}
