import Base
import Customers
import Storage

/// Money that an order's source has given back beside this program.
extension PaymentDesk {
    /// Writes down refunds that the source names and that nobody here knows: what its refunds come to above all that has
    /// gone back, or is on its way. What was sent from here and comes again in the source's words is no such refund.
    /// - Returns: what the source has given back beside this program, also where less than that was left; nil: nothing.
    public func recordElsewhere(
        _ history: [ImportedMovement], ofOrder orderID: String, customer: Identifier<Customer>,
        in shop: ShopID, _ transaction: Transaction
    ) throws -> Money? {
        let all = try movements.list(ofOrder: orderID, in: shop, transaction)
        let said = history.filter { $0.kind == .refund }
        guard let currency = said.first?.amount.currency else { return nil }
        let known = all.filter { $0.kind == .refund && $0.state != .undone }
        let more =
            said.reduce(Money.zero(currency)) { $0 + $1.amount }
            - known.reduce(Money.zero(currency)) { $0 + $1.amount }
        guard more.isPositive else { return nil }
        let prefix = Self.importedNumber(orderID, "")
        let imported = all.filter { $0.number.text.hasPrefix(prefix) }.count
        let paid = all.filter { $0.kind == .payment && $0.state == .succeeded }
            .reduce(Money.zero(currency)) { $0 + $1.amount }
        var (open, count) = (more, all.count)
        for (place, refund) in history.enumerated().dropFirst(imported)
        where refund.kind == .refund && open.isPositive {
            let amount = min(refund.amount, open)
            open = open - amount
            // More than was paid stands in no book; who looks at the doubtful line sees to it.
            guard try movements.take(amount, ofOrder: orderID, paid: paid, in: shop, transaction) else {
                continue
            }
            try write(
                refund, amount, number: place + 1, at: count, ofOrder: orderID, customer: customer, in: shop,
                transaction)
            count += 1
        }
        return more
    }
}
