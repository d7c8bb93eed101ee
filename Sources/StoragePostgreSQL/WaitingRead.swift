import Base
import Storage

/// A read that waits for a connection.
protocol WaitingRead: Sendable {
    /// When its patience began.
    var since: ContinuousClock.Instant { get }
    /// Runs the body and answers. Throws a fault of the connection, after which it can be run again.
    func run(on connection: Connection, _ outside: Outside) throws
    func fail(_ error: any Error)
}

struct Read<Result: Sendable>: WaitingRead {
    let since = ContinuousClock.now
    let body: @Sendable (Transaction) throws -> Result
    let continuation: CheckedContinuation<Result, any Error>

    func run(on connection: Connection, _ outside: Outside) throws {
        let result: Result
        do {
            result = try connection.read(outside, body)
        } catch let fault as PostgreSQLFault where fault.isLost || fault.mayPass {
            throw fault
        } catch {
            return fail(error)
        }
        continuation.resume(returning: result)
    }

    func fail(_ error: any Error) { continuation.resume(throwing: StorageFailure.translated(error)) }
}
