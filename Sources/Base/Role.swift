/// What a member of staff, a key or a session may do, from widest to narrowest.
public enum Role: String, Sendable, CaseIterable {
    /// Runs many shops, decides disputes.
    case platform
    case owner, supervisor, agent, viewer
    /// A signed-in customer: own orders and cases only.
    case customer

    public func includes(_ other: Role) -> Bool { rank >= other.rank }

    private var rank: Int {
        switch self {
        case .platform: 5
        case .owner: 4
        case .supervisor: 3
        case .agent: 2
        case .viewer: 1
        case .customer: 0
        }
    }
}

/// Who did something: stands in every event.
public struct Actor: Hashable, Sendable {
    public enum Kind: String, Sendable, CaseIterable {
        case customer, staff, key, platform, system, provider, carrier
    }

    public let kind: Kind
    /// The person, key or provider; empty for the system itself.
    public let id: String
    /// Who acts in this one's name, such as somebody at the desk for a customer who calls; nil: they act themselves.
    public let hand: Hand?

    /// Somebody who acts in another's name.
    public struct Hand: Hashable, Sendable {
        public let kind: Kind
        public let id: String
    }

    public init(_ kind: Kind, _ id: String = "") {
        self.kind = kind
        self.id = id
        hand = nil
    }

    /// A customer, by the hand of somebody else.
    public init(customer id: String, by hand: Actor) {
        kind = .customer
        self.id = id
        self.hand = Hand(kind: hand.kind, id: hand.id)
    }

    /// Who really acts.
    public var doer: Actor { hand.map { Actor($0.kind, $0.id) } ?? self }

    public static let system = Actor(.system)

    /// The software that answers customers: the program itself, under a name of its own.
    public static let assistant = Actor(.system, "assistant")
}

/// Who is calling, with what they may touch.
public struct Principal: Hashable, Sendable {
    public let actor: Actor
    public let role: Role
    /// Nil: every shop (root and platform keys).
    public let shop: ShopID?
    /// Keys without a limit of calls, such as the root key.
    public let isUnlimited: Bool
    /// Keys that programs read people's data with. Persons look at them on pages, with a reason.
    public let readsPersonal: Bool

    public init(
        actor: Actor, role: Role, shop: ShopID?, isUnlimited: Bool = false, readsPersonal: Bool = false
    ) {
        self.actor = actor
        self.role = role
        self.shop = shop
        self.isUnlimited = isUnlimited
        self.readsPersonal = readsPersonal
    }

    public func reaches(_ shop: ShopID) -> Bool { self.shop == nil || self.shop == shop }
}
