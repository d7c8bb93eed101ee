import Base

/// Somebody who works for a shop, or for the platform in the pseudo shop `*`.
public struct StaffMember: Sendable, Hashable {
    public let id: Identifier<StaffMember>
    public let shop: ShopID
    /// Empty once it is no longer kept.
    public let email: String
    /// Their id once it is no longer kept.
    public let name: String
    public let role: Role
    public let isActive: Bool
    /// False until a password has been set: nobody can sign in as them.
    public let hasPassword: Bool
    /// Whether an authenticator app is asked for beside the password.
    public let hasSecondFactor: Bool
    public let made: Timestamp

    /// They left so long ago that nobody knows any more what they were called.
    public var isForgotten: Bool { email.isEmpty }

    /// How they stand in events.
    var actor: Actor { Actor(shop == .platform ? .platform : .staff, id.text) }
}

/// Somebody to be added, checked.
public struct NewStaff: Sendable {
    public let shop: ShopID
    public let email: String
    public let name: String
    public let role: Role

    static let membersOfOneShop = 1_000

    /// - Throws: `emailInvalid`, `staffNameInvalid`, `roleNotForShop`.
    public init(shop: ShopID, email: String, name: String, role: Role) throws(StaffRefusal) {
        guard let email = ShortText.email(email) else { throw .emailInvalid }
        guard let name = ShortText.name(name) else { throw .staffNameInvalid }
        guard role.fits(shop) else { throw .roleNotForShop(role) }
        self.shop = shop
        self.email = email
        self.name = name
        self.role = role
    }
}
