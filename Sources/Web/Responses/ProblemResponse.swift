import Base
import Hummingbird
import Localisation
import Logging
import Markup

/// Turns every error into an answer: a problem document for programs, a page for people.
///
/// It also notes the language and the reader of the request, which everything inside it may ask for.
public struct ProblemResponse: RouterMiddleware {
    public typealias Context = WebContext

    private let texts: Texts
    private let page: @Sendable (Problem, Language, _ path: String) -> HTML
    private let signIn: @Sendable (Request) -> String?
    private let onFault: @Sendable (any Error) -> Void

    /// - Parameters:
    ///   - page: draws a problem as a whole page, for the address that was asked for.
    ///   - signIn: where somebody who is not signed in should go, or nil to show the problem.
    ///   - onFault: told of what is not the caller's doing.
    public init(
        _ texts: Texts, signIn: @escaping @Sendable (Request) -> String? = { _ in nil },
        onFault: @escaping @Sendable (any Error) -> Void = { _ in },
        page: @escaping @Sendable (Problem, Language, _ path: String) -> HTML
    ) {
        self.texts = texts
        self.signIn = signIn
        self.onFault = onFault
        self.page = page
    }

    public func handle(
        _ request: Request, context: WebContext, next: (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        context.language = ReaderLanguage.of(request)
        context.surface = Self.surface(of: request)
        do {
            return try await next(request, context)
        } catch {
            let problem = Problem(error, reference: context.requestID, texts(context.language))
            if problem.isFault {
                onFault(error)
                report(error, problem, context)
            }
            return answer(problem, request, context)
        }
    }

    private func answer(_ problem: Problem, _ request: Request, _ context: WebContext) -> Response {
        guard context.surface == .page else { return problem.response() }
        if problem.status == 401, let place = signIn(request) { return .seeOther(place) }
        var response = Response.page(
            page(problem, context.language, request.uri.path), HTTPResponse.Status(code: problem.status))
        problem.addHints(to: &response)
        return response
    }

    private func report(_ error: any Error, _ problem: Problem, _ context: WebContext) {
        context.logger.error(
            "request failed",
            metadata: [
                "code": "\(problem.code)", "route": "\(context.endpointPath ?? "")", "fault": "\(error)",
            ])
    }

    private static func surface(of request: Request) -> Surface {
        let path = request.uri.path
        if path == "/v1" || path.hasPrefix("/v1/") { return .program }
        return request.headers[.accept]?.contains("text/html") == true ? .page : .program
    }
}
