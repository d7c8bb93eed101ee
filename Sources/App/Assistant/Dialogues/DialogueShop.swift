import AfterSales
import Assistant
import Base
import Customers
import Orders
import Policies
import Storage

/// The desks that dialogues ask, and act through.
struct DialogueDesks: Sendable {
    let orders: OrderDesk
    let afterSales: AfterSalesDesk
    let customers: CustomerDesk
    let policies: PolicyDesk
    let book: DialogueBook
}

/// What the shop knows for one customer, and does for them, inside one transaction. It reaches the orders of this
/// customer, under each of their records, and nobody else's.
struct DialogueShop {
    let desks: DialogueDesks
    /// Nobody: a visitor whom nobody knows.
    let people: [Identifier<Customer>]
    let shop: ShopProfile
    let reader: Reader
    let transaction: Transaction

    /// So many of the latest orders are looked at.
    private static let orders = 20

    /// - Parameter most: the most money that is moved without a person.
    func facts(most: Money) -> DialogueFacts {
        DialogueFacts(
            isKnown: !people.isEmpty, most: most,
            choices: { try DialogueChoices(shop: self).choices($0, $1) },
            telling: { try DialogueTelling(shop: self).words($0) },
            preview: { try DialogueDeeds(shop: self).preview($0) })
    }

    /// The newest first.
    func placed() throws -> [OrderView] {
        let all = try people.flatMap {
            try desks.orders.placed(by: $0, limit: Self.orders, in: shop.id, transaction).items
        }
        return Array(
            all.sorted { ($0.order.placedAt?.milliseconds ?? 0) > ($1.order.placedAt?.milliseconds ?? 0) }
                .prefix(Self.orders))
    }

    /// The order that is meant, where it is this customer's.
    func order(_ wish: Wish) throws -> OrderView? {
        guard let id = wish[.order],
            let order = try desks.orders.knownOrder(
                Identifier(id), withAddress: false, in: shop.id, transaction),
            people.contains(order.customerID)
        else { return nil }
        return try desks.orders.view(order.id, in: shop.id, transaction)
    }

    func pack() throws -> PolicyPack { try desks.policies.current(of: shop, in: transaction) }

    /// The customer's cases of an order, the newest first.
    func cases(of order: Order) throws -> [Case] {
        var filter = CaseFilter()
        (filter.orderID, filter.customerID) = (order.id, order.customerID)
        filter.limit = Limits.casesOfOneOrder
        return try desks.afterSales.queue(filter, in: shop.id, transaction).items
    }

    /// Units of each line that no case holds yet.
    func free(of order: Order) throws -> [Identifier<OrderLine>: Int] {
        let cases = try cases(of: order)
        var free = Dictionary(uniqueKeysWithValues: order.lines.map { ($0.id, $0.quantity) })
        for record in cases {
            for line in record.lines {
                free[line.lineID, default: 0] -= record.held(of: line, asking: .returnRefund)
            }
        }
        for (line, units) in try desks.afterSales.stranded(of: cases, in: shop.id, transaction) {
            free[line, default: 0] -= units
        }
        return free
    }

    func dialogue(_ wish: Wish) -> Dialogue? { desks.book[wish.dialogue] }

    /// The kind of case that is asked for.
    func kind(_ wish: Wish) -> CaseKind? {
        (wish[.kind] ?? dialogue(wish)?.kinds.first).flatMap { CaseKind(rawValue: $0) }
    }

    /// The assistant in the name of whose order it is.
    func taker(for customer: Identifier<Customer>) -> StepTaker {
        StepTaker(Principal(actor: .assistant, role: .agent, shop: shop.id)).acting(for: customer)
    }
}
