import Base
import Hummingbird
import Web

extension RouterMethods where Context == WebContext {
    /// A page for everybody.
    func visitor(
        _ method: HTTPRequest.Method, _ path: RouterPath, _ services: Services,
        _ handle: @escaping @Sendable (CustomerCall) async throws -> Response
    ) {
        on("/s/:shop/\(path)", method: method) { request, context in
            try await respond(CustomerCall(request, context, services), handle)
        }
    }

    /// A page for signed-in customers of the shop; all others are sent to sign in.
    func customer(
        _ method: HTTPRequest.Method, _ path: RouterPath, _ services: Services,
        _ handle: @escaping @Sendable (CustomerCall) async throws -> Response
    ) {
        visitor(method, path, services) { call in
            _ = try call.customer
            return try await handle(call)
        }
    }
}

/// What is refused as a whole is told within the shop's own frame.
private func respond(
    _ call: CustomerCall, _ handle: (CustomerCall) async throws -> Response
) async throws -> Response {
    do {
        return try await handle(call)
    } catch let refusal as any Refusal where refusal.kind != .unauthenticated && call.context.surface == .page
    {
        return call.page(of: Problem(refusal, call.texts))
    }
}
