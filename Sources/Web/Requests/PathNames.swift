import Base
import Hummingbird

extension WebContext {
    /// The shop that the path names: `/v1/shops/:shop/…`.
    /// - Throws: `WebRefusal.routeUnknown` when it can be no id.
    public func shop() throws -> ShopID { try id("shop") }

    /// An id that the path names, such as `:case`, with its percent signs decoded.
    /// - Throws: `WebRefusal.routeUnknown` when it can be no id.
    public func id<Kind>(_ name: String) throws -> Identifier<Kind> {
        guard let text = parameters.get(name).flatMap({ PercentText.decoded($0) }),
            Identifier<Kind>.isPossible(text)
        else { throw WebRefusal.routeUnknown }
        return Identifier(text)
    }

    /// A whole number that the path names, such as the `:n` of `offers/:n/acceptance`.
    /// - Throws: `WebRefusal.routeUnknown` when it is none.
    public func number(_ name: String) throws -> Int {
        guard let number = parameters.get(name).flatMap({ Int($0) }), number >= 0 else {
            throw WebRefusal.routeUnknown
        }
        return number
    }
}
