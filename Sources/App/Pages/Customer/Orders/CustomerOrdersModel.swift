import AfterSales
import Base
import Customers
import Orders
import Storage

/// A page of the customer's orders with the newest case of each, and their complaints.
struct CustomerOrdersModel: Sendable {
    let orders: Page<OrderView>
    let newest: [Identifier<Order>: Case]
    let complaints: [Complaint]
    let images: ProductImages
    let customer: Customer?
    let now: Timestamp

    private static let ordersOfOnePage = 10
    private static let complaintsShown = 5

    init(_ call: CustomerCall, after cursor: Cursor?, _ transaction: Transaction) throws {
        let (services, shop, id) = (call.services, call.shop.id, try call.customerID)
        orders = try services.orders.placed(
            by: id, after: cursor, limit: Self.ordersOfOnePage, in: shop, transaction)
        newest = try Dictionary(
            uniqueKeysWithValues: orders.items.compactMap { view in
                try call.cases(of: view.order.id, transaction).first.map { (view.order.id, $0) }
            })
        complaints = try services.complaints.list(
            state: nil, customer: id, after: nil, limit: Self.complaintsShown, in: shop, transaction
        ).items
        images = try ProductImages(
            of: orders.items.flatMap(\.order.lines), services.orders, in: shop, transaction)
        customer = try call.knownCustomer(transaction)
        now = transaction.now
    }
}
