import Hummingbird
import Logging

/// One line a request, with nothing personal: the route's pattern stands for the path.
public struct RequestLog: RouterMiddleware {
    public typealias Context = WebContext

    private let level: Logger.Level

    public init(level: Logger.Level = .info) { self.level = level }

    public func handle(
        _ request: Request, context: WebContext, next: (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        var response = try await next(request, context)
        response.headers[.requestID] = context.requestID
        context.logger.log(
            level: response.status.code >= 500 ? .error : level, "request",
            metadata: [
                "method": "\(request.method.rawValue)", "route": "\(context.endpointPath ?? "")",
                "status": "\(response.status.code)",
                "milliseconds": "\((ContinuousClock.now - start).milliseconds)",
            ])
        return response
    }
}

extension Duration {
    var milliseconds: Int64 { components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000 }

    /// Seconds with their fraction, for histograms.
    var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
