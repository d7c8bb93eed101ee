import Base

extension Principal {
    /// Lets only those through who reach the shop and whose role holds the permission.
    /// - Throws: `shopUnknown` for a shop out of reach, so that nobody learns which shops exist;
    ///   `permissionMissing` when the role does not hold it.
    public func require(_ permission: Permission, in shop: ShopID) throws {
        guard reaches(shop) else { throw ShopRefusal.shopUnknown(shop) }
        guard role.may(permission) else { throw AccessRefusal.permissionMissing(permission) }
    }

    /// Nobody hands out more than they hold.
    /// - Throws: `roleTooWide`.
    func require(holding role: Role) throws(AccessRefusal) {
        guard self.role.includes(role) else { throw .roleTooWide(role) }
    }
}

extension Identifier where Kind == Shop {
    /// The pseudo shop that platform operators, their keys and their sessions belong to.
    public static var platform: ShopID { "*" }
}

extension Role {
    /// Platform people and keys belong to the platform, all others to a shop; customers are neither.
    func fits(_ shop: ShopID) -> Bool { self != .customer && (self == .platform) == (shop == .platform) }
}
