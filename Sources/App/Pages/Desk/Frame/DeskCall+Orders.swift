import AfterSales
import Base
import Customers
import Orders
import Storage
import Web

extension DeskCall {
    /// An order with what may still be done about it in its customer's name.
    /// - Throws: `orderUnknown`.
    func openOrder(_ id: Identifier<Order>, _ transaction: Transaction) throws -> OpenOrder {
        let view = try services.orders.view(id, in: shop.id, transaction)
        var filter = CaseFilter()
        filter.orderID = id
        filter.limit = Limits.casesOfOneOrder
        return try OpenOrder(
            view, cases: services.afterSales.queue(filter, in: shop.id, transaction).items,
            customer: services.customers.customer(view.order.customerID, in: shop.id, transaction), services,
            in: shop, transaction)
    }
}
