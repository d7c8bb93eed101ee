import Base
import Storage

/// What shops and the installation share with other systems: kept sealed, opened only to be used.
public struct SecretStore: Sendable {
    private let vault: Vault

    public static let migrations = [
        Migration(
            "2026-11-22-secrets",
            [
                """
                CREATE TABLE secrets (
                    shop TEXT NOT NULL,
                    name TEXT NOT NULL,
                    sealed BYTEA NOT NULL,
                    ring_version BIGINT NOT NULL,
                    PRIMARY KEY (shop, name)
                )
                """
            ])
    ]

    public init(_ vault: Vault) { self.vault = vault }

    /// Keeps a secret in the place of any other of that name.
    /// - Parameter shop: `*` for the installation's own.
    public func set(
        _ secret: String, as name: String, of shop: ShopID, _ transaction: Transaction
    ) throws {
        try catchUp(transaction)
        let sealed = try vault.seal(Array(secret.utf8), for: place(name, shop))
        try transaction.run(
            """
            INSERT INTO secrets (shop, name, sealed, ring_version)
            VALUES (\(shop), \(name), \(sealed), \(Int(vault.version)))
            ON CONFLICT (shop, name) DO UPDATE SET sealed = excluded.sealed, ring_version = excluded.ring_version
            """)
    }

    /// Before anything is sealed with the installation's key: once `reseal` has begun, which it does with the
    /// installation's own secrets, nothing is sealed with an older key any more, so that it may go when nothing lies under it.
    /// - Throws: `VaultFault.keyMissing` where this node was not given the newer key.
    public func catchUp(_ transaction: Transaction) throws {
        let newest = try transaction.first("SELECT MAX(ring_version) FROM secrets WHERE shop = '*'") {
            try $0.optionalInt()
        }
        if let newest = newest ?? nil { try vault.catchUp(to: UInt16(clamping: newest)) }
    }

    public func find(_ name: String, of shop: ShopID, _ transaction: Transaction) throws -> String? {
        try transaction.first("SELECT sealed FROM secrets WHERE shop = \(shop) AND name = \(name)") { row in
            String(decoding: try vault.open(try row.bytes(), for: place(name, shop)), as: UTF8.self)
        }
    }

    public func exists(_ name: String, of shop: ShopID, _ transaction: Transaction) throws -> Bool {
        try transaction.exists("SELECT 1 FROM secrets WHERE shop = \(shop) AND name = \(name)")
    }

    public func delete(_ name: String, of shop: ShopID, _ transaction: Transaction) throws {
        try transaction.run("DELETE FROM secrets WHERE shop = \(shop) AND name = \(name)")
    }

    /// Seals what lies under an older key with the newest, some at a time.
    /// - Returns: how many; fewer than `limit` when all are done.
    public func reseal(limit: Int, _ transaction: Transaction) throws -> Int {
        let old = try transaction.rows(
            """
            SELECT shop, name FROM secrets WHERE ring_version < \(Int(vault.version))
            ORDER BY shop, name LIMIT \(limit)
            """
        ) { row in (try row.id() as ShopID, try row.text()) }
        for (shop, name) in old {
            guard let secret = try find(name, of: shop, transaction) else { continue }
            try set(secret, as: name, of: shop, transaction)
        }
        return old.count
    }

    /// How many lie under each key.
    public func counts(_ transaction: Transaction) throws -> [UInt16: Int] {
        var counts: [UInt16: Int] = [:]
        try transaction.forEach("SELECT ring_version, COUNT(*) FROM secrets GROUP BY ring_version") { row in
            counts[UInt16(clamping: try row.int64())] = try row.int()
        }
        return counts
    }

    private func place(_ name: String, _ shop: ShopID) -> SealedPlace {
        SealedPlace("secrets.sealed", name, of: shop)
    }
}
