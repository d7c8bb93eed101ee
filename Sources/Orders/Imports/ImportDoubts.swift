import Base
import Customers
import Payments

/// What cannot be right in a record that is taken all the same: without it its customer could not be served at all.
struct ImportDoubts {
    let record: ImportRecord

    /// Each with the field that it is about.
    var all: [InputRefusal] {
        switch record {
        case .customer(let customer):
            customer.hasPossibleEmail ? [] : [InputRefusal("emailInvalid", at: "/email")]
        case .product: []
        case .order(let imported): times(imported.order) + payments(imported)
        }
    }

    /// Nothing is shipped or arrives before it was ordered, and nothing arrives before it was shipped. Payment may come at
    /// any time.
    private func times(_ order: Order) -> [InputRefusal] {
        [
            (order.placedAt, order.shippedAt, "/shippedAt"),
            (order.shippedAt, order.deliveredAt, "/deliveredAt"),
            (order.shippedAt == nil ? order.placedAt : nil, order.deliveredAt, "/deliveredAt"),
        ].compactMap { earlier, later, field in
            guard let earlier, let later, later < earlier else { return nil }
            return InputRefusal("timesReversed", at: field)
        }
    }

    /// What was paid is what the lines and the freight cost; an order that nobody has paid for yet has no payments.
    private func payments(_ imported: ImportedOrder) -> [InputRefusal] {
        let order = imported.order
        let paid = imported.payments.filter { $0.kind == .payment }
        guard !paid.isEmpty else { return [] }
        let sum = paid.reduce(Money.zero(order.freight.currency)) { $0 + $1.amount }
        let cost = order.lines.reduce(order.freight) { $0 + $1.paid }
        guard sum != cost else { return [] }
        return [
            InputRefusal(
                "paymentsUnlikeCost", at: "/payments", ["paid": sum.description, "cost": cost.description])
        ]
    }
}
