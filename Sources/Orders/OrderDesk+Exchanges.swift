import Base
import Events
import Payments
import Storage

/// Units of a line that the customer has given back for others.
public struct ExchangedGoods: Sendable {
    public let lineID: Identifier<OrderLine>
    public let newVariantID: Identifier<Variant>
    public let quantity: Int
    /// What one of the new units cost when the exchange was asked for.
    public let price: Money
    /// What the old units had cost.
    public let givenUp: Money
    /// What the new ones cost in the end: the old price and the difference that was really paid or given back.
    public let paid: Money

    public init(
        lineID: Identifier<OrderLine>, newVariantID: Identifier<Variant>, quantity: Int, price: Money,
        givenUp: Money, paid: Money
    ) {
        self.lineID = lineID
        self.newVariantID = newVariantID
        self.quantity = quantity
        self.price = price
        self.givenUp = givenUp
        self.paid = paid
    }
}

extension OrderDesk {
    /// An exchange has come to its end: the order holds the new goods, so that whatever follows, such as their return,
    /// goes by what they cost. A line whose units were all exchanged keeps its id; others get a line of their own.
    /// - Returns: the lines that hold the new goods, one for each part.
    public func exchange(
        _ goods: [ExchangedGoods], of id: Identifier<Order>, for caseID: String, by actor: Actor,
        in shop: ShopID, _ transaction: Transaction
    ) throws -> [Identifier<OrderLine>] {
        let order = try order(id, in: shop, transaction)
        guard try orders.bumpVersion(order, in: shop, transaction) else {
            throw OrderRefusal.orderMovedOn(version: order.version)
        }
        var lines = order.lines
        let places = try goods.map { part in
            guard let index = lines.firstIndex(where: { $0.id == part.lineID }) else { return part.lineID }
            let new = try products.variant(part.newVariantID, in: shop, transaction)
            if part.quantity >= lines[index].quantity {
                lines[index] = lines[index].exchanged(for: part, new, id: part.lineID)
                return part.lineID
            }
            let added = lines[index].exchanged(for: part, new, id: lines.nextNumber)
            lines[index] = lines[index].without(part)
            lines.append(added)
            return added.id
        }
        try orders.replaceLines(lines, of: id, in: shop, transaction)
        try events.append(
            "order.exchanged", on: .init("order", id.text), of: shop, by: actor,
            related: order.customerID.text, ["case": .string(caseID)], in: transaction)
        return places
    }
}

extension [OrderLine] {
    /// An id for a line that was split off another.
    var nextNumber: Identifier<OrderLine> {
        Identifier(String((compactMap { Int($0.id.text) }.max() ?? count) + 1))
    }
}

extension OrderLine {
    /// The new units; a whole line keeps what else was paid for it.
    fileprivate func exchanged(
        for part: ExchangedGoods, _ new: Variant?, id: Identifier<OrderLine>
    ) -> OrderLine {
        let paid =
            id == self.id ? max(self.paid - part.givenUp, .zero(self.paid.currency)) + part.paid : part.paid
        let units = id == self.id ? quantity : part.quantity
        return OrderLine(
            id: id, variantID: part.newVariantID, productID: productID, title: title,
            options: new?.options ?? options, price: part.price, quantity: units, paid: paid,
            exclusionConfirmed: exclusionConfirmed)
    }

    /// The units that stay.
    fileprivate func without(_ part: ExchangedGoods) -> OrderLine {
        OrderLine(
            id: id, variantID: variantID, productID: productID, title: title, options: options, price: price,
            quantity: quantity - part.quantity, paid: max(paid - part.givenUp, .zero(paid.currency)),
            exclusionConfirmed: exclusionConfirmed, cancelled: cancelled)
    }
}
