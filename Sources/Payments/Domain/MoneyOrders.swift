import Base
import Customers

/// A refund to be made.
public struct RefundOrder: Sendable {
    public enum Destination: Sendable {
        /// Over the payments that it came from.
        case original
        case method(PaymentMethod)
    }

    public let orderID: String
    public let caseID: String?
    public let customerID: Identifier<Customer>
    public let amount: Money
    public let purpose: MovementPurpose
    public let destination: Destination
    /// The order's payments that were made or are under way; refunds of a sale never exceed their sum.
    public let payments: [Movement]
    /// A charge that must be made before this is sent to a provider.
    public let tiedTo: Identifier<Movement>?
    /// A charge that came too late and that this sends back.
    let returns: Identifier<Movement>?
    /// A refund that failed, and that this is made instead of.
    let replaces: Identifier<Movement>?

    public init(
        orderID: String, caseID: String?, customerID: Identifier<Customer>, amount: Money,
        purpose: MovementPurpose,
        destination: Destination, payments: [Movement], tiedTo: Identifier<Movement>? = nil
    ) {
        self.init(
            orderID: orderID, caseID: caseID, customerID: customerID, amount: amount, purpose: purpose,
            destination: destination, payments: payments, tiedTo: tiedTo, returns: nil, replaces: nil)
    }

    init(
        orderID: String, caseID: String?, customerID: Identifier<Customer>, amount: Money,
        purpose: MovementPurpose,
        destination: Destination, payments: [Movement], tiedTo: Identifier<Movement>? = nil,
        returns: Identifier<Movement>?, replaces: Identifier<Movement>? = nil
    ) {
        self.orderID = orderID
        self.caseID = caseID
        self.customerID = customerID
        self.amount = amount
        self.purpose = purpose
        self.destination = destination
        self.payments = payments
        self.tiedTo = tiedTo
        self.returns = returns
        self.replaces = replaces
    }
}

/// A payment to be taken.
public struct ChargeOrder: Sendable {
    public let orderID: String
    public let caseID: String?
    public let customerID: Identifier<Customer>
    public let method: PaymentMethod
    public let amount: Money
    /// From `chargeNumber`, where something is tied to the charge; nil: a new one.
    public let number: Identifier<Movement>?

    public init(
        orderID: String, caseID: String?, customerID: Identifier<Customer>, method: PaymentMethod,
        amount: Money, number: Identifier<Movement>? = nil
    ) {
        self.number = number
        self.orderID = orderID
        self.caseID = caseID
        self.customerID = customerID
        self.method = method
        self.amount = amount
    }
}

/// A payment or refund that was made before the order came here.
public struct ImportedMovement: Sendable, Hashable {
    public let kind: Movement.Kind
    public let amount: Money
    public let methodID: Identifier<PaymentMethod>
    public let methodKind: MethodKind
    public let at: Timestamp
    /// The provider's own name for it, such as WeChat Pay's `transaction_id`.
    public let providerReference: String?

    public init(
        kind: Movement.Kind, amount: Money, methodID: Identifier<PaymentMethod>, methodKind: MethodKind,
        at: Timestamp, providerReference: String? = nil
    ) {
        self.kind = kind
        self.amount = amount
        self.methodID = methodID
        self.methodKind = methodKind
        self.at = at
        self.providerReference = providerReference
    }
}

extension ImportedMovement {
    /// Whatever its provider calls it.
    func isSame(as movement: Movement) -> Bool {
        (kind, amount, methodID, methodKind, at)
            == (movement.kind, movement.amount, movement.methodID, movement.methodKind, movement.orderedAt)
    }
}

/// Times that providers are given.
public struct PaymentSettings: Sendable {
    /// After that a movement counts as late and a human sees it.
    public let lateAfter: Span
    /// How soon the outcome of an accepted or lost call is asked for.
    public let queryAfter: Span

    public init(lateAfter: Span = .hours(24), queryAfter: Span = .seconds(10)) {
        self.lateAfter = lateAfter
        self.queryAfter = queryAfter
    }
}

extension Movement {
    /// Ordered, and not sent before the charge that it was ordered with is made.
    public var isWaiting: Bool { tiedTo != nil && state == .ordered }

    public var json: JSONValue {
        .object([
            "number": JSONValue(number), "kind": .string(kind.rawValue), "amount": JSONValue(amount),
            "methodId": JSONValue(methodID), "method": .string(methodKind.rawValue),
            "state": .string(state.contractWord), "step": .string(state.rawValue), "late": .bool(isLate),
            "orderId": .string(orderID), "caseId": caseID.map { .string($0) },
            "orderedAt": JSONValue(orderedAt),
            "sentAt": sentAt.map { JSONValue($0) }, "settledAt": settledAt.map { JSONValue($0) },
            "attempts": JSONValue(attempts), "fault": fault.map { .string($0) },
            "waitsFor": isWaiting ? tiedTo.map { JSONValue($0) } : nil,
            "returns": returns.map { JSONValue($0) }, "payment": payment.map { JSONValue($0) },
            "providerReference": providerReference.map { .string($0) },
            "replaces": replaces.map { JSONValue($0) },
            "handReference": handReference.map { .string($0) },
        ])
    }

    /// With the refunds that are made instead of it.
    public func json(replacedBy numbers: [Identifier<Movement>]) -> JSONValue {
        guard !numbers.isEmpty else { return json }
        return .object(
            json.members + JSONValue.object(["replacedBy": JSONValue(numbers.map(\.text))]).members)
    }
}
