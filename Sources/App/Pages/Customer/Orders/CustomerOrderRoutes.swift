import AfterSales
import Base
import Customers
import Hummingbird
import Localisation
import Orders
import Policies
import Storage
import Web

/// | method | path | does |
/// |---|---|---|
/// | GET | /s/:shop/orders | the customer's orders, newest first |
/// | GET | orders/:order | one of them; another's is unknown |
struct CustomerOrderRoutes {
    let services: Services

    func add(to router: some RouterMethods<WebContext>) {
        router.customer(.get, "orders", services) { call in
            let query = try Query(call.request)
            let cursor = try query.timedCursor()
            let model = try await call.read { try CustomerOrdersModel(call, after: cursor, $0) }
            let next = model.orders.next.map {
                query.link(call.base + "/orders", setting: "cursor", to: $0.text)
            }
            let page = CustomerOrdersPage(model: model, call: call, next: next, isFirst: cursor == nil)
            return call.page(
                call.texts["counter.orders.link"], path: call.base + "/orders", images: model.images,
                page.body)
        }
        router.customer(.get, "orders/:order", services) { call in
            let id: Identifier<Order> = try call.context.id("order")
            return try await CustomerOrderPage.response(id, call)
        }
    }
}

extension CustomerCall {
    /// One of the customer's own orders.
    /// - Throws: `orderUnknown` also for another customer's.
    func ownOrder(_ id: Identifier<Order>, _ transaction: Transaction) throws -> OrderView {
        let view = try services.orders.view(id, in: shop.id, transaction)
        guard view.order.customerID == (try customerID) else { throw OrderRefusal.orderUnknown }
        return view
    }

    /// Nil for somebody the shop's link vouches for but whom its source has not sent.
    func knownCustomer(_ transaction: Transaction) throws -> Customer? {
        do {
            return try services.customers.customer(customerID, in: shop.id, transaction)
        } catch CustomerRefusal.customerUnknown {
            return nil
        }
    }

    /// - Throws: `orderUnknown`, also for an order of somebody else.
    func openOrder(_ id: Identifier<Order>, _ transaction: Transaction) throws -> OpenOrder {
        try OpenOrder(
            ownOrder(id, transaction), cases: cases(of: id, transaction),
            customer: knownCustomer(transaction),
            services, in: shop, transaction)
    }

    /// The customer's cases of one order, newest first.
    func cases(of order: Identifier<Order>, _ transaction: Transaction) throws -> [Case] {
        var filter = CaseFilter()
        filter.orderID = order
        filter.customerID = try customerID
        filter.limit = Limits.casesOfOneOrder
        return try services.afterSales.queue(filter, in: shop.id, transaction).items
    }

    func place(of order: Identifier<Order>) -> String { "\(base)/orders/\(order.inPath)" }

    func place(of id: Identifier<Case>) -> String { "\(base)/cases/\(id.inPath)" }
}
