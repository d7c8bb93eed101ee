import Base
import Customers

/// A payment that was taken or is to be taken, or a refund that is to be made, through one method.
///
/// Its number is its name towards the provider and stays the same for life: a retry sends the same number.
public struct Movement: Sendable, Hashable {
    public enum Kind: String, Sendable, CaseIterable { case payment, refund }

    public let number: Identifier<Movement>
    public let kind: Kind
    public let orderID: String
    public let caseID: String?
    public let customerID: Identifier<Customer>
    public let methodID: Identifier<PaymentMethod>
    public let methodKind: MethodKind
    public let amount: Money
    public let state: MovementState
    public let orderedAt: Timestamp
    public let sentAt: Timestamp?
    public let settledAt: Timestamp?
    /// When a human is told that it is late.
    public let lateAt: Timestamp?
    public let isLate: Bool
    public let attempts: Int
    /// The provider's own words or code when it refused.
    public let fault: String?
    /// The charge that a refund was ordered together with: it is sent once that is made, and taken back with it.
    public let tiedTo: Identifier<Movement>?
    /// The charge that a refund sends back, because it was made after it had been taken back.
    public let returns: Identifier<Movement>?
    /// The payment that a refund goes back to; nil: it is no part of a payment, or was ordered before that was noted.
    public let payment: Identifier<Movement>?
    /// What its provider calls it, where the order's source said so; of a refund that has no name of its own, what the
    /// provider calls the payment that it goes back to.
    public let providerReference: String?
    /// The refund that failed, and that this one is made instead of.
    public var replaces: Identifier<Movement>?
    /// What a person paid it by, such as a bank transfer's number, after its provider had refused it.
    public var handReference: String?

    /// The provider has made it although it had gone another way.
    public static let paidTwice = "paidTwice"
}

/// Where a movement of money stands.
///
///     ordered -> sent -> succeeded
///                 |  \-> failed   (a human retries or undoes it)
///                 \--> unknown -> (query) -> succeeded | failed | sent again with the same number
///
/// A charge that failed, a refund that still waits for one, and one that failed and goes another way, are taken back
/// (`undone`). Should the provider make
/// such a charge after all, it counts as made, and a refund with a number of its own sends it back.
public enum MovementState: String, Sendable, CaseIterable, Hashable {
    case ordered, sent, unknown, succeeded, failed
    /// Taken back before it was made.
    case undone

    public var isSettled: Bool {
        switch self {
        case .succeeded, .failed, .undone: true
        case .ordered, .sent, .unknown: false
        }
    }

    /// The four words of the contract.
    public var contractWord: String {
        switch self {
        case .ordered, .sent: "ordered"
        case .succeeded: "succeeded"
        case .failed, .undone: "failed"
        case .unknown: "unknown"
        }
    }

    /// Which states a movement may come to next.
    public func allows(_ next: MovementState) -> Bool {
        switch (self, next) {
        case (.ordered, .sent), (.ordered, .succeeded), (.ordered, .failed), (.ordered, .undone): true
        case (.sent, .succeeded), (.sent, .failed), (.sent, .unknown), (.sent, .sent): true
        case (.unknown, .sent), (.unknown, .succeeded), (.unknown, .failed), (.unknown, .unknown): true
        case (.failed, .ordered), (.failed, .undone), (.failed, .succeeded), (.undone, .succeeded): true
        default: false
        }
    }
}
