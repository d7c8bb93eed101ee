import Base
import Hummingbird

/// Finds out who is calling: a key in the `Authorization` header, or else a session cookie.
///
/// It refuses nobody; `WebContext.principal(for:atLeast:)` does, where a route needs somebody.
public struct Authentication: RouterMiddleware {
    public typealias Context = WebContext

    /// Sessions of one kind: their cookie and how a token becomes somebody.
    public struct Sessions: Sendable {
        let cookie: SessionCookie
        let holder: @Sendable (String) async throws -> Holder?
        let laterHolder: @Sendable (String) async throws -> Holder?

        /// - Parameters:
        ///   - holder: who a request comes from.
        ///   - laterHolder: the same while an answer goes on: nobody has asked for anything, so that it keeps no idle
        ///     session open; nil: there is no difference.
        public init(
            _ cookie: SessionCookie, holder: @escaping @Sendable (String) async throws -> Holder?,
            laterHolder: (@Sendable (String) async throws -> Holder?)? = nil
        ) {
            self.cookie = cookie
            self.holder = holder
            self.laterHolder = laterHolder ?? holder
        }
    }

    /// Whose session a cookie is.
    public enum Holder: Sendable {
        case open(Principal)
        /// Must set up a second factor first.
        case unfinished(Principal)
    }

    /// Longer ones are nobody's.
    private static let mostKeyBytes = 512

    private let keyHolder: @Sendable (String) async throws -> Principal?
    private let visitor: @Sendable (String) -> Principal?
    private let isGone: @Sendable (Principal) async throws -> Bool
    private let sessions: [Sessions]

    /// - Parameters:
    ///   - keys: the holder of a key, nil when nobody holds it.
    ///   - visits: who is at the chat on a shop's site by that token.
    ///   - isGone: whether such a visitor has been erased since.
    ///   - sessions: tried in order; cookies of different paths do not meet.
    public init(
        keys keyHolder: @escaping @Sendable (String) async throws -> Principal?,
        visits visitor: @escaping @Sendable (String) -> Principal? = { _ in nil },
        isGone: @escaping @Sendable (Principal) async throws -> Bool = { _ in false },
        sessions: [Sessions] = []
    ) {
        self.keyHolder = keyHolder
        self.visitor = visitor
        self.isGone = isGone
        self.sessions = sessions
    }

    public func handle(
        _ request: Request, context: WebContext, next: (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        (context.caller, context.standing) = try await caller(of: request)
        return try await next(request, context)
    }

    private func caller(of request: Request) async throws -> (Caller, Standing?) {
        if let header = request.headers[.authorization] {
            guard let key = Self.bearer(header) else { return (.unknownKey, nil) }
            if let principal = visitor(key) { return (.visitor(principal), standing(principal, visit: key)) }
            guard let principal = try await keyHolder(key) else { return (.unknownKey, nil) }
            let standing = Standing(principal, isAskedOften: true) { [keyHolder] in try await keyHolder(key) }
            return (.key(principal), standing)
        }
        for kind in sessions {
            guard let token = kind.cookie.token(in: request) else { continue }
            switch try await kind.holder(token) {
            case .open(let principal):
                return (.session(principal, token: token), Self.standing(principal, kind, token))
            case .unfinished(let principal): return (.unfinished(principal, token: token), nil)
            case nil: break
            }
        }
        return (.nobody, nil)
    }

    private func standing(_ principal: Principal, visit: String) -> Standing {
        Standing(principal) { [visitor, isGone] in
            guard let now = visitor(visit), try await !isGone(now) else { return nil }
            return now
        }
    }

    /// What happens to those who belong to no shop stands in no shop's log.
    private static func standing(_ principal: Principal, _ kind: Sessions, _ token: String) -> Standing {
        Standing(principal, isAskedOften: principal.shop == nil) {
            guard case .open(let now) = try await kind.laterHolder(token) else { return nil }
            return now
        }
    }

    /// The key after `Bearer `.
    static func bearer(_ header: String) -> String? {
        guard header.utf8.count <= mostKeyBytes + 7, header.prefix(7).lowercased() == "bearer " else {
            return nil
        }
        let key = header.dropFirst(7).drop { $0 == " " }
        return key.isEmpty ? nil : String(key)
    }
}
