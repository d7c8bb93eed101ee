import Base
import Hummingbird
import Web

/// Lets pages of any site load the chat's script and call a shop's chat: no cookie serves there, only the token of a
/// visit, which no other site has.
struct ChatOrigins: RouterMiddleware {
    typealias Context = WebContext

    /// Whether an address is the chat's.
    @Sendable static func covers(_ request: Request) -> Bool {
        let path = request.uri.path
        if path.hasPrefix("/chat/") { return true }
        let parts = path.split(separator: "/", maxSplits: 4)
        return parts.count >= 4 && parts[0] == "v1" && parts[1] == "shops" && parts[3] == "chat"
    }

    func handle(
        _ request: Request, context: WebContext, next: (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        guard Self.covers(request) else { return try await next(request, context) }
        let isAsking = request.method == .options && request.headers[.accessControlRequestMethod] != nil
        var response = isAsking ? Response(status: .noContent) : try await next(request, context)
        response.headers[.accessControlAllowOrigin] = "*"
        if isAsking {
            response.headers[.accessControlAllowMethods] = "GET, POST, PUT"
            response.headers[.accessControlAllowHeaders] =
                "Authorization, Content-Type, Idempotency-Key, Last-Event-ID"
            response.headers[.accessControlMaxAge] = "86400"
        } else {
            response.headers[.accessControlExposeHeaders] = "Retry-After"
        }
        return response
    }
}
