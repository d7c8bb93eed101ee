import Base
import Customers
import Storage

/// What an order's source has given back beside this program.
public struct RefundsElsewhere: Sendable {
    /// What nobody here knew of, also where less than that was left of the order's payments.
    public let unknown: Money
    /// Of that, what found no place among what is left of the order's payments: refunds that failed here hold it, or more
    /// has gone back than was paid.
    public let unplaced: Money
    /// Refunds that their providers had refused here, and that were made there.
    public let settled: [Movement]
}

/// Money that an order's source has given back beside this program.
extension PaymentDesk {
    /// Writes down refunds that the source names and that nobody here knows: what its refunds come to above all that has
    /// gone back, or is on its way. What was sent from here and comes again in the source's words is no such refund. One
    /// that failed here is: the source has made it.
    /// - Returns: nil where the source has given back nothing beside this program.
    public func recordElsewhere(
        _ history: [ImportedMovement], ofOrder orderID: String, customer: Identifier<Customer>,
        in shop: ShopID, _ transaction: Transaction
    ) throws -> RefundsElsewhere? {
        let all = try movements.list(ofOrder: orderID, in: shop, transaction)
        let said = history.filter { $0.kind == .refund }
        guard let currency = said.first?.amount.currency else { return nil }
        let nothing = Money.zero(currency)
        let refunds = all.filter { $0.kind == .refund && $0.state != .undone }
        let known = refunds.filter { $0.state != .failed }.reduce(nothing) { $0 + $1.amount }
        let more = said.reduce(nothing) { $0 + $1.amount } - known
        guard more.isPositive else { return nil }
        let settled = try settle(
            refunds.filter { $0.state == .failed }, made: said, upTo: more, in: shop, transaction)
        let unknown = settled.reduce(more) { $0 - $1.amount }
        let written = try write(
            history, upTo: unknown, beside: all, ofOrder: orderID, customer: customer, in: shop, transaction)
        return RefundsElsewhere(unknown: unknown, unplaced: unknown - written, settled: settled)
    }

    /// What an order's source has given back of its payments that no goods account for.
    /// - Parameters:
    ///   - all: the order's movements.
    ///   - goods: what the order's goods and freight cost as they stand in it now: what left it went back for a reason.
    /// - Returns: nil where its source has given back nothing of that kind.
    public func openElsewhere(
        _ all: [Movement], ofOrder orderID: String, beside goods: Money, in shop: ShopID,
        _ transaction: Transaction
    ) throws -> Money? {
        let made = all.filter { $0.state != .failed && $0.state != .undone }
        let prefix = Self.importedNumber(orderID, "")
        let gone = made.filter { $0.kind == .refund && $0.number.text.hasPrefix(prefix) }
            .reduce(0) { $0 + $1.amount.amount }
        guard gone > 0 else { return nil }
        let paid = made.filter { $0.kind == .payment }.reduce(0) { $0 + $1.amount.amount }
        let loose = try movements.refundsOfNoCase(ofOrder: orderID, in: shop, transaction)
        let open = min(gone, loose - max(0, paid - goods.amount))
        return open > 0 ? Money(open, goods.currency) : nil
    }

    /// Those that failed here and that the source has made, the oldest first: with the amount of one that it names, or
    /// together with others in one of them.
    private func settle(
        _ failed: [Movement], made said: [ImportedMovement], upTo most: Money, in shop: ShopID,
        _ transaction: Transaction
    ) throws -> [Movement] {
        var (left, made, settled) = (most, said, [Movement]())
        func settle(_ refund: Movement, by source: ImportedMovement) throws {
            left = left - refund.amount
            settled.append(
                try payByHand(
                    refund.number, reference: source.providerReference ?? "", by: .system, in: shop,
                    transaction))
        }
        var open: [Movement] = []
        for refund in failed {
            guard refund.amount <= left, let place = made.lastIndex(where: { $0.amount == refund.amount })
            else {
                open.append(refund)
                continue
            }
            try settle(refund, by: made.remove(at: place))
        }
        // The newest may hold several of them, or one of them and more.
        for source in made.reversed() {
            var rest = source.amount
            for refund in open where refund.amount <= min(rest, left) {
                rest = rest - refund.amount
                try settle(refund, by: source)
            }
            open.removeAll { refund in settled.contains { $0.number == refund.number } }
        }
        return settled
    }

    /// - Returns: how much of it found a place.
    private func write(
        _ history: [ImportedMovement], upTo unknown: Money, beside all: [Movement], ofOrder orderID: String,
        customer: Identifier<Customer>, in shop: ShopID, _ transaction: Transaction
    ) throws -> Money {
        let prefix = Self.importedNumber(orderID, "")
        let imported = all.filter { $0.number.text.hasPrefix(prefix) }.count
        let paid = all.filter { $0.kind == .payment && $0.state == .succeeded }
            .reduce(Money.zero(unknown.currency)) { $0 + $1.amount }
        var (open, count, written) = (unknown, all.count, Money.zero(unknown.currency))
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
            written += amount
        }
        return written
    }
}
