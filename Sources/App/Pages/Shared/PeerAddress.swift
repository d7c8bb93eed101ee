import Hummingbird
import Staff
import Web

/// Where a request came from, for bounds on signing in.
enum PeerAddress {
    /// - Parameter proxies: how many proxies of our own add to `X-Forwarded-For`; 0 trusts no header.
    static func of(_ request: Request, _ context: WebContext, proxies: Int) -> Staff.ClientAddress {
        guard proxies > 0, let name = HeaderName("X-Forwarded-For") else {
            return ClientAddress(context.peer)
        }
        let seen = request.headers[values: name].joined(separator: ",").split(separator: ",")
        guard seen.count >= proxies else { return ClientAddress(context.peer) }
        return ClientAddress(String(seen[seen.count - proxies].filter { $0 != " " }.prefix(64)))
    }
}
