import Base
import Storage
import Vault

/// How far people are with their authenticator apps, and the hashes of recovery codes. The secrets of the apps lie sealed
/// with the other secrets of the shop.
struct SecondFactorStore: Sendable {
    static let migration = Migration(
        "2026-11-22-second-factors",
        [
            """
            CREATE TABLE staff_second_factors (
                shop TEXT NOT NULL,
                member TEXT NOT NULL,
                last_step BIGINT NOT NULL,
                made BIGINT NOT NULL,
                confirmed BIGINT,
                PRIMARY KEY (shop, member)
            )
            """,
            """
            CREATE TABLE staff_recovery_codes (
                shop TEXT NOT NULL,
                member TEXT NOT NULL,
                hash BYTEA NOT NULL,
                PRIMARY KEY (shop, member, hash)
            )
            """,
        ])

    private let secrets: SecretStore

    init(_ vault: Vault) { secrets = SecretStore(vault) }

    struct Stored: Sendable {
        let secret: [UInt8]
        /// Codes of this half minute and of those before are used up.
        let lastStep: Int64
        let confirmed: Timestamp?
    }

    func find(_ member: StaffMember, _ transaction: Transaction) throws -> Stored? {
        let row = try transaction.first(
            """
            SELECT last_step, confirmed FROM staff_second_factors
            WHERE shop = \(member.shop) AND member = \(member.id)
            """
        ) { (lastStep: try $0.int64(), confirmed: try $0.optionalTime()) }
        guard let row,
            let secret = try secrets.find(Self.secret(of: member), of: member.shop, transaction)
                .flatMap({ Hex.bytes(of: $0) })
        else { return nil }
        return Stored(secret: secret, lastStep: row.lastStep, confirmed: row.confirmed)
    }

    /// Begins anew: whatever was there counts no more.
    func begin(_ secret: [UInt8], of member: StaffMember, _ transaction: Transaction) throws {
        try secrets.set(Hex.text(secret), as: Self.secret(of: member), of: member.shop, transaction)
        try transaction.run(
            """
            INSERT INTO staff_second_factors (shop, member, last_step, made)
            VALUES (\(member.shop), \(member.id), 0, \(transaction.now))
            ON CONFLICT (shop, member) DO UPDATE SET last_step = 0, made = excluded.made, confirmed = NULL
            """)
    }

    func confirm(_ member: StaffMember, _ transaction: Transaction) throws {
        try transaction.run(
            """
            UPDATE staff_second_factors SET confirmed = \(transaction.now)
            WHERE shop = \(member.shop) AND member = \(member.id)
            """)
    }

    func use(step: Int64, of member: StaffMember, _ transaction: Transaction) throws {
        try transaction.run(
            """
            UPDATE staff_second_factors SET last_step = \(step)
            WHERE shop = \(member.shop) AND member = \(member.id)
            """)
    }

    /// False when there was none.
    func remove(_ member: StaffMember, _ transaction: Transaction) throws -> Bool {
        try removeCodes(of: member, transaction)
        try secrets.delete(Self.secret(of: member), of: member.shop, transaction)
        return try transaction.changes(
            "DELETE FROM staff_second_factors WHERE shop = \(member.shop) AND member = \(member.id)") > 0
    }

    func setCodes(_ hashes: [[UInt8]], of member: StaffMember, _ transaction: Transaction) throws {
        try removeCodes(of: member, transaction)
        for hash in hashes {
            try transaction.run(
                """
                INSERT INTO staff_recovery_codes (shop, member, hash)
                VALUES (\(member.shop), \(member.id), \(hash))
                """)
        }
    }

    /// False when there is no such code, or it was used.
    func useCode(_ hash: [UInt8], of member: StaffMember, _ transaction: Transaction) throws -> Bool {
        try transaction.changes(
            """
            DELETE FROM staff_recovery_codes
            WHERE shop = \(member.shop) AND member = \(member.id) AND hash = \(hash)
            """) > 0
    }

    func codesLeft(of member: StaffMember, _ transaction: Transaction) throws -> Int {
        try transaction.count(
            """
            SELECT COUNT(*) FROM staff_recovery_codes WHERE shop = \(member.shop) AND member = \(member.id)
            """)
    }

    private static func secret(of member: StaffMember) -> String { "secondFactor.\(member.id)" }

    private func removeCodes(of member: StaffMember, _ transaction: Transaction) throws {
        try transaction.run(
            "DELETE FROM staff_recovery_codes WHERE shop = \(member.shop) AND member = \(member.id)")
    }
}
