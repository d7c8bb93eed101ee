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

        public init(
            _ cookie: SessionCookie, holder: @escaping @Sendable (String) async throws -> Holder?
        ) {
            self.cookie = cookie
            self.holder = holder
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
    private let sessions: [Sessions]

    /// - Parameters:
    ///   - keys: the holder of a key, nil when nobody holds it.
    ///   - visits: who is at the chat on a shop's site by that token.
    ///   - sessions: tried in order; cookies of different paths do not meet.
    public init(
        keys keyHolder: @escaping @Sendable (String) async throws -> Principal?,
        visits visitor: @escaping @Sendable (String) -> Principal? = { _ in nil }, sessions: [Sessions] = []
    ) {
        self.keyHolder = keyHolder
        self.visitor = visitor
        self.sessions = sessions
    }

    public func handle(
        _ request: Request, context: WebContext, next: (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        context.caller = try await caller(of: request)
        return try await next(request, context)
    }

    private func caller(of request: Request) async throws -> Caller {
        if let header = request.headers[.authorization] {
            guard let key = Self.bearer(header) else { return .unknownKey }
            if let visitor = visitor(key) { return .visitor(visitor) }
            return try await keyHolder(key).map { .key($0) } ?? .unknownKey
        }
        for kind in sessions {
            guard let token = kind.cookie.token(in: request) else { continue }
            switch try await kind.holder(token) {
            case .open(let principal): return .session(principal, token: token)
            case .unfinished(let principal): return .unfinished(principal, token: token)
            case nil: break
            }
        }
        return .nobody
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
