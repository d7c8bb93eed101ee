import Base

/// Lets a program call the API. The secret itself is shown once, when it is made, and kept only as a hash.
public struct Key: Sendable, Hashable {
    /// The readable beginning of the key, such as `ht_ab12cd34ef56`.
    public let id: Identifier<Key>
    /// `*` for a platform key, which reaches all shops.
    public let shop: ShopID
    public let role: Role
    public let name: String
    public let made: Timestamp
    public let revoked: Timestamp?
    /// To the hour.
    public let lastUsed: Timestamp?
    /// What it may do beyond its role.
    public let scopes: Set<KeyScope>

    /// The one key that comes from the machine's operator.
    static let root: Identifier<Key> = "root"

    var principal: Principal {
        Principal(
            actor: Actor(.key, id.text), role: role, shop: shop == .platform ? nil : shop,
            isUnlimited: id == Self.root, readsPersonal: scopes.contains(.personal))
    }
}

/// What a key may be given beyond what its role may do.
public enum KeyScope: String, Sendable, CaseIterable {
    /// Reads names, phone numbers, e-mail and postal addresses in full. Keys of owners and of the platform carry it.
    case personal
}

/// A key to be made, checked.
public struct NewKey: Sendable {
    public let shop: ShopID
    public let role: Role
    public let name: String
    public let scopes: Set<KeyScope>

    static let nameCharacters = 100
    static let keysOfOneShop = 200

    /// - Parameter shop: `ShopID.platform` for a key with the role `platform`.
    /// - Throws: `keyNameInvalid`, `keyRoleInvalid`.
    public init(
        shop: ShopID, role: Role, name: String, scopes: Set<KeyScope> = []
    ) throws(KeyRefusal) {
        guard let name = ShortText.name(name, upTo: Self.nameCharacters) else { throw .keyNameInvalid }
        guard role.fits(shop) else { throw .keyRoleInvalid(role) }
        self.shop = shop
        self.role = role
        self.name = name
        self.scopes = role == .owner || role == .platform ? [.personal] : scopes
    }
}

/// A key that was just made: the only moment at which its secret is known.
public struct MadeKey: Sendable {
    public let key: Key
    /// What goes after `Authorization: Bearer`.
    public let secret: String
}

/// What came of a root key given at start.
public enum RootKeyInstallation: Sendable, Equatable {
    case installed, unchanged
    /// Another root key was installed before and stays in force.
    case differs
}
