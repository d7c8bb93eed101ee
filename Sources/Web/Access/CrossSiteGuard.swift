import Hummingbird

/// Refuses changes that another site's page made a browser send. Requests with a key are not a browser's.
public struct CrossSiteGuard: RouterMiddleware {
    public typealias Context = WebContext

    private let isOpen: @Sendable (Request) -> Bool

    /// - Parameter isOpen: what any site's page may do, because no session serves for it.
    public init(except isOpen: @escaping @Sendable (Request) -> Bool = { _ in false }) {
        self.isOpen = isOpen
    }

    public func handle(
        _ request: Request, context: WebContext, next: (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        if request.changesSomething, context.caller.isBrowser, !isOpen(request), Self.isCrossSite(request) {
            throw WebRefusal.crossSiteRequest
        }
        return try await next(request, context)
    }

    /// Browsers say where a request comes from in `Sec-Fetch-Site`; older ones say it in `Origin` only.
    static func isCrossSite(_ request: Request) -> Bool {
        switch request.headers[.fetchSite] {
        case "same-origin", "none": return false
        case "cross-site": return true
        case .some, .none: break
        }
        guard let origin = request.headers[.origin] else { return false }
        let host = origin.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false).last
        return host.map(String.init)?.lowercased() != request.head.authority?.lowercased()
    }
}

extension Request {
    fileprivate var changesSomething: Bool { ![.get, .head, .options].contains(method) }
}

extension Caller {
    fileprivate var isBrowser: Bool {
        switch self {
        case .nobody, .session, .unfinished: true
        case .key, .unknownKey, .visitor: false
        }
    }
}
