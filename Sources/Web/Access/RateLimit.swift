import Base
import Hummingbird

/// Bounds how often one key, or one address without a key, may call. Those who watch over the server call as often as
/// they like: a busy minute must not look like a node that is down.
public struct RateLimit: RouterMiddleware {
    public typealias Context = WebContext

    private let keys: TokenBuckets
    private let addresses: TokenBuckets
    private let proxies: Int
    private let free: Set<String>
    private let clock: @Sendable () -> Timestamp

    /// - Parameters:
    ///   - keys: the bound of one key, session or visit.
    ///   - addresses: the bound of one address that sends neither.
    ///   - proxies: how many proxies of our own stand in front and add to `X-Forwarded-For`; 0 trusts no
    ///     header.
    ///   - free: paths without a bound.
    ///   - clock: real time, also in a sandbox.
    public init(
        keys: RateRule, addresses: RateRule, proxies: Int = 0, free: Set<String> = [],
        clock: @escaping @Sendable () -> Timestamp
    ) {
        self.keys = TokenBuckets(keys)
        self.addresses = TokenBuckets(addresses)
        self.proxies = proxies
        self.free = free
        self.clock = clock
    }

    public func handle(
        _ request: Request, context: WebContext, next: (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        if !free.contains(request.uri.path), let seconds = wait(request, context) {
            throw WebRefusal.rateLimited(seconds: seconds)
        }
        return try await next(request, context)
    }

    private func wait(_ request: Request, _ context: WebContext) -> Int? {
        if case .visitor(let visitor) = context.caller {
            return keys.take("visitor \(visitor.actor.id)", at: clock())
        }
        guard let principal = context.principal else {
            return addresses.take(PeerAddress.of(request, context, proxies: proxies), at: clock())
        }
        if principal.isUnlimited { return nil }
        return keys.take("\(principal.actor.kind.rawValue) \(principal.actor.id)", at: clock())
    }
}

/// Where a request came from.
public enum PeerAddress {
    /// The peer's address, or what the outermost of our own proxies saw.
    public static func of(_ request: Request, _ context: WebContext, proxies: Int) -> String {
        guard proxies > 0 else { return context.peer }
        let seen = request.headers[values: .forwardedFor].joined(separator: ",").split(separator: ",")
        guard seen.count >= proxies else { return context.peer }
        return String(seen[seen.count - proxies].filter { $0 != " " }.prefix(64))
    }
}
