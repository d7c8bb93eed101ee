import Base
import Storage
import Vault

/// Those who work for shops. Their names and e-mail addresses lie sealed with a key of each, and an address is found by
/// its keyed hash.
struct StaffStore: Sendable {
    let people: PersonVault

    private static let email = PersonalColumn("staff", "email", owner: .member("id"))
    private static let name = PersonalColumn("staff", "name", owner: .member("id"))
    static let personal = [email, name]

    static func sealing(_ people: PersonVault) -> Migration {
        Migration(
            "2026-11-23-staff-personal", [.change { _ = try StaffStore(people: people).sealReadable($0) }])
    }

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
        let digest = digest(new.email, in: new.shop)
        guard
            try !transaction.exists(
                "SELECT 1 FROM staff WHERE shop = \(new.shop) AND email_key = \(digest)")
        else { return false }
        let key = try people.keyToWrite(.member(id.text, of: new.shop), transaction)
        let email = try key.seal(new.email, in: Self.email, of: id.text, in: new.shop)
        let name = try key.seal(new.name, in: Self.name, of: id.text, in: new.shop)
        return try transaction.changes(
            """
            INSERT INTO staff (shop, id, email, email_key, name, role, is_active, made)
            VALUES (\(new.shop), \(id), \(email), \(digest), \(name), \(new.role), \(true), \(transaction.now))
            ON CONFLICT (shop, email_key) DO NOTHING
            """) > 0
    }

    func find(
        _ id: Identifier<StaffMember>, in shop: ShopID, _ transaction: Transaction
    ) throws -> StaffMember? {
        try accounts("id = \(id)", in: shop, transaction).first?.member
    }

    /// By e-mail address, those without any last.
    func list(in shop: ShopID, _ transaction: Transaction) throws -> [StaffMember] {
        let all = try accounts("TRUE", in: shop, transaction).map(\.member)
        return all.filter { !$0.isForgotten }
            .sorted { ShortText.emailKey($0.email) < ShortText.emailKey($1.email) }
            + all.filter(\.isForgotten)
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
        let left: SQL = isActive ? "NULL" : "COALESCE(left_at, \(transaction.now))"
        try transaction.run(
            "UPDATE staff SET is_active = \(isActive), left_at = \(left) WHERE shop = \(shop) AND id = \(id)")
    }

    func setPassword(
        _ hash: String, of id: Identifier<StaffMember>, in shop: ShopID, _ transaction: Transaction
    ) throws {
        try transaction.run("UPDATE staff SET password = \(hash) WHERE shop = \(shop) AND id = \(id)")
    }

    /// Who signs in with an e-mail address, and their stored password.
    func account(email: String, in shop: ShopID, _ transaction: Transaction) throws -> StaffAccount? {
        try accounts("email_key = \(digest(email, in: shop))", in: shop, transaction)
            .first { ShortText.emailKey($0.member.email) == ShortText.emailKey(email) }
    }

    private func accounts(
        _ filter: SQL, in shop: ShopID, _ transaction: Transaction
    ) throws -> [StaffAccount] {
        let rows = try transaction.rows(
            """
            SELECT id, shop, email, name, role, is_active,
                CASE WHEN EXISTS (
                    SELECT 1 FROM staff_second_factors f
                    WHERE f.shop = staff.shop AND f.member = staff.id AND f.confirmed IS NOT NULL
                ) THEN 1 ELSE 0 END, made, password
            FROM staff WHERE shop = \(shop) AND \(filter) ORDER BY id LIMIT \(NewStaff.membersOfOneShop)
            """, Stored.init)
        let keys = try people.keys(of: rows.map(\.person), transaction)
        return try rows.map { row in
            try row.account { try keys.open($0, of: row.person, in: $1, of: row.id.text) ?? "" }
        }
    }

    private func digest(_ email: String, in shop: ShopID) -> String {
        people.digest(ShortText.emailKey(email), for: "staff.email", in: shop)
    }
}

extension StaffStore {
    /// A row before it is opened.
    private struct Stored {
        let id: Identifier<StaffMember>
        let shop: ShopID
        let email: String
        let name: String
        let role: Role
        let isActive: Bool
        let hasSecondFactor: Bool
        let made: Timestamp
        let password: String?

        init(_ row: inout Row) throws {
            (id, shop, email, name) = (try row.id(), try row.id(), try row.text(), try row.text())
            (role, isActive) = (try row.choice(), try row.bool())
            (hasSecondFactor, made, password) = (try row.bool(), try row.time(), try row.optionalText())
        }

        var person: Person { .member(id.text, of: shop) }

        func account(_ open: (String, PersonalColumn) throws -> String) rethrows -> StaffAccount {
            let name = try open(name, StaffStore.name)
            let member = StaffMember(
                id: id, shop: shop, email: try open(email, StaffStore.email),
                name: name.isEmpty ? id.text : name, role: role, isActive: isActive,
                hasPassword: password != nil, hasSecondFactor: hasSecondFactor, made: made)
            return StaffAccount(member: member, password: password)
        }
    }

    /// Seals people whom a version before has left readable.
    /// - Returns: how many.
    func sealReadable(_ transaction: Transaction) throws -> Int {
        let readable: [(shop: ShopID, id: String, email: String, name: String)] = try transaction.rows(
            """
            SELECT shop, id, email, name FROM staff WHERE email <> '' AND substr(email, 1, 1) <> \(PersonKey.mark)
            ORDER BY shop, id
            """
        ) { (try $0.id(), try $0.text(), try $0.text(), try $0.text()) }
        for row in readable {
            let key = try people.keyToWrite(.member(row.id, of: row.shop), transaction)
            let email = try key.seal(row.email, in: Self.email, of: row.id, in: row.shop)
            let name = try key.seal(row.name, in: Self.name, of: row.id, in: row.shop)
            try transaction.run(
                """
                UPDATE staff SET email = \(email), email_key = \(digest(row.email, in: row.shop)), name = \(name)
                WHERE shop = \(row.shop) AND id = \(row.id)
                """)
        }
        return readable.count
    }
}

/// A member of staff with what their password is checked against.
struct StaffAccount: Sendable, Equatable {
    let member: StaffMember
    let password: String?
}
