import Base
import Orders

/// Some units of one order line in a case.
public struct CaseLine: Sendable, Hashable {
    /// The order's line that holds the units: of an exchange that is done, the line of the new ones.
    public var lineID: Identifier<OrderLine>
    public let variantID: Identifier<Variant>
    public let newVariantID: Identifier<Variant>?
    public let quantity: Int
    /// After inspection.
    public var accepted: Int?
    public var refused: Int?
    /// Of the refused, what was not in the parcel: nothing of it can go back.
    public var missing = 0
    public var inspectionNote: String?
    /// What these units come to when granted.
    public let value: Money
    /// What has been ordered for them.
    public var granted: Money
    /// What as many units of the new variant cost when the exchange was asked for.
    public let newPrice: Money?
    /// What these units cost without discounts where new ones take their place, by today's list as the new ones; nil: as
    /// paid.
    public let listPrice: Money?
    /// The new goods stand in the order, at what they cost in the end.
    public var isExchanged: Bool
    /// What was really paid for them beside the old ones, negative where it went back.
    var settled: Money?
    /// When new goods for it had arrived, in an exchange or sent again; windows that renew count from then.
    var renewedAt: Timestamp?
    /// Of what was charged for it in this case, less what went back, the part for new goods that the customer has given
    /// back since: from then on the line is about those, at what they cost. Nil: none were.
    var chargedBefore: Money? = nil
    /// Of `granted`, what was agreed on or ruled for keeping the goods of an exchange: no difference between goods, so it
    /// stays whatever takes their place. Nil: nothing was.
    var allowance: Money? = nil
    /// Of a repair: the customer has them back, repaired or new, while others of the case are still open.
    var isHandedBack = false

    /// The same line with other goods in its place, today's price against today's: a price that has moved since is no
    /// difference between the goods.
    /// - Parameter price: of one unit as it was bought, today, or then where it is no longer sold; nil: nobody knows.
    public func exchanged(for variant: Variant, insteadOf price: Money?) throws -> CaseLine {
        part(
            quantity, value: value, granted: granted, newPrice: try variant.price.times(quantity),
            listPrice: try price?.times(quantity) ?? value)
    }

    func with(value: Money) -> CaseLine {
        part(quantity, value: value, granted: granted, newPrice: newPrice, listPrice: listPrice)
    }

    /// What the customer has of it, unless it is with the shop: new goods of an exchange, or what was bought.
    var holds: Identifier<Variant> {
        isExchanged || chargedBefore != nil ? newVariantID ?? variantID : variantID
    }

    /// All its units passed inspection.
    var isAccepted: Bool { accepted == quantity }

    /// The customer has what the case gives for them: new goods of an exchange, or what was repaired.
    var isDone: Bool { isExchanged || isHandedBack }

    /// Units that were turned down and lie at the shop.
    public var refusedThere: Int { max(0, (refused ?? 0) - missing) }

    /// All that the units cost has gone back: no new ones come for them.
    var isPaidWhole: Bool { value.isPositive && granted >= value }

    mutating func acceptAll() { (accepted, refused, missing) = (quantity, 0, 0) }

    /// Once what was turned down is with the customer again: what had passed, what has to come once more, and what was
    /// not in the parcel and cannot, each as a line of its own.
    var handedBack: [CaseLine] {
        guard (refused ?? 0) > 0 else { return [self] }
        return parted.flatMap(\.partedByMissing).map { $0.refusedThere > 0 ? $0.withCustomer : $0 }
    }

    /// What was handed over comes back: new goods of an exchange as goods that cost what was paid for them, whose like
    /// costs nothing more.
    var comingBack: CaseLine {
        guard isExchanged else {
            var line = withCustomer
            line.renewedAt = renewedAt
            return line
        }
        let nothing = Money.zero(value.currency)
        let earlier = settled ?? difference ?? nothing
        var line = part(
            quantity, value: value + earlier, granted: allowance ?? nothing, newPrice: newPrice,
            listPrice: newPrice)
        line.chargedBefore = (chargedBefore ?? nothing) + earlier + givenBack
        (line.accepted, line.refused, line.missing) = (nil, nil, 0)
        (line.isExchanged, line.settled) = (false, nil)
        return line
    }

    /// Not inspected, or not any more.
    var withCustomer: CaseLine {
        var line = self
        (line.accepted, line.refused, line.missing, line.renewedAt) = (nil, nil, 0, nil)
        line.isHandedBack = false
        return line
    }

    var turnedDown: CaseLine {
        var line = self
        (line.accepted, line.refused, line.missing) = (0, quantity, 0)
        return line
    }

    /// As one line of the units that passed inspection and one of those that did not, each with its part of the money. What
    /// has gone back belongs to those that passed, unless it is the difference of goods that have been handed over.
    var parted: [CaseLine] {
        guard let accepted, let refused, accepted > 0, refused > 0 else { return [self] }
        var (passed, other) = (units(accepted, after: 0), units(refused, after: accepted))
        if !isExchanged {
            (passed.granted, other.granted) = (granted, .zero(granted.currency))
            (passed.allowance, other.allowance) = (allowance, nil)
        }
        (passed.accepted, passed.refused, passed.missing) = (accepted, 0, 0)
        (other.accepted, other.refused) = (0, refused)
        return [passed, other]
    }

    /// Turned-down units as one line of those that lie at the shop and one of those that were not in the parcel.
    private var partedByMissing: [CaseLine] {
        guard accepted == 0, missing > 0, refusedThere > 0 else { return [self] }
        var (there, lost) = (units(refusedThere, after: 0), units(missing, after: refusedThere))
        (there.refused, there.missing) = (refusedThere, 0)
        (lost.refused, lost.missing) = (missing, missing)
        return [there, lost]
    }

    /// Some of its units with their part of all its money.
    private func units(_ count: Int, after first: Int) -> CaseLine {
        func share(_ price: Money) -> Money { price.share(of: count, after: first, whole: quantity) }
        var units = part(
            count, value: share(value), granted: share(granted), newPrice: newPrice.map(share),
            listPrice: listPrice.map(share))
        (units.settled, units.chargedBefore) = (settled.map(share), chargedBefore.map(share))
        units.allowance = allowance.map(share)
        return units
    }

    private func part(
        _ quantity: Int, value: Money, granted: Money, newPrice: Money?, listPrice: Money?
    ) -> CaseLine {
        var line = CaseLine(
            lineID: lineID, variantID: variantID, newVariantID: newVariantID, quantity: quantity,
            accepted: accepted, refused: refused, missing: missing, inspectionNote: inspectionNote,
            value: value,
            granted: granted, newPrice: newPrice, listPrice: listPrice, isExchanged: isExchanged,
            settled: settled, renewedAt: renewedAt)
        (line.chargedBefore, line.allowance, line.isHandedBack) = (chargedBefore, allowance, isHandedBack)
        return line
    }

    /// Of what has gone back, the difference between the goods of an exchange.
    var givenBack: Money { granted - (allowance ?? .zero(granted.currency)) }

    /// Units that passed inspection; before it, all of them.
    var units: Int { accepted ?? quantity }

    /// What the customer owes for the new units that take their place, or gets: list against list, so that a discount
    /// stays with the goods. For cheaper ones it gives back the same part of what was paid.
    public var difference: Money? {
        newPrice.map {
            let new = $0.share(of: units, after: 0, whole: quantity)
            let old = (listPrice ?? value).share(of: units, after: 0, whole: quantity)
            guard new < old, !new.isNegative else { return new - old }
            return passed.split(by: [new.amount, (old - new).amount])[0] - passed
        }
    }

    /// What the units that passed inspection come to; before it, all of them.
    var passed: Money { value.share(of: units, after: 0, whole: quantity) }
}
