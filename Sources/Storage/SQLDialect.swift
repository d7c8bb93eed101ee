/// The few words of statements that engines write differently. Types of columns are translated by each driver.
public struct SQLDialect: Sendable {
    /// Ends a `SELECT` that picks rows to take: leaves out those that another node is just taking.
    public let skippingTaken: SQL
    /// Selects the names of all tables.
    public let tableNames: SQL
    /// Selects of a table each column's name and its place in the primary key, from 1; 0 outside.
    public let columns: @Sendable (_ table: String) -> SQL
    /// After rows were written with numbers of their own, lets a column that numbers rows go on behind them; nil where
    /// it does so by itself.
    public let numberOn: (@Sendable (_ table: String, _ column: String) -> SQL)?

    public init(
        skippingTaken: SQL, tableNames: SQL, columns: @escaping @Sendable (String) -> SQL,
        numberOn: (@Sendable (String, String) -> SQL)? = nil
    ) {
        self.skippingTaken = skippingTaken
        self.tableNames = tableNames
        self.columns = columns
        self.numberOn = numberOn
    }
}
