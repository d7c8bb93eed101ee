import Storage

/// What PostgreSQL writes otherwise than the common subset.
enum PostgreSQLDialect {
    static let words = SQLDialect(
        skippingTaken: "FOR UPDATE SKIP LOCKED",
        tableNames: """
            SELECT tablename FROM pg_catalog.pg_tables WHERE schemaname = current_schema() ORDER BY tablename
            """,
        columns: { table in
            """
            SELECT a.attname::text, COALESCE(array_position(i.indkey::int2[], a.attnum) + 1, 0)
            FROM pg_catalog.pg_attribute a
            LEFT JOIN pg_catalog.pg_index i ON i.indrelid = a.attrelid AND i.indisprimary
            WHERE a.attrelid = \(table)::text::regclass AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum
            """
        },
        numberOn: { table, column in
            let text = """
                SELECT setval(pg_get_serial_sequence('\(table)', '\(column)'), MAX(\(column)))
                FROM \(table) HAVING MAX(\(column)) IS NOT NULL
                """
            return SQL(stringLiteral: text)
        })

    /// Text is compared byte by byte, whatever the language of the database, so that both engines order alike.
    static func translate(_ statement: String) -> String {
        statement.replacing(/\bTEXT\b/, with: "TEXT COLLATE \"C\"").replacing(/\bBLOB\b/, with: "BYTEA")
    }
}
