import Base
import Storage

struct KeyStore: Sendable {
    static let migration = Migration(
        "2026-11-22-keys",
        [
            """
            CREATE TABLE access_keys (
                shop TEXT NOT NULL,
                id TEXT NOT NULL,
                role TEXT NOT NULL CHECK (role IN ('platform', 'owner', 'supervisor', 'agent', 'viewer')),
                name TEXT NOT NULL,
                secret_hash BYTEA NOT NULL,
                made BIGINT NOT NULL,
                revoked BIGINT,
                last_used BIGINT,
                PRIMARY KEY (shop, id),
                CHECK ((shop = '*') = (role = 'platform'))
            )
            """,
            "CREATE UNIQUE INDEX access_keys_by_secret ON access_keys (secret_hash)",
        ])

    /// What keys may do beyond their role. Those of owners and of the platform may read people's data as before.
    static let scopes = Migration(
        "2026-11-23-key-scopes",
        [
            "ALTER TABLE access_keys ADD COLUMN scopes TEXT NOT NULL DEFAULT '[]'",
            "UPDATE access_keys SET scopes = '[\"personal\"]' WHERE role IN ('owner', 'platform')",
        ])

    func insert(
        _ new: NewKey, as id: Identifier<Key>, hash: [UInt8], _ transaction: Transaction
    ) throws {
        try transaction.run(
            """
            INSERT INTO access_keys (shop, id, role, name, secret_hash, made, scopes)
            VALUES (\(new.shop), \(id), \(new.role), \(new.name), \(hash), \(transaction.now),
                \(JSONValue(new.scopes.map(\.rawValue).sorted())))
            """)
    }

    func find(_ id: Identifier<Key>, in shop: ShopID, _ transaction: Transaction) throws -> Key? {
        try transaction.first(
            "SELECT \(Self.columns) FROM access_keys WHERE shop = \(shop) AND id = \(id)", Self.read)
    }

    /// The key in force with this secret, in whichever shop: the caller is known by nothing else yet.
    func find(hash: [UInt8], _ transaction: Transaction) throws -> Key? {
        try transaction.first(
            "SELECT \(Self.columns) FROM access_keys WHERE secret_hash = \(hash) AND revoked IS NULL",
            Self.read)
    }

    func list(in shop: ShopID, _ transaction: Transaction) throws -> [Key] {
        try transaction.rows(
            """
            SELECT \(Self.columns) FROM access_keys WHERE shop = \(shop) AND id <> \(Key.root)
            ORDER BY made DESC, id LIMIT \(NewKey.keysOfOneShop * 2)
            """, Self.read)
    }

    func countInForce(in shop: ShopID, _ transaction: Transaction) throws -> Int {
        try transaction.count("SELECT COUNT(*) FROM access_keys WHERE shop = \(shop) AND revoked IS NULL")
    }

    func revoke(_ id: Identifier<Key>, in shop: ShopID, _ transaction: Transaction) throws {
        try transaction.run(
            """
            UPDATE access_keys SET revoked = \(transaction.now)
            WHERE shop = \(shop) AND id = \(id) AND revoked IS NULL
            """)
    }

    func replaceHash(
        _ hash: [UInt8], of id: Identifier<Key>, in shop: ShopID, _ transaction: Transaction
    ) throws {
        try transaction.run(
            "UPDATE access_keys SET secret_hash = \(hash) WHERE shop = \(shop) AND id = \(id)")
    }

    func noteUse(
        of id: Identifier<Key>, in shop: ShopID, at hour: Timestamp, _ transaction: Transaction
    ) throws {
        try transaction.run("UPDATE access_keys SET last_used = \(hour) WHERE shop = \(shop) AND id = \(id)")
    }

    private static let columns: SQL = "id, shop, role, name, made, revoked, last_used, scopes"

    private static func read(_ row: inout Row) throws -> Key {
        Key(
            id: try row.id(), shop: try row.id(), role: try row.choice(), name: try row.text(),
            made: try row.time(),
            revoked: try row.optionalTime(), lastUsed: try row.optionalTime(),
            scopes: Set(try row.json().items.compactMap(\.string).compactMap(KeyScope.init)))
    }
}
