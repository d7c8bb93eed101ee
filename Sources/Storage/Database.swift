import Base

/// A store of records. One writer at a time in a shop, many readers, each reader sees one moment.
///
/// A body is synchronous: nothing is awaited while a transaction is open. It may run more than once on engines that
/// begin anew after a lost connection or a deadlock, so it does nothing outside the transaction but through
/// `afterCommit`.
public protocol Database: Sendable {
    /// Runs the body in a transaction and returns once its changes are durable. A body that throws changes nothing.
    ///
    /// Writes that wait at the same time may share one commit; each still returns only after it.
    /// - Parameter scope: what the body may read in order to decide, and change.
    @discardableResult
    func write<Result: Sendable>(
        in scope: WriteScope, _ body: @escaping @Sendable (Transaction) throws -> Result
    ) async throws -> Result

    /// Runs the body on an unchanging view of the last commit.
    func read<Result: Sendable>(
        _ body: @escaping @Sendable (Transaction) throws -> Result
    ) async throws -> Result

    /// Applies migrations that have not been applied, in their order.
    func migrate(_ migrations: [Migration]) async throws

    /// What the engine itself finds wrong with what it keeps on the disk, and rows that name what is not there;
    /// empty when all is well, nil when the engine has means of its own for that. Reads everything, so it takes its
    /// time.
    func damage() async throws -> [String]?

    /// Finishes what is under way and closes every connection.
    func close() async throws

    /// What reaches the other programs that have this database open; nil where there can be none.
    var signals: (any NodeSignals)? { get }
}

extension Database {
    public var signals: (any NodeSignals)? { nil }

    /// Writes in a shop; `*` and the empty one stand for what belongs to no shop.
    @discardableResult
    public func write<Result: Sendable>(
        in shop: ShopID, _ body: @escaping @Sendable (Transaction) throws -> Result
    ) async throws -> Result {
        try await write(in: WriteScope(of: shop), body)
    }

    /// Writes while nobody else does, in whichever shop: for what is rare.
    @discardableResult
    public func write<Result: Sendable>(
        _ body: @escaping @Sendable (Transaction) throws -> Result
    ) async throws -> Result {
        try await write(in: .everything, body)
    }
}

/// What a write may read in order to decide, and change. An engine with many writers carries out those that could
/// meet one after another; so whoever decides in a write sees all that was decided before.
public enum WriteScope: Sendable, Hashable {
    /// Rows of one shop.
    case shop(ShopID)
    /// Any row.
    case everything
    /// Single rows that nobody else holds, beside all other writes. Nothing may be decided from other rows.
    case freeRows

    /// - Parameter shop: `*` and the empty one stand for what belongs to no shop.
    public init(of shop: ShopID) { self = shop == "*" || shop == "" ? .everything : .shop(shop) }

    /// Whether rows of the shop may be read in order to decide, and changed.
    public func covers(_ shop: ShopID) -> Bool { self == .everything || self == Self(of: shop) }
}

extension Database {
    public func damage() async throws -> [String]? { nil }
}

/// What a driver must do for a transaction. Only drivers and `Transaction` use it.
public protocol DatabaseSession: AnyObject {
    /// Runs a statement and says how many rows it changed.
    func run(_ text: String, _ arguments: [SQLValue]) throws -> Int
    /// Runs a statement at the latest with the next one that answers.
    func post(_ text: String, _ arguments: [SQLValue]) throws
    func rows(_ text: String, _ arguments: [SQLValue], _ each: (inout Row) throws -> Void) throws
}

extension DatabaseSession {
    public func post(_ text: String, _ arguments: [SQLValue]) throws { _ = try run(text, arguments) }
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
