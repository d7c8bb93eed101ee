import Base

/// The seam to whoever moves money outside our own books.
public protocol PaymentGateway: Sendable {
    /// Whether somebody answers `query`; otherwise the outcome comes by notice or by a person's word alone.
    var answersQueries: Bool { get }

    /// Asks for a refund or a charge under the movement's number. Asking twice with one number moves money once.
    func send(_ order: GatewayOrder) async -> GatewayAnswer

    /// How a number stands. Moves nothing.
    func query(_ order: GatewayOrder) async -> GatewayAnswer
}

extension PaymentGateway {
    public var answersQueries: Bool { true }
}

/// What a gateway is asked to move, or asked about, with what providers want to know for it.
public struct GatewayOrder: Sendable {
    /// Whose account with the provider it is.
    public let shop: ShopID
    public let movement: Movement
    /// Of a refund: the payment that it goes back to, with its whole sum. Its provider knows it by its number where it
    /// was taken here, else by the `providerReference` that the order's source gave. The refund is a part of that
    /// payment and of no other; all refunds of it together never exceed it. Nil: it is no part of a payment.
    public let payment: Movement?

    public init(shop: ShopID, movement: Movement, payment: Movement?) {
        self.shop = shop
        self.movement = movement
        self.payment = payment
    }
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

    public func send(_ order: GatewayOrder) async -> GatewayAnswer { .accepted }
    public func query(_ order: GatewayOrder) async -> GatewayAnswer { .accepted }
}
