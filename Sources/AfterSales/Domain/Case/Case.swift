import Base
import Customers
import Orders
import Policies

/// One after-sales problem of one order.
public struct Case: Sendable {
    public let id: Identifier<Case>
    public let orderID: Identifier<Order>
    public let customerID: Identifier<Customer>
    public let kind: CaseKind
    public var state: CaseState
    public var reason: String
    /// What the customer said first; quality figures count this one.
    public let firstReason: String
    public var lines: [CaseLine]
    /// A method's id; nil: back over the payments it came from.
    public var refundTo: Identifier<PaymentMethod>?
    public var note: String?
    /// Of an exchange as asked for: positive, the customer owes it.
    public let priceDifference: Money?
    /// Of the units that passed inspection: what the customer owes or gets for them; nil before that, and after it was
    /// taken back.
    public var settledDifference: Money?
    /// What would be paid for the case as asked.
    public var asked: Money
    /// What the order's source has given back beside this program while the case was open.
    public internal(set) var goneElsewhere: Money?
    /// What was agreed on or ruled, when it is not what was asked.
    public var agreed: Money?
    /// A compensation that is a part of the price; every other one comes on top of it.
    let lowersPrice: Bool
    /// An agreed sum goes to store credit.
    public var agreedToCredit: Bool
    public var decision: Decision
    public var facts: StoredFacts
    public var deadline: Deadline?
    public let openedAt: Timestamp
    /// By when a decision must be out.
    public var promiseDue: Timestamp
    /// When it was: approved, offered, asked for evidence or refused; nil again when what was asked for has come, and a
    /// person has to decide.
    public var decidedAt: Timestamp?
    /// What the shop had left to decide in when it asked for something or offered something: it gets no more.
    public var reviewLeft: Span?
    public var closedAt: Timestamp?
    public var assignee: String?
    public var isEscalated: Bool
    public var failedRepairs: Int
    /// What the customer paid for the return parcel, as claimed.
    public var freightClaim: Money?
    /// Where these goods go back to, when it is not the shop's usual place.
    public var returnAddress: ReturnAddress?
    /// When the customer's goods left for the shop, until they are the customer's again.
    public var sentBackAt: Timestamp?
    /// When new or repaired goods left for the customer, and when they had arrived: the customer said so, or time did.
    public var sentAt: Timestamp?
    public var receivedAt: Timestamp?
    /// Counts up with every step; a caller that names it is told when the case has moved on.
    public var version: Int

    public var currency: Currency { asked.currency }

    /// Where the goods of the case are, as far as inspection tells.
    public var goods: CaseGoods {
        if lines.contains(where: { $0.accepted == nil }) {
            return sentBackAt == nil ? .withCustomer : .underWay
        }
        return lines.contains { ($0.accepted ?? 0) > 0 } ? .accepted : .turnedDown
    }

    /// Where new or repaired goods are on their way to the customer.
    public var delivery: CaseDelivery {
        receivedAt != nil ? .received : sentAt != nil ? .underWay : .awaited
    }

    /// The shop's own clock runs on beside a provisional answer.
    public var isAnsweredProvisionally: Bool {
        (state == .awaitingEvidence || state == .offered) && deadline?.owner == .merchant
    }

    /// Units that inspection turned down.
    public var refusedUnits: Int { lines.reduce(0) { $0 + ($1.refused ?? 0) } }

    /// Of those, what the shop has and owes back: nothing of what was not in the parcel.
    public var refusedUnitsThere: Int { lines.reduce(0) { $0 + $1.refusedThere } }

    /// Units that are with the shop count as accepted, whatever inspection found. Of a repair, and of an exchange whose
    /// other units are not the customer's yet, a person who decides anew means those; only a ruling means all.
    mutating func acceptReturned(by event: CaseEvent) {
        guard state == .inspecting || goods != .withCustomer else { return }
        let isAll =
            state == .inspecting || goods == .underWay || goods == .turnedDown || kind == .returnRefund
            || event == .ruled(.customer) || lines.contains(where: \.isExchanged)
        guard isAll else { return }
        for index in lines.indices { lines[index].acceptAll() }
    }

    /// New goods were agreed on for what inspection turned down: the shop keeps what they replace.
    mutating func keepTurnedDown() {
        for index in lines.indices where (lines[index].refused ?? 0) > 0 { lines[index].acceptAll() }
    }

    /// The customer has again what inspection turned down: to be granted anew, it has to come back once more.
    mutating func handBackRefused() {
        forgetSettledFreight()
        sentBackAt = nil
        lines = lines.flatMap { line in
            guard (line.refused ?? 0) > 0 else { return [line] }
            return line.parted.map { $0.isAccepted ? $0 : $0.withCustomer }
        }
    }

    /// The shop has accepted goods, and nothing has been given for them: neither their price nor new ones, nor are they
    /// the customer's again.
    var owesForGoods: Bool {
        guard !decision.rules.contains(where: { $0.id == CasePast.settledElsewhereRule }) else {
            return false
        }
        return switch kind {
        case .returnRefund:
            taken.isPositive && lines.contains { ($0.accepted ?? 0) > 0 }
                && !lines.contains { $0.granted.isPositive }
        case .exchange:
            lines.contains { ($0.accepted ?? 0) > 0 && !$0.isExchanged && !isPaidInstead($0) }
        case .repair:
            delivery != .received && lines.contains { ($0.accepted ?? 0) > 0 && !isPaidInstead($0) }
        case .refundOnly, .resend, .compensation, .priceProtection: false
        }
    }

    /// Money has gone back for the units where goods were asked for. What cheaper goods of an exchange gave back is none.
    func isPaidInstead(_ line: CaseLine) -> Bool {
        guard line.granted.isPositive else { return false }
        return kind != .exchange || settledDifference == nil || line.granted >= line.value
    }

    /// The customer says that new or repaired goods did not come, and nothing has been decided on that yet.
    var saysNotArrived: Bool { decision.rules.contains { $0.id == CasePast.notArrivedRule } }

    /// What is owed for accepted goods is not given after all: they are the customer's again, and go back.
    mutating func turnDownOwed() {
        guard owesForGoods else { return }
        lines = lines.flatMap(\.parted).map { line in
            guard line.isAccepted, !line.isExchanged, !kind.isForGoods || !isPaidInstead(line)
            else { return line }
            return line.turnedDown
        }
    }

    /// Nobody waits for goods of it that should have come, nor were they missing in the parcel.
    var isSeen: Bool { goods != .underWay && lines.allSatisfy { $0.missing == 0 } }

    /// All that its goods cost has gone back, here or elsewhere: they are the shop's.
    var isPaidFor: Bool {
        decision.rules.contains { $0.id == CasePast.settledElsewhereRule } || lines.allSatisfy(\.isPaidWhole)
    }

    /// Units that nobody has inspected count as accepted.
    mutating func acceptOpen() {
        for index in lines.indices where lines[index].accepted == nil { lines[index].acceptAll() }
    }

    /// Units that nobody has inspected count as turned down.
    mutating func turnDownOpen() { lines = lines.map { $0.accepted == nil ? $0.turnedDown : $0 } }

    /// What a parcel cost was given back with what its units came to.
    mutating func forgetSettledFreight() {
        if lines.contains(where: { $0.granted.isPositive }) { freightClaim = nil }
    }

    /// The customer has new or repaired goods: what comes back of them is inspected anew. Of an exchange of which
    /// inspection turned down a part, that part is what is open.
    mutating func handBackDelivered() {
        guard kind != .exchange || lines.allSatisfy(\.isAccepted) else { return }
        sentBackAt = nil
        lines = lines.flatMap(\.parted).map { $0.isAccepted ? $0.withCustomer : $0 }
    }

    /// Money is what the case is about, and there is none to pay: nobody approves that.
    var paysNothing: Bool {
        switch kind {
        case .refundOnly, .returnRefund, .priceProtection, .compensation: !(agreed ?? asked).isPositive
        case .exchange, .resend, .repair: false
        }
    }

    /// What is at stake: the money asked for, and for new or repaired goods what they cost.
    public var worth: Money {
        switch kind {
        case .refundOnly, .returnRefund, .priceProtection, .compensation: asked
        case .exchange, .resend, .repair: value
        }
    }

    /// What the goods of the case cost.
    var value: Money { lines.reduce(.zero(currency)) { $0 + $1.value } }

    /// What the goods cost that the shop has taken back or, before inspection, will; nothing for those whose place new
    /// ones have taken.
    var taken: Money { lines.reduce(.zero(currency)) { $1.isExchanged ? $0 : $0 + $1.passed } }

    /// Of that, what has not gone back yet.
    var takenUnpaid: Money {
        max(lines.reduce(taken) { $1.isExchanged ? $0 : $0 - $1.granted }, .zero(currency))
    }

    /// Its money is none of what was paid for the goods.
    var paysOnTop: Bool { kind == .compensation && !lowersPrice }
}

/// Where the goods of a case are.
public enum CaseGoods: Sendable, CaseIterable {
    case withCustomer
    /// Sent to the shop, and not inspected.
    case underWay
    /// With the shop, which has accepted some of them.
    case accepted
    /// With the shop, which has accepted none of them.
    case turnedDown
}

/// Where new or repaired goods are on their way to the customer.
public enum CaseDelivery: Sendable, CaseIterable { case awaited, underWay, received }

/// Whether what was ordered for a case has been paid.
public enum CaseMoney: Sendable, CaseIterable { case settled, outstanding }

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

    /// All its units passed inspection.
    var isAccepted: Bool { accepted == quantity }

    /// Units that were turned down and lie at the shop.
    public var refusedThere: Int { max(0, (refused ?? 0) - missing) }

    /// All that the units cost has gone back: no new ones come for them.
    var isPaidWhole: Bool { value.isPositive && granted >= value }

    fileprivate mutating func acceptAll() { (accepted, refused, missing) = (quantity, 0, 0) }

    /// Not inspected, or not any more.
    var withCustomer: CaseLine {
        var line = self
        (line.accepted, line.refused, line.missing, line.renewedAt) = (nil, nil, 0, nil)
        return line
    }

    fileprivate var turnedDown: CaseLine {
        var line = self
        (line.accepted, line.refused, line.missing) = (0, quantity, 0)
        return line
    }

    /// As one line of the units that passed inspection and one of those that did not, each with its part of the money.
    var parted: [CaseLine] {
        guard let accepted, let refused, accepted > 0, refused > 0 else { return [self] }
        func share(_ price: Money?, from first: Int, _ count: Int) -> Money? {
            price?.share(of: count, after: first, whole: quantity)
        }
        var (passed, other) = (
            part(
                accepted, value: self.passed, granted: granted, newPrice: share(newPrice, from: 0, accepted),
                listPrice: share(listPrice, from: 0, accepted)),
            part(
                refused, value: value - self.passed, granted: .zero(granted.currency),
                newPrice: share(newPrice, from: accepted, refused),
                listPrice: share(listPrice, from: accepted, refused))
        )
        (passed.accepted, passed.refused, passed.missing) = (accepted, 0, 0)
        (other.accepted, other.refused) = (0, refused)
        return [passed, other]
    }

    private func part(
        _ quantity: Int, value: Money, granted: Money, newPrice: Money?, listPrice: Money?
    ) -> CaseLine {
        CaseLine(
            lineID: lineID, variantID: variantID, newVariantID: newVariantID, quantity: quantity,
            accepted: accepted, refused: refused, missing: missing, inspectionNote: inspectionNote,
            value: value,
            granted: granted, newPrice: newPrice, listPrice: listPrice, isExchanged: isExchanged,
            settled: settled, renewedAt: renewedAt)
    }

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

/// A moment by which somebody must have acted, and what happens otherwise.
public struct Deadline: Sendable, Hashable {
    public let owner: DeadlineOwner
    public private(set) var due: Timestamp
    public private(set) var warnAt: Timestamp
    public var fallback: DeadlineFallback
    public var isWarned: Bool

    public init(_ policy: DeadlinePolicy, from now: Timestamp) {
        owner = policy.owner
        due = now + policy.within
        warnAt = due - policy.warnBefore
        fallback = policy.fallback
        isWarned = false
    }

    init(owner: DeadlineOwner, due: Timestamp, warnAt: Timestamp, fallback: DeadlineFallback, isWarned: Bool)
    {
        self.owner = owner
        self.due = due
        self.warnAt = warnAt
        self.fallback = fallback
        self.isWarned = isWarned
    }

    /// Brings it forward, with its warning.
    mutating func shorten(to moment: Timestamp) {
        guard moment < due else { return }
        (due, warnAt) = (moment, warnAt - (due - moment))
    }

    /// The next moment at which something happens by itself.
    var nextMoment: Timestamp { isWarned ? due : min(warnAt, due) }
}
