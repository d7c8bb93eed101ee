import AfterSales
import Base
import Customers
import Orders
import Payments
import Policies
import Storage

/// One order with what may still be done about it, by its customer or by the shop in their name.
struct OpenOrder: Sendable {
    let view: OrderView
    let cases: [Case]
    /// What the cases make of its lines.
    let units: [Identifier<OrderLine>: LineUnits]
    /// Units of each line that inspection turned down and the shop has not sent back.
    let stranded: [Identifier<OrderLine>: Int]
    let customer: Customer?
    let pack: PolicyPack
    /// By id: the products of the lines that the shop still sells.
    let products: [Identifier<Product>: Product]
    let images: ProductImages
    let midnight: Timestamp?
    let now: Timestamp

    var order: Order { view.order }

    init(
        _ view: OrderView, cases: [Case], customer: Customer?, _ services: Services, in shop: ShopProfile,
        _ transaction: Transaction
    ) throws {
        self.view = view
        self.cases = cases
        units = try services.afterSales.units(of: view.order, in: shop.id, transaction)
        stranded = try services.afterSales.stranded(of: cases, in: shop.id, transaction)
        self.customer = customer
        pack = try services.policies.current(of: shop, in: transaction)
        var products: [Identifier<Product>: Product] = [:]
        for line in view.order.lines where products[line.productID] == nil {
            products[line.productID] = try services.orders.knownProduct(
                line.productID, in: shop.id, transaction)
        }
        self.products = products
        images = ProductImages(products.compactMapValues(\.image))
        midnight = view.order.deliveredAt.map { shop.day.startOfNextDay(after: $0) }
        now = transaction.now
    }

    /// Whether any kind of case goes with the order's state.
    var takesCases: Bool { pack.kinds.values.contains { $0.during.contains(order.status) } }

    /// Until when goods may go back without a reason; nil where there is no such time.
    var returnableUntil: Timestamp? {
        guard let kind = pack.kinds[.returnRefund], kind.during.contains(order.status),
            let window = kind.window,
            let start = window.startsNextDay && window.from == .deliveredAt
                ? midnight : order.moment(window.from)
        else { return nil }
        return start + window.within
    }

    /// Changes that the policy allows now; what the order itself stands against is told when it is tried.
    var changes: [OrderChange.Kind] {
        let policy = pack.orderChanges
        let offered: [(OrderChange.Kind, OrderChangePolicy.Change?)] = [
            (.address, policy.address), (.quantities, policy.quantities), (.lines, policy.lines),
            (.payment, policy.payment), (.cancel, policy.cancel),
        ]
        let isLocked = view.changes.contains { done in
            offered.contains { $0.0 == done.kind && $0.1?.isLast == true }
        }
        return offered.filter { kind, change in
            guard let change, change.during.contains(order.status), !isLocked else { return false }
            let done = view.changes.count { $0.kind == kind }
            if let times = change.times, done >= times { return false }
            return isMeaningful(kind, change)
        }.map(\.0)
    }

    private func isMeaningful(_ kind: OrderChange.Kind, _ change: OrderChangePolicy.Change) -> Bool {
        switch kind {
        case .lines: order.lines.contains { !others(than: $0).isEmpty }
        case .payment:
            (customer?.methods.count ?? 0) > 1
                && (!change.needsSinglePayment || view.movements.count { $0.state != .undone } == 1)
        case .cancel, .address, .quantities: true
        }
    }

    /// Variants that a line could be swapped for.
    func others(than line: OrderLine) -> [Variant] {
        (products[line.productID]?.variants ?? []).filter { $0.isAvailable && $0.id != line.variantID }
    }
}
