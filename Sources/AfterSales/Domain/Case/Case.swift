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
    /// What was agreed on or ruled, when it is not what was asked.
    public var agreed: Money?
    /// An agreed sum goes to store credit.
    public var agreedToCredit: Bool
    public var decision: Decision
    public var facts: StoredFacts
    public var deadline: Deadline?
    public let openedAt: Timestamp
    /// By when a decision must be out.
    public var promiseDue: Timestamp
    /// When it was: approved, offered, asked for evidence or refused.
    public var decidedAt: Timestamp?
    public var closedAt: Timestamp?
    public var assignee: String?
    public var isEscalated: Bool
    public var failedRepairs: Int
    /// What the customer paid for the return parcel, as claimed.
    public var freightClaim: Money?
    /// Where these goods go back to, when it is not the shop's usual place.
    public var returnAddress: ReturnAddress?
    /// When new or repaired goods left for the customer, and when they had arrived: the customer said so, or time did.
    public var sentAt: Timestamp?
    public var receivedAt: Timestamp?
    /// Counts up with every step; a caller that names it is told when the case has moved on.
    public var version: Int

    public var currency: Currency { asked.currency }

    /// Where the goods of the case are, as far as inspection tells.
    public var goods: CaseGoods {
        guard lines.contains(where: { $0.accepted != nil }) else { return .withCustomer }
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

    /// Units that are with the shop count as accepted, whatever inspection found. Of an exchange or a repair that is
    /// decided anew some units have gone their way already; there what inspection turned down stays so.
    mutating func acceptReturned() {
        guard state == .inspecting || goods == .turnedDown || (goods == .accepted && kind == .returnRefund)
        else { return }
        for index in lines.indices {
            (lines[index].accepted, lines[index].refused) = (lines[index].quantity, 0)
        }
    }

    /// The customer has the goods again: what comes back is inspected anew.
    mutating func handBack() {
        for index in lines.indices { (lines[index].accepted, lines[index].refused) = (nil, nil) }
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
}

/// Where the goods of a case are.
public enum CaseGoods: Sendable, CaseIterable {
    case withCustomer
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
    public var inspectionNote: String?
    /// What these units come to when granted.
    public let value: Money
    /// What has been ordered for them.
    public var granted: Money
    /// What as many units of the new variant cost when the exchange was asked for.
    public let newPrice: Money?
    /// The new goods stand in the order, at what they cost in the end.
    public var isExchanged: Bool

    func with(newPrice: Money) -> CaseLine {
        CaseLine(
            lineID: lineID, variantID: variantID, newVariantID: newVariantID, quantity: quantity,
            accepted: accepted, refused: refused, inspectionNote: inspectionNote, value: value,
            granted: granted, newPrice: newPrice, isExchanged: isExchanged)
    }

    /// Units that passed inspection; before it, all of them.
    var units: Int { accepted ?? quantity }

    /// What the customer owes for the new units that take their place, or gets.
    var difference: Money? {
        newPrice.map { $0.share(of: units, after: 0, whole: quantity) - passed }
    }

    /// What the units that passed inspection come to; before it, all of them.
    var passed: Money { value.share(of: units, after: 0, whole: quantity) }
}

/// A moment by which somebody must have acted, and what happens otherwise.
public struct Deadline: Sendable, Hashable {
    public let owner: DeadlineOwner
    public let due: Timestamp
    public let warnAt: Timestamp
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

    /// The next moment at which something happens by itself.
    var nextMoment: Timestamp { isWarned ? due : min(warnAt, due) }
}

/// What was decided, by which rules, on which facts, under which pack.
public struct Decision: Sendable, Hashable {
    public let outcome: DecisionOutcome
    public let rules: [RuleFinding]
    public let packName: String
    public let packVersion: Int
    public let at: Timestamp
    public let by: Actor

    public init(
        outcome: DecisionOutcome, rules: [RuleFinding], packName: String, packVersion: Int, at: Timestamp,
        by: Actor
    ) {
        self.outcome = outcome
        self.rules = rules
        self.packName = packName
        self.packVersion = packVersion
        self.at = at
        self.by = by
    }

    /// A rule names a reason of the pack by its code.
    var namesReason: Bool { rules.contains { $0.facts["reason"] != nil } }
}

/// One rule that spoke: what it says stands in the string tables under `rule.<id>`, with these facts filled in.
public struct RuleFinding: Sendable, Hashable {
    public enum Effect: String, Sendable, CaseIterable {
        case refuses, asksEvidence, sendsToHuman, offers
        /// A condition that holds, whatever comes of the case.
        case allows
        /// Approves by itself; true only where nothing else speaks against it.
        case grants
    }

    public let id: String
    public let effect: Effect
    public let facts: [String: String]

    public init(_ id: String, _ effect: Effect, _ facts: [String: String] = [:]) {
        self.id = id
        self.effect = effect
        self.facts = facts
    }

    public var json: JSONValue {
        ["id": .string(id), "effect": .string(effect.rawValue), "facts": JSONValue(facts)]
    }

    init(_ value: JSONValue) throws {
        var reader = try JSONReader(value)
        id = try reader.string("id")
        effect = try reader.choice("effect", of: Effect.self)
        // Written by this program: a fact may be as long as what a person said.
        facts = Dictionary(
            uniqueKeysWithValues: (reader.value("facts") ?? [:]).members.map {
                ($0.name, $0.value.string ?? "")
            })
    }
}
