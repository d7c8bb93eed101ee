import Base

/// Who a request came from, and how to ask again whether they are still that while its answer goes on.
public struct Standing: Sendable {
    let principal: Principal
    /// Nothing in a shop's own log tells that it has ended, or it costs nothing to ask.
    let isAskedOften: Bool
    /// Who they are by now; nil: nobody. It does not count as a request of theirs.
    let now: @Sendable () async throws -> Principal?

    init(
        _ principal: Principal, isAskedOften: Bool = false,
        now: @escaping @Sendable () async throws -> Principal?
    ) {
        (self.principal, self.isAskedOften, self.now) = (principal, isAskedOften, now)
    }

    /// Whether they may do what they might when they came. Any other role or shop has to be shown anew.
    public func holds() async throws -> Bool { try await now() == principal }
}
