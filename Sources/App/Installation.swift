import Base
import Storage
import Vault

/// What an installation makes for itself once and all its nodes share.
struct Installation: Sendable {
    static let migrations = [
        Migration(
            "2026-11-22-installation",
            ["CREATE TABLE installation (name TEXT PRIMARY KEY, value BYTEA NOT NULL)"]),
        Move.migration,
    ]

    /// Whose keys seal this database; nil before any did.
    static func ringName(_ transaction: Transaction) throws -> String? {
        try value(ring, transaction).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Notes whose keys seal it, unless that stands there.
    /// - Returns: what stands there.
    static func keepRingName(_ name: String, _ transaction: Transaction) throws -> String {
        try transaction.run(
            """
            INSERT INTO installation (name, value) VALUES (\(ring), \(Array(name.utf8)))
            ON CONFLICT (name) DO NOTHING
            """)
        return try ringName(transaction) ?? name
    }

    /// By what the directory of the nodes' files is known; nil before any node has started.
    static func filesMark(_ transaction: Transaction) throws -> String? {
        try value(files, transaction).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Notes by what it is known, unless that stands there.
    /// - Returns: what stands there.
    static func keepFilesMark(_ mark: String, _ transaction: Transaction) throws -> String {
        try transaction.run(
            """
            INSERT INTO installation (name, value) VALUES (\(files), \(Array(mark.utf8)))
            ON CONFLICT (name) DO NOTHING
            """)
        return try filesMark(transaction) ?? mark
    }

    /// The secret of that name; made on first use and sealed.
    static func secret(
        _ name: String, _ vault: Vault, outside: Outside, _ database: any Database
    ) async throws -> [UInt8] {
        let (fresh, secrets) = (outside.bytes(32), SecretStore(vault))
        return try await database.write { transaction in
            if let text = try secrets.find(name, of: "*", transaction) { return Array(text.utf8) }
            // Where such secrets lay before they were sealed.
            let old = try value(name, transaction)
            let secret = (old ?? fresh).map { String($0, radix: 16) }.joined(separator: "-")
            try secrets.set(secret, as: name, of: "*", transaction)
            try transaction.run("DELETE FROM installation WHERE name = \(name)")
            return Array(secret.utf8)
        }
    }

    /// Stores so much and takes it away again.
    static func tryRoom(_ bytes: [UInt8], _ transaction: Transaction) throws {
        try transaction.run(
            """
            INSERT INTO installation (name, value) VALUES ('room', \(bytes))
            ON CONFLICT (name) DO UPDATE SET value = excluded.value
            """)
        try transaction.run("DELETE FROM installation WHERE name = 'room'")
    }

    private static let ring = "ring"
    private static let files = "files"

    private static func value(_ name: String, _ transaction: Transaction) throws -> [UInt8]? {
        try transaction.first("SELECT value FROM installation WHERE name = \(name)") { try $0.bytes() }
    }
}
