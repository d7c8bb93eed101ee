import Base
import Storage

/// Which signed links have been used.
struct LinkStore: Sendable {
    static let migration = Migration(
        "2026-11-22-redeemed-links",
        [
            """
            CREATE TABLE redeemed_links (
                shop TEXT NOT NULL REFERENCES shops (id),
                signature BYTEA NOT NULL,
                expires BIGINT NOT NULL,
                PRIMARY KEY (shop, signature)
            )
            """,
            "CREATE INDEX redeemed_links_by_expiry ON redeemed_links (expires)",
        ])

    /// False when it was used before.
    func redeem(
        _ signature: [UInt8], in shop: ShopID, expires: Timestamp, _ transaction: Transaction
    ) throws -> Bool {
        try transaction.changes(
            """
            INSERT INTO redeemed_links (shop, signature, expires) VALUES (\(shop), \(signature), \(expires))
            ON CONFLICT (shop, signature) DO NOTHING
            """) > 0
    }

    /// Of all shops: for the daily sweep.
    func deleteExpired(_ transaction: Transaction) throws {
        try transaction.run("DELETE FROM redeemed_links WHERE expires <= \(transaction.now)")
    }
}
