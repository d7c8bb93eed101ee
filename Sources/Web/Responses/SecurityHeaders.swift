import Hummingbird

/// What browsers may do with our answers. What no route says otherwise is not kept in any cache.
public struct SecurityHeaders: RouterMiddleware {
    public typealias Context = WebContext

    /// Scripts, styles and pictures of our own only; no frames, no plug-ins, no inline code.
    public static let contentSecurityPolicy = policy(imagesFrom: [])

    /// The same for a page that also shows pictures from elsewhere.
    /// - Parameter origins: such as `https://img.example.com`, checked where they came in.
    public static func policy(imagesFrom origins: [String]) -> String {
        let images = (["'self'", "blob:", "data:"] + origins).joined(separator: " ")
        return """
            default-src 'none'; script-src 'self'; style-src 'self'; img-src \(images); \
            media-src 'self' blob:; connect-src 'self'; form-action 'self'; base-uri 'none'; \
            frame-ancestors 'none'
            """
    }

    public init() {}

    public func handle(
        _ request: Request, context: WebContext, next: (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        response.headers[.xContentTypeOptions] = "nosniff"
        if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
        if response.headers[.contentType]?.hasPrefix("text/html") == true { addPageHeaders(to: &response) }
        return response
    }

    private func addPageHeaders(to response: inout Response) {
        if response.headers[.contentSecurityPolicy] == nil {
            response.headers[.contentSecurityPolicy] = Self.contentSecurityPolicy
        }
        response.headers[.referrerPolicy] = "same-origin"
        response.headers[.permissionsPolicy] = "camera=(self), microphone=(), geolocation=(), payment=()"
    }
}
