import Base
import Storage

/// A write that waits for its turn and its commit.
protocol WaitingWrite: Sendable {
    /// When its patience began.
    var since: ContinuousClock.Instant { get }
    /// Runs the body, as often as its transaction is begun anew.
    func run(in transaction: Transaction) throws
    /// The transaction is durable.
    func succeed()
    func fail(_ error: any Error)
}

/// Sendable by proof: the methods are called by the one thread that has taken it, one after another.
final class Write<Result: Sendable>: WaitingWrite, @unchecked Sendable {
    let since = ContinuousClock.now
    private let body: @Sendable (Transaction) throws -> Result
    private let continuation: CheckedContinuation<Result, any Error>
    private var result: Result?
    private var actions: [@Sendable () -> Void] = []

    init(
        body: @escaping @Sendable (Transaction) throws -> Result,
        continuation: CheckedContinuation<Result, any Error>
    ) {
        self.body = body
        self.continuation = continuation
    }

    func run(in transaction: Transaction) throws {
        result = try body(transaction)
        actions = transaction.takeActions()
    }

    func succeed() {
        guard let result else { preconditionFailure("a write was acknowledged before it ran") }
        for action in actions { action() }
        continuation.resume(returning: result)
    }

    func fail(_ error: any Error) { continuation.resume(throwing: StorageFailure.translated(error)) }
}
