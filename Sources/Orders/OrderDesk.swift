import Base
import Customers
import Events
import Payments
import Policies
import Storage
import Vault

/// The door of the slice: what was ordered, and what may change before it ships.
///
/// Taking a change back whose payment failed stands in `OrderDesk+Undoing`, new goods of an exchange in `+Exchanges`, goods that
/// a case keeps from being sent in `+Withholding`, goods that were sent all the same in `+Strays`.
public struct OrderDesk: Sendable {
    private let customers: CustomerDesk
    let payments: PaymentDesk
    private let policies: PolicyDesk
    let events: EventLog
    let orders: OrderStore
    let products = ProductStore()

    public static func migrations(_ people: PersonVault) -> [Migration] {
        [ProductStore.migration, OrderStore.migration, ProductStore.imageMigration, OrderStore.withholding]
            + [OrderStore.parcels, OrderStore.personal(people), ProductStore.listing, OrderStore.strays]
    }

    /// What of these tables is personal.
    public static let personal = [OrderStore.address]

    public init(
        customers: CustomerDesk, payments: PaymentDesk, policies: PolicyDesk, events: EventLog,
        people: PersonVault
    ) {
        orders = OrderStore(people: people)
        self.customers = customers
        self.payments = payments
        self.policies = policies
        self.events = events
    }

    // MARK: Reading

    /// - Throws: `orderUnknown`.
    public func order(_ id: Identifier<Order>, in shop: ShopID, _ transaction: Transaction) throws -> Order {
        guard let order = try orders.find(id, in: shop, transaction) else { throw OrderRefusal.orderUnknown }
        return order
    }

    /// Orders with a parcel of that number, the newest first.
    public func orders(
        withParcel number: String, in shop: ShopID, _ transaction: Transaction
    ) throws -> [Order] {
        try orders.find(parcel: number, limit: Limits.pageItems, in: shop, transaction)
    }

    /// Nil where there is no such order.
    /// - Parameter withAddress: false where nobody needs it: it stays sealed, and the order has none.
    public func knownOrder(
        _ id: Identifier<Order>, withAddress: Bool = true, in shop: ShopID, _ transaction: Transaction
    ) throws -> Order? {
        try orders.find(id, withAddress: withAddress, in: shop, transaction)
    }

    /// Those of the ids that there are, by id.
    public func known(
        _ ids: [Identifier<Order>], in shop: ShopID, _ transaction: Transaction
    ) throws -> [Identifier<Order>: Order] {
        try orders.find(ids, in: shop, transaction)
    }

    /// The order with its payments and changes.
    /// - Throws: `orderUnknown`.
    public func view(_ id: Identifier<Order>, in shop: ShopID, _ transaction: Transaction) throws -> OrderView
    {
        try view(order(id, in: shop, transaction), in: shop, transaction)
    }

    public func list(
        of customer: Identifier<Customer>?, after: Cursor?, limit: Int, in shop: ShopID,
        _ transaction: Transaction
    ) throws -> Page<OrderView> {
        let found = try orders.list(of: customer, after: after, limit: limit + 1, in: shop, transaction)
        return try Page(found, limit: limit) { Cursor([$0.id.text]) }.map {
            try view($0, in: shop, transaction)
        }
    }

    /// A customer's orders as they were placed, the newest first; the cursor holds a moment and an id.
    public func placed(
        by customer: Identifier<Customer>, after: Cursor? = nil, limit: Int, in shop: ShopID,
        _ transaction: Transaction
    ) throws -> Page<OrderView> {
        let found = try orders.placed(by: customer, after: after, limit: limit + 1, in: shop, transaction)
        return try Page(found, limit: limit) {
            Cursor([String($0.placedAt?.milliseconds ?? 0), $0.id.text])
        }.map { try view($0, in: shop, transaction) }
    }

    /// The ids of all of a customer's orders.
    public func ids(
        of customer: Identifier<Customer>, in shop: ShopID, _ transaction: Transaction
    ) throws -> [Identifier<Order>] {
        try orders.ids(of: customer, in: shop, transaction)
    }

    /// How many of a customer's orders still wait to be sent.
    public func unsentCount(
        of customer: Identifier<Customer>, in shop: ShopID, _ transaction: Transaction
    ) throws -> Int {
        try orders.unsentCount(of: customer, in: shop, transaction)
    }

    /// - Throws: `productUnknown`.
    public func product(
        _ id: Identifier<Product>, in shop: ShopID, _ transaction: Transaction
    ) throws -> Product {
        guard let product = try products.find(id, in: shop, transaction) else {
            throw OrderRefusal.productUnknown
        }
        return product
    }

    /// Nil for a product that the shop's source has not sent.
    public func knownProduct(
        _ id: Identifier<Product>, in shop: ShopID, _ transaction: Transaction
    ) throws -> Product? {
        try products.find(id, in: shop, transaction)
    }

    /// The pictures of products, where the source sent one.
    public func images(
        of ids: [Identifier<Product>], in shop: ShopID, _ transaction: Transaction
    ) throws -> [Identifier<Product>: ProductImage] {
        try products.images(of: Array(Set(ids)), in: shop, transaction)
    }

    /// What rules read of a product; nil for one that the source has not sent.
    public func terms(
        of id: Identifier<Product>, in shop: ShopID, _ transaction: Transaction
    ) throws -> ProductTerms? {
        try products.terms(of: id, in: shop, transaction)
    }

    public func variant(
        _ id: Identifier<Variant>, in shop: ShopID, _ transaction: Transaction
    ) throws -> Variant? {
        try products.variant(id, in: shop, transaction)
    }

    public func products(
        after: Cursor?, limit: Int, in shop: ShopID, _ transaction: Transaction
    ) throws -> Page<Product> {
        Page(try products.list(after: after, limit: limit + 1, in: shop, transaction), limit: limit) {
            Cursor([$0.id.text])
        }
    }

    /// Those whose title holds some words, in the order of their ids.
    public func products(
        titled words: String, limit: Int, in shop: ShopID, _ transaction: Transaction
    ) throws -> [Product] {
        try products.find(titled: words, limit: limit, in: shop, transaction)
    }

    // MARK: Changing

    /// What a change would do.
    /// - Throws: `OrderRefusal` where the policy or the order does not allow it.
    public func preview(
        _ request: ChangeRequest, of id: Identifier<Order>, in shop: ShopProfile, _ transaction: Transaction
    ) throws -> ChangePlan {
        try plan(request, view(id, in: shop.id, transaction), in: shop, transaction)
    }

    /// Changes an order: new terms, money and event in one transaction.
    /// - Throws: `OrderRefusal` where the policy or the order does not allow it.
    public func change(
        _ request: ChangeRequest, of id: Identifier<Order>, by actor: Actor, in shop: ShopProfile,
        _ transaction: Transaction
    ) throws -> OrderView {
        let view = try view(id, in: shop.id, transaction)
        let plan = try plan(request, view, in: shop, transaction)
        guard try orders.bumpVersion(view.order, in: shop.id, transaction) else {
            throw OrderRefusal.orderMovedOn(version: view.order.version)
        }
        if let status = plan.status { try orders.setStatus(status, of: id, in: shop.id, transaction) }
        if let address = plan.address {
            try orders.setAddress(address, of: view.order, in: shop.id, transaction)
        }
        if let lines = plan.lines { try orders.replaceLines(lines, of: id, in: shop.id, transaction) }
        let charged = try move(plan, view, by: actor, in: shop.id, transaction)
        let change = OrderChange(
            number: (view.changes.last?.number ?? 0) + 1, kind: plan.kind, reason: plan.reason,
            at: transaction.now,
            before: plan.lines.map { _ in .array(view.order.lines.map(\.json)) },
            movement: charged?.number.text)
        try orders.insert(change, of: id, in: shop.id, transaction)
        try events.append(
            "order.changed", on: .init("order", id.text), of: shop.id, by: actor,
            related: view.order.customerID.text,
            .object([
                "kind": .string(plan.kind.rawValue), "reason": plan.reason.map { .string($0) },
                "difference": plan.difference.map { JSONValue($0) },
            ]), in: transaction)
        return try self.view(id, in: shop.id, transaction)
    }

    // MARK: Parts

    private func view(_ order: Order, in shop: ShopID, _ transaction: Transaction) throws -> OrderView {
        OrderView(
            order: order, movements: try payments.movements(ofOrder: order.id.text, in: shop, transaction),
            changes: try orders.changes(of: order.id, in: shop, transaction))
    }

    private func plan(
        _ request: ChangeRequest, _ view: OrderView, in shop: ShopProfile, _ transaction: Transaction
    ) throws -> ChangePlan {
        let planner = OrderChangePlanner(
            policy: try policies.current(of: shop, in: transaction).orderChanges, order: view.order,
            customer: try customers.customer(view.order.customerID, in: shop.id, transaction),
            payments: view.movements, earlier: view.changes,
            variant: { try products.variant($0, in: shop.id, transaction) },
            left: { try left(of: view, in: shop.id, transaction) })
        return try planner.plan(request)
    }

    private func left(
        of view: OrderView, in shop: ShopID, _ transaction: Transaction
    ) throws -> Money {
        try payments.left(
            of: view.paid, ofOrder: view.order.id.text, view.order.freight.currency, in: shop, transaction)
    }

    /// Moves the plan's money. What goes back because something else is paid instead waits until that is collected; a
    /// cancel wants none of the charges that failed.
    /// - Returns: the charge, where there is one.
    private func move(
        _ plan: ChangePlan, _ view: OrderView, by actor: Actor, in shop: ShopID, _ transaction: Transaction
    ) throws -> Movement? {
        if plan.kind == .cancel {
            try payments.giveUpCharges(ofOrder: view.order.id.text, by: actor, in: shop, transaction)
        }
        let number =
            plan.steps.contains(where: \.isOutsideCharge) ? payments.chargeNumber(transaction) : nil
        let tie = plan.kind == .payment ? number : plan.kind == .cancel ? nil : view.chargeOfPaymentChange
        var charged: Movement?
        for step in plan.steps {
            switch step {
            case .refundEverything:
                let left = try left(of: view, in: shop, transaction)
                try refund(left, .original, tie, view, by: actor, in: shop, transaction)
            case .refund(let amount, let method):
                try refund(amount, .method(method), tie, view, by: actor, in: shop, transaction)
            case .refundOriginal(let amount):
                try refund(amount, .original, tie, view, by: actor, in: shop, transaction)
            case .charge(let amount, let method):
                charged = try payments.charge(
                    ChargeOrder(
                        orderID: view.order.id.text, caseID: nil, customerID: view.order.customerID,
                        method: method, amount: amount, number: number), by: actor, in: shop, transaction)
            }
        }
        return charged
    }

    private func refund(
        _ amount: Money, _ destination: RefundOrder.Destination, _ tie: Identifier<Movement>?,
        _ view: OrderView, by actor: Actor, in shop: ShopID, _ transaction: Transaction
    ) throws {
        _ = try payments.refund(
            RefundOrder(
                orderID: view.order.id.text, caseID: nil, customerID: view.order.customerID, amount: amount,
                purpose: .sale, destination: destination, payments: view.paid, tiedTo: tie), by: actor,
            in: shop, transaction)
    }
}

extension OrderView {
    /// Payments that were made or are under way. One that fails holds the order until a person has seen to it.
    public var paid: [Movement] {
        movements.filter { $0.kind == .payment && $0.state != .failed && $0.state != .undone }
    }

    /// Payments whose money is there.
    public var collected: [Movement] { movements.filter { $0.kind == .payment && $0.state == .succeeded } }
}
