import Base
import Storage
import Vault

/// What failures are counted for.
enum AttemptScope: String, Sendable, SQLConvertible { case account, address }

/// Failures by whom they are counted for. Who that is lies there as a keyed hash.
struct AttemptStore: Sendable {
    let vault: Vault

    static let migration = Migration(
        "2026-11-22-sign-in-attempts",
        [
            """
            CREATE TABLE sign_in_attempts (
                shop TEXT NOT NULL,
                scope TEXT NOT NULL CHECK (scope IN ('account', 'address')),
                subject TEXT NOT NULL,
                failures BIGINT NOT NULL CHECK (failures >= 0),
                last_failed BIGINT NOT NULL,
                blocked_until BIGINT NOT NULL,
                PRIMARY KEY (shop, scope, subject)
            )
            """
        ])

    func find(
        _ scope: AttemptScope, _ subject: String, in shop: ShopID, _ transaction: Transaction
    ) throws -> FailureCount? {
        try transaction.first(
            """
            SELECT failures, last_failed, blocked_until FROM sign_in_attempts
            WHERE shop = \(shop) AND scope = \(scope) AND subject = \(mark(subject, in: shop))
            """
        ) { FailureCount(failures: try $0.int(), last: try $0.time(), blockedUntil: try $0.time()) }
    }

    func save(
        _ count: FailureCount, _ scope: AttemptScope, _ subject: String, in shop: ShopID,
        _ transaction: Transaction
    ) throws {
        try transaction.run(
            """
            INSERT INTO sign_in_attempts (shop, scope, subject, failures, last_failed, blocked_until)
            VALUES (\(shop), \(scope), \(mark(subject, in: shop)), \(count.failures), \(count.last),
                \(count.blockedUntil))
            ON CONFLICT (shop, scope, subject) DO UPDATE SET failures = excluded.failures,
                last_failed = excluded.last_failed, blocked_until = excluded.blocked_until
            """)
    }

    /// Takes one failure back and lifts the wait.
    func takeBack(
        _ scope: AttemptScope, _ subject: String, in shop: ShopID, _ transaction: Transaction
    ) throws {
        try transaction.run(
            """
            UPDATE sign_in_attempts SET failures = failures - 1, blocked_until = \(transaction.now)
            WHERE shop = \(shop) AND scope = \(scope) AND subject = \(mark(subject, in: shop)) AND failures > 0
            """)
    }

    func delete(_ scope: AttemptScope, _ subject: String, in shop: ShopID, _ transaction: Transaction) throws
    {
        try transaction.run(
            "DELETE FROM sign_in_attempts WHERE shop = \(shop) AND scope = \(scope) AND subject = \(mark(subject, in: shop))"
        )
    }

    /// Of all shops: for the daily sweep.
    static func deleteOlder(than moment: Timestamp, _ transaction: Transaction) throws {
        try transaction.run("DELETE FROM sign_in_attempts WHERE last_failed < \(moment)")
    }

    private func mark(_ subject: String, in shop: ShopID) -> String {
        Hex.text(vault.digest(subject, for: "signInAttempts", in: shop))
    }
}
