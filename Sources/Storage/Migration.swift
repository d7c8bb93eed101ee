/// One step of the schema, forward only: its name never changes and sorts after those before it.
///
/// The text is the common subset; column types are TEXT, BIGINT, BOOLEAN and BLOB, which each driver translates.
public struct Migration: Sendable {
    public let name: String
    public let statements: [String]

    /// - Parameter name: dated, such as `2026-11-22-orders`.
    public init(_ name: String, _ statements: [String]) {
        self.name = name
        self.statements = statements
    }
}
