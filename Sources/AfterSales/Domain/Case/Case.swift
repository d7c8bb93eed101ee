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
    public let refundTo: Identifier<PaymentMethod>?
    public var note: String?
    /// Of an exchange: positive, the customer owes it.
    public let priceDifference: Money?
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
    public let promiseDue: Timestamp
    /// When it was: approved, offered, asked for evidence or refused.
    public var decidedAt: Timestamp?
    public var closedAt: Timestamp?
    public var assignee: String?
    public var isEscalated: Bool
    public var failedRepairs: Int
    /// What the customer paid for the return parcel, as claimed.
    public var freightClaim: Money?
    /// Counts up with every step; a caller that names it is told when the case has moved on.
    public var version: Int

    public var currency: Currency { asked.currency }
}

/// Some units of one order line in a case.
public struct CaseLine: Sendable, Hashable {
    public let lineID: Identifier<OrderLine>
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

    /// What the units that passed inspection come to; before it, all of them.
    var passed: Money { value.share(of: accepted ?? quantity, after: 0, whole: quantity) }
}

/// A moment by which somebody must have acted, and what happens otherwise.
public struct Deadline: Sendable, Hashable {
    public let owner: DeadlineOwner
    public let due: Timestamp
    public let warnAt: Timestamp
    public let fallback: DeadlineFallback
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
}

/// One rule that spoke: what it says stands in the string tables under `rule.<id>`, with these facts filled in.
public struct RuleFinding: Sendable, Hashable {
    public enum Effect: String, Sendable, CaseIterable {
        case refuses, asksEvidence, sendsToHuman, offers, allows
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
