import Foundation

/// How to reach a PostgreSQL server and how patient to be with it.
public struct PostgreSQLSettings: Sendable {
    /// A libpq connection string: `postgres://user:password@host:5432,other:5432/huitou`. With several hosts the one
    /// that takes writes is used.
    public var connection: String
    /// The schema that holds the tables; nil: what the server takes by itself, usually `public`.
    public var schema: String?
    /// Most connections at once, each with a thread of its own.
    public var connections = 12
    /// A statement that takes longer is stopped.
    public var statementSeconds = 30
    /// Who waits longer for others that write is sent away.
    public var lockSeconds = 10
    /// A server that has said nothing for so long while an answer is waited for is asked whether it is there; the
    /// connection is given up when it does not say so.
    public var silence = Duration.seconds(3)
    /// How long a request waits for a server that has gone away.
    public var patience = Duration.seconds(5)
    /// Most reads and writes that may wait.
    public var mostWaiting = 20_000
    /// A commit waits for the disk. Otherwise a crash of the server may lose the last moments; for tests only.
    public var isDurable = true

    public init(connection: String) { self.connection = connection }

    /// Whether a text is a connection string for this engine.
    public static func isConnection(_ text: String) -> Bool {
        text.hasPrefix("postgres://") || text.hasPrefix("postgresql://")
    }
}
