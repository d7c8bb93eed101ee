import Base
import Storage

/// Secrets that an installation makes for itself once and all its nodes share.
struct Installation: Sendable {
    static let migrations = [
        Migration(
            "2026-11-22-installation",
            ["CREATE TABLE installation (name TEXT PRIMARY KEY, value BYTEA NOT NULL)"]),
        Move.migration,
    ]

    /// The secret of that name; made on first use.
    static func secret(_ name: String, outside: Outside, _ database: any Database) async throws -> [UInt8] {
        let fresh = outside.bytes(32)
        return try await database.write { transaction in
            try transaction.run(
                "INSERT INTO installation (name, value) VALUES (\(name), \(fresh)) ON CONFLICT (name) DO NOTHING"
            )
            return try transaction.first("SELECT value FROM installation WHERE name = \(name)") {
                try $0.bytes()
            } ?? fresh
        }
    }
}
