import Base
import Events
import Payments
import Storage

extension OrderDesk {
    /// Takes back a change whose payment failed, with the charge. Changed lines are as before; a changed payment is the
    /// old one again: what was to go back to it does not, and what a gift card got back is taken from it.
    /// - Throws: `undoNotPossible` when the payment belongs to no such change, `movementNotRetryable`, `balanceTooLow`
    ///   where a gift card that paid before was spent meanwhile.
    public func undoCharge(
        _ number: Identifier<Movement>, by actor: Actor, in shop: ShopProfile, _ transaction: Transaction
    ) throws -> OrderView {
        let movement = try payments.movement(number, in: shop.id, transaction)
        let id = Identifier<Order>(movement.orderID)
        let view = try view(id, in: shop.id, transaction)
        guard let change = view.change(paidBy: movement) else { throw OrderRefusal.undoNotPossible }
        guard try orders.bumpVersion(view.order, in: shop.id, transaction) else {
            throw OrderRefusal.orderMovedOn(version: view.order.version)
        }
        _ = try payments.undo(number, by: actor, in: shop.id, transaction)
        if let before = change.before {
            let lines = try before.items.enumerated().map { index, item in
                var reader = try JSONReader(item)
                return try OrderLine(&reader, number: index + 1, currency: shop.currency)
            }
            try orders.replaceLines(lines, of: id, in: shop.id, transaction)
        }
        try orders.delete(change, of: id, in: shop.id, transaction)
        try events.append(
            "order.changeTakenBack", on: .init("order", id.text), of: shop.id, by: actor,
            ["kind": .string(change.kind.rawValue)], in: transaction)
        return try self.view(id, in: shop.id, transaction)
    }
}

extension OrderView {
    /// The change that a charge was ordered for, where it can be taken back with it: a change of payment, or the last
    /// one of the lines.
    public func change(paidBy charge: Movement) -> OrderChange? {
        guard let change = changes.first(where: { $0.movement == charge.number.text }) else { return nil }
        let isLastOfLines = changes.last { $0.before != nil }?.number == change.number
        return change.before == nil || isLastOfLines ? change : nil
    }

    /// The charge of a change of payment, while it has not been made: no money of the order may go out before.
    var chargeOfPaymentChange: Identifier<Movement>? {
        let numbers = changes.filter { $0.kind == .payment }.compactMap(\.movement)
        return movements.first { numbers.contains($0.number.text) && $0.state != .succeeded }?.number
    }
}
