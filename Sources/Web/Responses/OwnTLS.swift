import Hummingbird

/// Marks what came over the server's own TLS, so that cookies are sent back over TLS only, and tells browsers to come
/// by no other way.
public struct OwnTLS: RouterMiddleware {
    public typealias Context = WebContext

    /// Browsers keep to TLS for a year after their last visit.
    static let strictTransport = "max-age=31536000"

    public init() {}

    public func handle(
        _ request: Request, context: WebContext, next: (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        var head = request.head
        head.scheme = "https"
        var response = try await next(Request(head: head, body: request.body), context)
        response.headers[.strictTransportSecurity] = Self.strictTransport
        return response
    }
}
