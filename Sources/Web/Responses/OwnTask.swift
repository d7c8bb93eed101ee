import Hummingbird

/// Makes each answer in a task of its own, which ends with it.
///
/// A task keeps the stack that it once needed, about 20 KB for a request. A connection's task lives as long as the
/// connection: without this, thousands of waiting connections and live streams would each hold on to that much.
public struct OwnTask<Inner: HTTPResponder>: HTTPResponder where Inner.Context: Sendable {
    public typealias Context = Inner.Context

    private let inner: Inner

    public init(_ inner: Inner) { self.inner = inner }

    public func respond(to request: Request, context: Context) async throws -> Response {
        async let response = inner.respond(to: request, context: context)
        return try await response
    }
}
