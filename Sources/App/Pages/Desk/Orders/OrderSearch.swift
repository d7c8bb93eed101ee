import AfterSales
import Base
import Customers
import Foundation
import Orders
import Policies
import Storage
import Web

/// What somebody was looking for: an order by its number, a customer by id, e-mail or phone, a case by any of
/// its numbers. Without words, the newest orders.
struct OrderSearch: Sendable {
    let words: String?
    let orders: [OrderRow]
    let next: Cursor?
    let customers: [Customer]
    let cases: [CaseRow]
    let now: Timestamp

    private static let most = 50

    init(_ query: Query, _ call: DeskCall, _ transaction: Transaction) throws {
        words = try query.text("q", upTo: Limits.searchCharacters)?.trimmingCharacters(in: .whitespaces)
        now = transaction.now
        if let words, !words.isEmpty {
            let found = try Self.customers(words, call, transaction)
            customers = found
            let named = try call.services.orders.knownOrder(Identifier(words), in: call.shop.id, transaction)
            let theirs = try found.flatMap { customer in
                try call.services.orders.list(
                    of: customer.id, after: nil, limit: Self.most, in: call.shop.id, transaction
                ).items.map(\.order)
            }
            let all = [named].compactMap { $0 } + theirs.filter { $0.id != named?.id }
            orders = try all.map { try OrderRow($0, call, transaction) }
            cases = try Self.cases(words, call, transaction)
            next = nil
        } else {
            let page = try call.services.orders.list(
                of: nil, after: query.cursor(of: 1), limit: QueueFilter.rows, in: call.shop.id, transaction)
            orders = try page.items.map { try OrderRow($0.order, call, transaction) }
            next = page.next
            (customers, cases) = ([], [])
        }
    }

    private static func customers(
        _ words: String, _ call: DeskCall, _ transaction: Transaction
    ) throws -> [Customer] {
        let (desk, shop) = (call.services.customers, call.shop.id)
        if words.contains("@") { return try desk.find(.email(words), in: shop, transaction) }
        do {
            return [try desk.customer(Identifier(words), in: shop, transaction)]
        } catch CustomerRefusal.customerUnknown {
            return try desk.find(.phone(words), in: shop, transaction)
        }
    }

    private static func cases(
        _ words: String, _ call: DeskCall, _ transaction: Transaction
    ) throws -> [CaseRow] {
        var filter = CaseFilter()
        filter.search = words
        let found = try call.services.afterSales.queue(filter, in: call.shop.id, transaction)
        return try CaseRows(call, transaction).rows(found.items)
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
