import Base

/// One transaction: statements, the time at which it happens, and what to do once it is durable.
public final class Transaction {
    /// Read once at the start, so that everything in the transaction happens at one moment.
    public let now: Timestamp
    public let identifiers: IdentifierSource
    public let dialect: SQLDialect
    /// What it may change; nil: nothing.
    public let scope: WriteScope?
    private let session: any DatabaseSession
    private var actions: [@Sendable () -> Void] = []
    private var depth = 0

    public init(
        session: any DatabaseSession, dialect: SQLDialect, scope: WriteScope? = nil, outside: Outside
    ) {
        self.session = session
        self.dialect = dialect
        self.scope = scope
        now = outside.now()
        identifiers = outside.identifiers
    }

    /// Runs a statement whose answer nobody needs. Engines at a distance send it along with the next one that answers;
    /// a fault shows there, at the latest at the end of a nested part or of the transaction.
    public func run(_ sql: SQL) throws { try session.post(sql.text, sql.arguments) }

    /// Runs a statement; the answer is how many rows it changed.
    public func changes(_ sql: SQL) throws -> Int { try session.run(sql.text, sql.arguments) }

    public func rows<Value>(_ sql: SQL, _ read: (inout Row) throws -> Value) throws -> [Value] {
        var values: [Value] = []
        try session.rows(sql.text, sql.arguments) { values.append(try read(&$0)) }
        return values
    }

    public func first<Value>(_ sql: SQL, _ read: (inout Row) throws -> Value) throws -> Value? {
        var value: Value?
        try session.rows(sql.text, sql.arguments) { if value == nil { value = try read(&$0) } }
        return value
    }

    /// What hangs on several records, read at once: the first column is the owner's id, and each row is read beside
    /// its owner. One statement, however many owners there are.
    public func parts<Owner, Value>(
        of owners: [String: Owner], _ sql: SQL, _ read: (inout Row, Owner) throws -> Value
    ) throws -> [String: [Value]] {
        guard !owners.isEmpty else { return [:] }
        var parts: [String: [Value]] = [:]
        try session.rows(sql.text, sql.arguments) { row in
            let id = try row.text()
            guard let owner = owners[id] else { return }
            parts[id, default: []].append(try read(&row, owner))
        }
        return parts
    }

    public func count(_ sql: SQL) throws -> Int { try first(sql) { try $0.int() } ?? 0 }

    public func exists(_ sql: SQL) throws -> Bool { try first(sql) { _ in true } ?? false }

    /// Rows one after another, for results that should not lie in memory at once.
    public func forEach(_ sql: SQL, _ read: (inout Row) throws -> Void) throws {
        try session.rows(sql.text, sql.arguments, read)
    }

    /// Does something after the commit: wakes a worker, tells a stream. Dropped when the transaction fails.
    public func afterCommit(_ action: @escaping @Sendable () -> Void) { actions.append(action) }

    /// Runs the body inside a savepoint: when it throws, only its own changes are undone.
    public func nested<Result>(_ body: () throws -> Result) throws -> Result {
        depth += 1
        defer { depth -= 1 }
        let (name, kept) = ("nested_\(depth)", actions.count)
        try session.post("SAVEPOINT \(name)", [])
        do {
            let result = try body()
            _ = try session.run("RELEASE SAVEPOINT \(name)", [])
            return result
        } catch {
            actions.removeSubrange(kept...)
            try session.post("ROLLBACK TO SAVEPOINT \(name)", [])
            _ = try session.run("RELEASE SAVEPOINT \(name)", [])
            throw error
        }
    }

    /// For drivers: what to do now that the transaction is durable.
    public func takeActions() -> [@Sendable () -> Void] {
        defer { actions = [] }
        return actions
    }
}
