import Base

/// The seam to whoever moves money outside our own books.
public protocol PaymentGateway: Sendable {
    /// Whether somebody answers `query`; otherwise the outcome comes by notice or by a person's word alone.
    var answersQueries: Bool { get }

    /// Asks for a refund or a charge under the movement's number. Asking twice with one number moves money once.
    /// A refund that names a payment is a part of that one and of no other; all of them together never exceed it.
    func send(_ movement: Movement) async -> GatewayAnswer

    /// How a number stands. Moves nothing.
    func query(_ movement: Movement) async -> GatewayAnswer
}

extension PaymentGateway {
    public var answersQueries: Bool { true }
}

public enum GatewayAnswer: Sendable, Equatable {
    case succeeded
    /// Taken on; the outcome comes later, by notice or query.
    case accepted
    /// The provider says no; `reason` is its code.
    case refused(reason: String)
    /// No answer came: money may or may not have moved.
    case lost
    /// To a query only: the provider has never seen the number.
    case neverSeen
}

/// For shops whose provider is not connected: a person pays and records the outcome on the refunds page.
public struct ManualGateway: PaymentGateway {
    public let answersQueries = false

    public init() {}

    public func send(_ movement: Movement) async -> GatewayAnswer { .accepted }
    public func query(_ movement: Movement) async -> GatewayAnswer { .accepted }
}
