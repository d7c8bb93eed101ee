import Hummingbird

/// Counts requests and their time until the answer's head, by route pattern, method and class of status.
public struct RequestMetrics: RouterMiddleware {
    public typealias Context = WebContext

    private let requests: MetricRegistry.Counter
    private let seconds: MetricRegistry.Histogram

    public init(_ registry: MetricRegistry) {
        requests = registry.counter(
            "huitou_http_requests_total", "Requests answered.", labels: ["route", "method", "status"])
        seconds = registry.histogram(
            "huitou_http_request_seconds", "Seconds until a request was answered.",
            labels: ["route", "method"],
            bounds: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10])
    }

    public func handle(
        _ request: Request, context: WebContext, next: (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        let response = try await next(request, context)
        let (route, method) = (context.endpointPath ?? "none", Self.name(of: request.method))
        requests.increment([route, method, "\(response.status.code / 100)xx"])
        seconds.observe((ContinuousClock.now - start).inSeconds, [route, method])
        return response
    }

    /// Methods are free text: unknown ones share a label.
    private static func name(of method: HTTPRequest.Method) -> String {
        [.get, .head, .post, .put, .patch, .delete, .options].contains(method) ? method.rawValue : "other"
    }
}
