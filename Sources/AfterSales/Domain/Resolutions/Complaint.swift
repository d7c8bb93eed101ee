import Base
import Customers
import Orders
import Policies

/// A grievance: the customer's words, what was found, how it was put right, and whether that was accepted.
public struct Complaint: Sendable {
    public enum Cause: String, Sendable, CaseIterable { case product, delivery, service, price, other }

    /// open -> found -> remedied -> accepted -> closed; a remedy that is declined goes back to found.
    public enum State: String, Sendable, CaseIterable { case open, found, remedied, accepted, closed }

    public enum RemedyKind: String, Sendable, CaseIterable {
        case resend, priceDifference, compensation, apology

        public var needsAmount: Bool { self == .priceDifference || self == .compensation }
    }

    public struct Remedy: Sendable, Hashable {
        public let kind: RemedyKind
        public let amount: Money?
        public var note: String?
        /// The row of the pack's compensation table that it goes by; nil: none in particular.
        public let breach: String?
        /// Of goods that are sent again: why, as a code of the pack; nil where the pack knows only one such reason.
        public let reason: String?
        /// Which goods are sent again; nil: all that no case has asked for yet.
        public let lines: [CaseApplication.Line]?
        /// A compensation that is a part of the price, as the pack has it.
        var lowersPrice = false

        /// Without a reason that nobody compares with the pack's, and lines that nothing is sent of.
        var withoutGoods: Remedy {
            Remedy(kind: kind, amount: amount, note: note, breach: breach, lowersPrice: lowersPrice)
        }

        /// Its money is a part of what was paid for the goods.
        var isOfPrice: Bool { kind == .priceDifference || lowersPrice }

        public init(
            kind: RemedyKind, amount: Money?, note: String?, breach: String? = nil, reason: String? = nil,
            lines: [CaseApplication.Line]? = nil, lowersPrice: Bool = false
        ) {
            self.kind = kind
            self.amount = amount
            self.note = note
            self.breach = breach
            self.reason = reason
            self.lines = lines
            self.lowersPrice = lowersPrice
        }
    }

    public let id: Identifier<Complaint>
    public let customerID: Identifier<Customer>
    public let orderID: Identifier<Order>?
    public let cause: Cause
    public var words: String
    public var finding: String?
    public var remedy: Remedy?
    /// Nil until the customer has answered the remedy.
    public var isAccepted: Bool?
    public var state: State
    public var owner: String?
    public let openedAt: Timestamp
    /// When the shop must have acted or, while a remedy is proposed, the customer.
    public var due: Timestamp
    public var warnAt: Timestamp
    public var isLate: Bool
    public var closedAt: Timestamp?
    public var caseIDs: [String]

    public var json: JSONValue {
        .object([
            "id": JSONValue(id), "customerId": JSONValue(customerID),
            "orderId": orderID.map { JSONValue($0) },
            "cause": .string(cause.rawValue), "words": .string(words), "finding": finding.map { .string($0) },
            "remedy": remedy.map {
                .object([
                    "kind": .string($0.kind.rawValue), "amount": $0.amount.map { JSONValue($0) },
                    "note": $0.note.map { .string($0) }, "breach": $0.breach.map { .string($0) },
                    "reason": $0.reason.map { .string($0) },
                    "lines": $0.lines.map { .array($0.map(\.json)) },
                ])
            }, "accepted": isAccepted.map { .bool($0) }, "state": .string(state.rawValue),
            "owner": owner.map { .string($0) }, "openedAt": JSONValue(openedAt),
            "deadline": state == .closed || state == .accepted
                ? .null
                : [
                    "owner": .string(state == .remedied ? "customer" : "merchant"), "due": JSONValue(due),
                    "warnAt": JSONValue(warnAt),
                    "fallback": .string(state == .remedied ? "expire" : "escalate"),
                ], "late": .bool(isLate), "closedAt": closedAt.map { JSONValue($0) },
            "cases": JSONValue(caseIDs),
        ])
    }
}
