import Base
import Events
import Policies
import Storage

/// Goods that have not left and are asked back for.
extension OrderDesk {
    /// Nothing is sent before the case is decided.
    public func hold(
        _ id: Identifier<Order>, for caseID: String, in shop: ShopID, _ transaction: Transaction
    ) throws {
        let order = try order(id, in: shop, transaction)
        guard !order.heldFor.contains(caseID) else { return }
        try orders.setHeld(for: order.heldFor + [caseID], id, in: shop, transaction)
    }

    /// The case holds the order no longer.
    public func release(
        _ id: Identifier<Order>, from caseID: String, in shop: ShopID, _ transaction: Transaction
    ) throws {
        let order = try order(id, in: shop, transaction)
        guard order.heldFor.contains(caseID) else { return }
        try orders.setHeld(for: order.heldFor.filter { $0 != caseID }, id, in: shop, transaction)
    }

    /// Units that a case has paid back are not sent; an order of which nothing is left is cancelled.
    public func withdraw(
        _ units: [Identifier<OrderLine>: Int], from id: Identifier<Order>, for caseID: String,
        by actor: Actor,
        in shop: ShopID, _ transaction: Transaction
    ) throws {
        let view = try view(id, in: shop, transaction)
        guard view.order.status == .pending || view.order.status == .processed else {
            return try noteStray(view.order, by: actor, in: shop, transaction)
        }
        guard try orders.bumpVersion(view.order, in: shop, transaction) else {
            throw OrderRefusal.orderMovedOn(version: view.order.version)
        }
        let lines = view.order.lines.map { $0.without(units[$0.id, default: 0]) }
        try orders.replaceLines(lines, of: id, in: shop, transaction)
        let isEmpty = lines.allSatisfy { $0.wanted == 0 }
        if isEmpty {
            try orders.setStatus(.cancelled, of: id, in: shop, transaction)
            let change = OrderChange(
                number: (view.changes.last?.number ?? 0) + 1, kind: .cancel, reason: nil, at: transaction.now,
                before: nil, movement: nil)
            try orders.insert(change, of: id, in: shop, transaction)
        }
        try events.append(
            "order.unitsWithdrawn", on: .init("order", id.text), of: shop, by: actor,
            related: view.order.customerID.text,
            [
                "case": .string(caseID), "units": JSONValue(units.values.reduce(0, +)),
                "cancelled": .bool(isEmpty),
            ], in: transaction)
    }
}

extension OrderDesk {
    /// What was to be paid back instead of being sent has left meanwhile: an alarm, once.
    private func noteStray(
        _ order: Order, by actor: Actor, in shop: ShopID, _ transaction: Transaction
    ) throws {
        guard order.status != .cancelled, order.stray == nil else { return }
        try orders.setStrayed(order.id, at: transaction.now, in: shop, transaction)
        try events.append(
            "order.strayed", on: .init("order", order.id.text), of: shop, by: actor,
            related: order.customerID.text, ["extent": .string(StrayShipment.Extent.units.rawValue)],
            in: transaction)
    }
}

extension OrderLine {
    /// The same line with some more units that are not sent.
    fileprivate func without(_ units: Int) -> OrderLine {
        OrderLine(
            id: id, variantID: variantID, productID: productID, title: title, options: options, price: price,
            quantity: quantity, paid: paid, exclusionConfirmed: exclusionConfirmed,
            cancelled: min(quantity, cancelled + units))
    }
}
