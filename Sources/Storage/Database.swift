import Base

/// A store of records. One writer at a time, many readers, each reader sees one moment.
///
/// A body is synchronous: nothing is awaited while a transaction is open. It may run more than once on engines that
/// retry serialization failures, so it does nothing outside the transaction but through `afterCommit`.
public protocol Database: Sendable {
    /// Runs the body in a transaction and returns once its changes are durable. A body that throws changes nothing.
    ///
    /// Writes that wait at the same time may share one commit; each still returns only after it.
    @discardableResult
    func write<Result: Sendable>(
        _ body: @escaping @Sendable (Transaction) throws -> Result
    ) async throws -> Result

    /// Runs the body on an unchanging view of the last commit.
    func read<Result: Sendable>(
        _ body: @escaping @Sendable (Transaction) throws -> Result
    ) async throws -> Result

    /// Applies migrations that have not been applied, in their order.
    func migrate(_ migrations: [Migration]) async throws

    /// What the engine itself finds wrong with what it keeps on the disk, and rows that name what is not there;
    /// empty when all is well. Reads everything, so it takes its time.
    func damage() async throws -> [String]

    /// Finishes what is under way and closes every connection.
    func close() async throws
}

extension Database {
    public func damage() async throws -> [String] { [] }
}

/// What a driver must do for a transaction. Only drivers and `Transaction` use it.
public protocol DatabaseSession: AnyObject {
    /// Runs a statement and says how many rows it changed.
    func run(_ text: String, _ arguments: [SQLValue]) throws -> Int
    func rows(_ text: String, _ arguments: [SQLValue], _ each: (inout Row) throws -> Void) throws
}

/// The outside world broke, or a constraint of the schema held.
public enum StorageFailure: Error, Equatable {
    /// A UNIQUE, PRIMARY KEY, CHECK, FOREIGN KEY or NOT NULL constraint refused; `detail` names it.
    case constraint(kind: ConstraintKind, detail: String)
    case diskFull
    case unavailable(String)
    case unexpectedColumn(place: Int, wanted: String)
    case failed(String)

    public enum ConstraintKind: Sendable, Equatable { case unique, check, foreignKey, notNull, other }

    public var isUniqueViolation: Bool {
        if case .constraint(.unique, _) = self { true } else { false }
    }
}
