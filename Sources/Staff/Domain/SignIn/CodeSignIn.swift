import Base

/// A customer, or somebody who says so, asks for a one-time code for an order.
public struct CodeRequest: Sendable {
    public let shop: ShopID
    /// The order number as it was typed.
    public let order: String
    public let language: Language
    public let from: ClientAddress

    public init(shop: ShopID, order: String, language: Language, from: ClientAddress) {
        self.shop = shop
        self.order = String(order.prefix(Limits.idBytes))
        self.language = language
        self.from = from
    }
}

/// Whom the order belongs to and where a code reaches them.
public struct CodeRecipient: Sendable {
    /// The customer's id.
    public let customer: String
    public let destination: MessageDestination

    public init(customer: String, destination: MessageDestination) {
        self.customer = customer
        self.destination = destination
    }
}

/// A code that somebody typed.
public struct CodeRedemption: Sendable {
    public let shop: ShopID
    public let order: String
    public let code: String
    public let from: ClientAddress

    public init(shop: ShopID, order: String, code: String, from: ClientAddress) {
        self.shop = shop
        self.order = String(order.prefix(Limits.idBytes))
        self.code = String(code.filter { !$0.isWhitespace }.prefix(16))
        self.from = from
    }
}

/// Bounds on one-time codes. Six digits, five tries and ten codes a day leave a guesser 1 in 20,000 a day.
public struct CodeLimits: Sendable {
    public var lifetime: Span
    public var tries: Int
    /// Codes of one order within `window`.
    public var perOrder: Int
    public var perOrderAndDay: Int
    /// Codes asked for from one address within `window`, in one shop.
    public var perAddress: Int
    public var window: Span

    public init(
        lifetime: Span = .minutes(10), tries: Int = 5, perOrder: Int = 3, perOrderAndDay: Int = 10,
        perAddress: Int = 10, window: Span = .minutes(15)
    ) {
        self.lifetime = lifetime
        self.tries = tries
        self.perOrder = perOrder
        self.perOrderAndDay = perOrderAndDay
        self.perAddress = perAddress
        self.window = window
    }
}
