import Base
import Hummingbird

extension WebContext {
    /// The caller, when they may do this in this shop.
    /// - Throws: `WebRefusal.keyMissing`, `.keyUnknown` or `.notSignedIn` without a caller; `.shopUnknown`
    ///   when the caller belongs to another shop, whether or not the shop exists; `.roleTooLow`.
    public func principal(for shop: ShopID, atLeast role: Role) throws -> Principal {
        let principal = try signedIn()
        guard principal.reaches(shop) else { throw WebRefusal.shopUnknown }
        return try principal.atLeast(role)
    }

    /// The caller, for what belongs to no shop, such as making one.
    /// - Throws: as above, `shopUnknown` apart.
    public func principal(atLeast role: Role) throws -> Principal {
        try signedIn().atLeast(role)
    }

    /// Who sits at the browser, also before a second factor is set up that they must have, and the session's token.
    /// - Throws: `WebRefusal.notSignedIn` without a session; `.shopUnknown`; `.roleTooLow` for customers.
    public func person(for shop: ShopID) throws -> (Principal, token: String) {
        switch caller {
        case .session(let principal, let token), .unfinished(let principal, let token):
            guard principal.reaches(shop) else { throw WebRefusal.shopUnknown }
            return (try principal.atLeast(.viewer), token)
        case .nobody, .unknownKey, .key, .visitor: throw WebRefusal.notSignedIn
        }
    }

    /// Whoever is at a shop's chat.
    /// - Throws: `WebRefusal.visitMissing`.
    public func visitor(of shop: ShopID) throws -> Principal {
        guard case .visitor(let principal) = caller, principal.reaches(shop) else {
            throw WebRefusal.visitMissing
        }
        return principal
    }

    private func signedIn() throws -> Principal {
        switch (caller, surface) {
        case (.key(let principal), _), (.session(let principal, _), _): return principal
        case (.unknownKey, _), (.visitor, .program): throw WebRefusal.keyUnknown
        case (.nobody, .program), (.unfinished, .program): throw WebRefusal.keyMissing
        case (.nobody, .page), (.unfinished, .page), (.visitor, .page): throw WebRefusal.notSignedIn
        }
    }
}

extension Principal {
    fileprivate func atLeast(_ needed: Role) throws -> Principal {
        guard role.includes(needed) else { throw WebRefusal.roleTooLow(needed: needed) }
        return self
    }
}
