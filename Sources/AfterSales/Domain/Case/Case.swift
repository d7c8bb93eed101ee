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
        lines = lines.flatMap(\.parted)
        for index in lines.indices where (lines[index].refused ?? 0) > 0 { lines[index].acceptAll() }
    }

    /// The customer has again what inspection turned down: to be granted anew, it has to come back once more.
    mutating func handBackRefused() {
        forgetSettledFreight()
        sentBackAt = nil
        lines = lines.flatMap(\.handedBack)
    }

    /// Whoever grants the case believes that what was missing was in the parcel: nobody is asked to send it again.
    mutating func acceptMissing() {
        for index in lines.indices where lines[index].missing > 0 && lines[index].accepted == 0 {
            lines[index].acceptAll()
        }
    }

    /// The shop has accepted goods, and nothing has been given for them: neither their price nor new ones, nor are they
    /// the customer's again.
    var owesForGoods: Bool {
        guard !isSettledElsewhere else { return false }
        return switch kind {
        case .returnRefund:
            lines.contains { ($0.accepted ?? 0) > 0 && $0.granted.isZero && $0.passed.isPositive }
        case .exchange:
            lines.contains { ($0.accepted ?? 0) > 0 && !$0.isExchanged && !isPaidInstead($0) }
        case .repair:
            delivery != .received
                && lines.contains { ($0.accepted ?? 0) > 0 && !$0.isHandedBack && !isPaidInstead($0) }
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
            guard line.isAccepted, !line.isDone, !kind.isForGoods || !isPaidInstead(line)
            else { return line }
            return line.turnedDown
        }
    }

    /// Nobody waits for goods of it that should have come, nor were they missing in the parcel.
    var isSeen: Bool { goods != .underWay && lines.allSatisfy { $0.missing == 0 } }

    /// All that its goods cost has gone back, here or elsewhere: they are the shop's.
    var isPaidFor: Bool { isSettledElsewhere || lines.allSatisfy(\.isPaidWhole) }

    /// Its money has gone back elsewhere, and a person or the order's end has closed it with that.
    var isSettledElsewhere: Bool { decision.rules.contains { $0.id == CasePast.settledElsewhereRule } }

    /// What has been ordered for it, without freight.
    public var granted: Money { lines.reduce(.zero(currency)) { $0 + $1.granted } }

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
        if kind == .exchange { settledDifference = nil }
        // What was paid for stays with the shop.
        lines = lines.flatMap(\.parted).map { $0.isAccepted && !$0.isPaidWhole ? $0.comingBack : $0 }
    }

    /// The customer has what was repaired; what inspection turned down goes its own way from here.
    mutating func handBackRepaired() {
        guard kind == .repair else { return }
        lines = lines.flatMap(\.parted)
        for index in lines.indices where lines[index].isAccepted { lines[index].isHandedBack = true }
    }

    /// Money is what the case is about, and there is none to pay; or goods are, and all that they cost has gone back:
    /// nobody approves that.
    var paysNothing: Bool {
        switch kind {
        case .refundOnly, .returnRefund, .priceProtection, .compensation: !(agreed ?? asked).isPositive
        case .exchange, .resend, .repair:
            lines.allSatisfy(\.isPaidWhole)
                || isSettledElsewhere && !CasePast(self).contains(.turnedDownInPart)
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
    /// ones have taken, or that were repaired.
    var taken: Money { lines.reduce(.zero(currency)) { $1.isDone ? $0 : $0 + $1.passed } }

    /// Of that, what has not gone back yet.
    var takenUnpaid: Money {
        max(lines.reduce(taken) { $1.isDone ? $0 : $0 - $1.granted }, .zero(currency))
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
