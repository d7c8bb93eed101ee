/// One step of the schema, forward only: its name never changes and sorts after those before it.
public struct Migration: Sendable {
    /// What a migration consists of.
    public enum Step: Sendable {
        /// The common subset of SQL; column types are TEXT, BIGINT, BOOLEAN and BYTEA, which each driver translates.
        case statement(String)
        /// What SQL alone cannot do with the records that are there, in the migration's transaction.
        case change(@Sendable (Transaction) throws -> Void)
    }

    public let name: String
    public let steps: [Step]

    /// - Parameter name: dated, such as `2026-11-22-orders`.
    public init(_ name: String, _ steps: [Step]) {
        self.name = name
        self.steps = steps
    }
}

extension Migration.Step: ExpressibleByStringInterpolation {
    public init(stringLiteral value: String) { self = .statement(value) }
}
