import Base
import Storage

struct StaffStore: Sendable {
    static let migration = Migration(
        "2026-11-22-staff",
        [
            """
            CREATE TABLE staff (
                shop TEXT NOT NULL,
                id TEXT NOT NULL,
                email TEXT NOT NULL,
                email_key TEXT NOT NULL,
                name TEXT NOT NULL,
                role TEXT NOT NULL CHECK (role IN ('platform', 'owner', 'supervisor', 'agent', 'viewer')),
                is_active BOOLEAN NOT NULL,
                password TEXT,
                made BIGINT NOT NULL,
                PRIMARY KEY (shop, id),
                UNIQUE (shop, email_key),
                CHECK ((shop = '*') = (role = 'platform'))
            )
            """
        ])

    /// False when the shop has somebody with this e-mail address already.
    func insert(
        _ new: NewStaff, as id: Identifier<StaffMember>, _ transaction: Transaction
    ) throws -> Bool {
        try transaction.changes(
            """
            INSERT INTO staff (shop, id, email, email_key, name, role, is_active, made)
            VALUES (\(new.shop), \(id), \(new.email), \(ShortText.emailKey(new.email)), \(new.name), \(new.role),
                \(true), \(transaction.now))
            ON CONFLICT (shop, email_key) DO NOTHING
            """) > 0
    }

    func find(
        _ id: Identifier<StaffMember>, in shop: ShopID, _ transaction: Transaction
    ) throws -> StaffMember? {
        try transaction.first(
            "SELECT \(Self.columns) FROM staff WHERE shop = \(shop) AND id = \(id)", Self.read)
    }

    func list(in shop: ShopID, _ transaction: Transaction) throws -> [StaffMember] {
        try transaction.rows(
            """
            SELECT \(Self.columns) FROM staff WHERE shop = \(shop)
            ORDER BY email_key LIMIT \(NewStaff.membersOfOneShop)
            """, Self.read)
    }

    func count(in shop: ShopID, _ transaction: Transaction) throws -> Int {
        try transaction.count("SELECT COUNT(*) FROM staff WHERE shop = \(shop)")
    }

    func hasOwner(
        otherThan id: Identifier<StaffMember>, in shop: ShopID, _ transaction: Transaction
    ) throws -> Bool {
        try transaction.exists(
            """
            SELECT 1 FROM staff WHERE shop = \(shop) AND role = 'owner' AND is_active AND id <> \(id) LIMIT 1
            """)
    }

    func setRole(
        _ role: Role, of id: Identifier<StaffMember>, in shop: ShopID, _ transaction: Transaction
    ) throws {
        try transaction.run("UPDATE staff SET role = \(role) WHERE shop = \(shop) AND id = \(id)")
    }

    func setActive(
        _ isActive: Bool, _ id: Identifier<StaffMember>, in shop: ShopID, _ transaction: Transaction
    ) throws {
        try transaction.run("UPDATE staff SET is_active = \(isActive) WHERE shop = \(shop) AND id = \(id)")
    }

    func setPassword(
        _ hash: String, of id: Identifier<StaffMember>, in shop: ShopID, _ transaction: Transaction
    ) throws {
        try transaction.run("UPDATE staff SET password = \(hash) WHERE shop = \(shop) AND id = \(id)")
    }

    /// Who signs in with an e-mail address, and their stored password.
    func account(email: String, in shop: ShopID, _ transaction: Transaction) throws -> StaffAccount? {
        try transaction.first(
            """
            SELECT \(Self.columns), password FROM staff
            WHERE shop = \(shop) AND email_key = \(ShortText.emailKey(email))
            """
        ) { StaffAccount(member: try Self.read(&$0), password: try $0.optionalText()) }
    }

    private static let columns: SQL =
        """
        id, shop, email, name, role, is_active, CASE WHEN password IS NULL THEN 0 ELSE 1 END,
        CASE WHEN EXISTS (
            SELECT 1 FROM staff_second_factors f
            WHERE f.shop = staff.shop AND f.member = staff.id AND f.confirmed IS NOT NULL
        ) THEN 1 ELSE 0 END, made
        """

    private static func read(_ row: inout Row) throws -> StaffMember {
        StaffMember(
            id: try row.id(), shop: try row.id(), email: try row.text(), name: try row.text(),
            role: try row.choice(), isActive: try row.bool(), hasPassword: try row.bool(),
            hasSecondFactor: try row.bool(),
            made: try row.time())
    }
}

/// A member of staff with what their password is checked against.
struct StaffAccount: Sendable, Equatable {
    let member: StaffMember
    let password: String?
}
