import Base
import Storage
import Vault

/// Those who left: since when, and forgetting them.
extension StaffStore {
    static let left = Migration(
        "2026-11-30-staff-left", ["ALTER TABLE staff ADD COLUMN left_at BIGINT"])

    /// Puts right what nodes of the version before did not note: who has left, and who is back.
    func noteLeft(in shop: ShopID, _ transaction: Transaction) throws {
        try transaction.run(
            """
            UPDATE staff SET left_at = \(transaction.now)
            WHERE shop = \(shop) AND NOT is_active AND left_at IS NULL
            """)
        try transaction.run(
            "UPDATE staff SET left_at = NULL WHERE shop = \(shop) AND is_active AND left_at IS NOT NULL")
    }

    /// Those who left before a moment and are not forgotten yet.
    func left(
        before moment: Timestamp, limit: Int, in shop: ShopID, _ transaction: Transaction
    ) throws -> [StaffMember] {
        let ids: [Identifier<StaffMember>] = try transaction.rows(
            """
            SELECT id FROM staff WHERE shop = \(shop) AND NOT is_active AND left_at < \(moment) AND email <> ''
            ORDER BY id LIMIT \(limit)
            """
        ) { try $0.id() }
        return try ids.compactMap { try find($0, in: shop, transaction) }
    }

    /// Nobody is found by an address that is none.
    func forget(
        _ id: Identifier<StaffMember>, in shop: ShopID, _ transaction: Transaction
    ) throws {
        try transaction.run(
            """
            UPDATE staff SET email = '', email_key = id, name = '', password = NULL
            WHERE shop = \(shop) AND id = \(id)
            """)
        try people.removeKey(of: .member(id.text, of: shop), transaction)
    }
}
