import Policies

/// What can happen to a case.
public enum CaseEvent: Sendable, Hashable {
    case approved, evidenceRequested, offered, rejected, refusedByPolicy, sentToReview
    /// What goes out by itself within the promise: the shop's clock runs on beside it.
    case askedProvisionally, offeredProvisionally
    case evidenceGiven, countered, offerDeclined, disputed, withdrawn
    case offerAccepted(OfferKind)
    case returnShipped, returnReceived
    case inspected(InspectionResult)
    case replacementShipped, confirmed, repaired
    /// New or repaired goods were sent, and have not come.
    case notArrived
    /// Nil: it is tried again; otherwise what the customer gets instead.
    case repairFailed(then: RepairRemedy?)
    case moneySettled, moneyFailed
    /// What an exchange's customer owed could not be collected: the exchange is decided anew, or the shop bears it.
    case differenceTakenBack, differenceWaived
    /// The order's source has given its money back beside this program.
    case settledElsewhere
    case ruled(Ruling)
    case overdue(DeadlineFallback)
    case reopened

    /// The event's name without its payload, as it stands in the event log behind `case.`.
    public var word: String {
        switch self {
        case .approved: "approved"
        case .evidenceRequested, .askedProvisionally: "evidenceRequested"
        case .offered, .offeredProvisionally: "offered"
        case .rejected: "rejected"
        case .refusedByPolicy: "refusedByPolicy"
        case .sentToReview: "sentToReview"
        case .evidenceGiven: "evidenceGiven"
        case .countered: "countered"
        case .offerDeclined: "offerDeclined"
        case .disputed: "disputed"
        case .withdrawn: "withdrawn"
        case .offerAccepted: "offerAccepted"
        case .returnShipped: "returnShipped"
        case .returnReceived: "returnReceived"
        case .inspected: "inspected"
        case .replacementShipped: "replacementShipped"
        case .confirmed: "confirmed"
        case .repaired: "repaired"
        case .notArrived: "notArrived"
        case .repairFailed: "repairFailed"
        case .moneySettled: "moneySettled"
        case .moneyFailed: "moneyFailed"
        case .differenceTakenBack: "differenceTakenBack"
        case .differenceWaived: "differenceWaived"
        case .settledElsewhere: "settledElsewhere"
        case .ruled: "ruled"
        case .overdue: "overdue"
        case .reopened: "reopened"
        }
    }

    /// The wait in a state goes on as before when this does not lead out of it: more evidence gives nobody more time.
    var leavesClock: Bool {
        self == .evidenceGiven || self == .moneySettled || self == .differenceWaived
            || self == .returnReceived
    }

    /// A provisional answer takes nothing from the customer: whoever does not react keeps what silence of the shop gives.
    var isProvisional: Bool { self == .askedProvisionally || self == .offeredProvisionally }

    /// Nobody waits for it any more.
    var letsGo: Bool { self == .withdrawn || self == .overdue(.expire) }

    /// The customer keeps the goods, and gets a part of what they cost.
    var keepsGoods: Bool {
        self == .offerAccepted(.partialRefund) || self == .offerAccepted(.storeCredit)
            || self == .ruled(.partial)
    }

    /// The case is granted as asked for, whatever inspection found.
    var grantsAsAsked: Bool {
        self == .approved || self == .ruled(.customer) || self == .overdue(.approve)
            || self == .overdue(.refundInFull) || self == .offerAccepted(.returnRefund)
    }

    /// One of each, payloads included: what the test of the machine walks.
    public static let examples: [CaseEvent] = [plain, withPayload].flatMap { $0 }

    private static let plain: [CaseEvent] = [
        .approved, .evidenceRequested, .offered, .rejected, .refusedByPolicy, .sentToReview,
        .askedProvisionally, .offeredProvisionally, .evidenceGiven, .countered, .offerDeclined, .disputed,
        .withdrawn, .returnShipped, .returnReceived, .replacementShipped, .confirmed, .repaired,
        .notArrived, .repairFailed(then: nil), .moneySettled, .moneyFailed, .differenceTakenBack,
        .differenceWaived, .settledElsewhere,
        .reopened,
    ]

    private static let withPayload: [CaseEvent] = [
        RepairRemedy.allCases.map { .repairFailed(then: $0) }, OfferKind.allCases.map { .offerAccepted($0) },
        InspectionResult.allCases.map { .inspected($0) }, Ruling.allCases.map { .ruled($0) },
        DeadlineFallback.allCases.map { .overdue($0) },
    ].flatMap { $0 }
}

/// What the desk carries out in the transaction of a transition.
public enum CaseEffect: Sendable, Hashable {
    /// Order what the customer asked for.
    case grantAsked
    /// Order what both sides agreed on, or the platform ruled.
    case grantAgreed
    /// Order the share of the units that passed inspection.
    case grantInspected
    /// Charge or refund an exchange's price difference.
    case settleDifference
    /// Give back what the parcel to the shop cost, where the shop bears it.
    case reimburseFreight
    /// Ask the payment provider how the refund stands.
    case askProvider
    /// Mark the case, so that a supervisor sees it first.
    case escalate
}

public enum InspectionResult: String, Sendable, CaseIterable { case allAccepted, someAccepted, noneAccepted }

/// What becomes of an exchange whose difference could not be collected.
public enum UnpaidDifference: String, Sendable, CaseIterable {
    /// It goes back to the shop's review: another method, other goods, the money back.
    case review
    /// The shop bears it, and the exchange goes on.
    case waive
}

public enum Ruling: String, Sendable, CaseIterable { case customer, shop, partial }

/// What one side proposes instead of what was asked.
public enum OfferKind: String, Sendable, CaseIterable {
    /// Part of the money back; the goods stay with the customer.
    case partialRefund
    /// The same as credit for the next order.
    case storeCredit
    /// New goods; the old ones stay.
    case replacement
    /// Goods back, money back.
    case returnRefund

    public var needsAmount: Bool { self == .partialRefund || self == .storeCredit }

    /// What may be proposed: goods come back for their price, which no case about less than that is about.
    public static func fitting(_ kind: CaseKind) -> [OfferKind] {
        allCases.filter { $0 != .returnRefund || (kind != .compensation && kind != .priceProtection) }
    }
}

/// How a case was decided.
public enum DecisionOutcome: String, Sendable, CaseIterable {
    case approve, askEvidence, offer, human, refuse
}
