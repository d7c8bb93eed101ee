import Base
import Storage
import Vault

/// A one-time code as it is kept: it can be checked, not read.
struct StoredCode: Sendable {
    let id: Identifier<StoredCode>
    /// Nil when the order is not known, or the code was used: nothing fits.
    let customer: String?
    let salt: [UInt8]
    let hash: [UInt8]
    let expires: Timestamp
    let triesLeft: Int

    /// In the same time whether the order is known or not.
    func fits(_ code: String, at now: Timestamp) -> Bool {
        let isEqual = Fingerprint.areEqual(Fingerprint.of(code, salt: salt), hash)
        return isEqual && customer != nil && triesLeft > 0 && now < expires
    }
}

struct CodeStore: Sendable {
    let vault: Vault

    static let migration = Migration(
        "2026-11-22-sign-in-codes",
        [
            """
            CREATE TABLE sign_in_codes (
                shop TEXT NOT NULL REFERENCES shops (id),
                id TEXT NOT NULL,
                order_number TEXT NOT NULL,
                customer TEXT,
                salt BYTEA NOT NULL,
                code_hash BYTEA NOT NULL,
                address TEXT NOT NULL,
                made BIGINT NOT NULL,
                expires BIGINT NOT NULL,
                tries_left BIGINT NOT NULL CHECK (tries_left >= 0),
                PRIMARY KEY (shop, id)
            )
            """,
            "CREATE INDEX sign_in_codes_by_order ON sign_in_codes (shop, order_number, made)",
            "CREATE INDEX sign_in_codes_by_address ON sign_in_codes (shop, address, made)",
            "CREATE INDEX sign_in_codes_by_age ON sign_in_codes (made)",
        ])

    static let byCustomer = Migration(
        "2026-11-23-sign-in-codes-by-customer",
        [
            """
            CREATE INDEX sign_in_codes_by_customer ON sign_in_codes (shop, customer) WHERE customer IS NOT NULL
            """
        ])

    func insert(_ code: StoredCode, for request: CodeRequest, _ transaction: Transaction) throws {
        try transaction.run(
            """
            INSERT INTO sign_in_codes (shop, id, order_number, customer, salt, code_hash, address, made, expires,
                tries_left)
            VALUES (\(request.shop), \(code.id), \(request.order), \(code.customer), \(code.salt), \(code.hash),
                \(mark(request.from, in: request.shop)), \(transaction.now), \(code.expires), \(code.triesLeft))
            """)
    }

    /// When the codes of an order were made, newest first.
    func made(
        forOrder order: String, in shop: ShopID, since moment: Timestamp, _ transaction: Transaction
    ) throws -> [Timestamp] {
        try transaction.rows(
            """
            SELECT made FROM sign_in_codes WHERE shop = \(shop) AND order_number = \(order) AND made > \(moment)
            ORDER BY made DESC LIMIT 100
            """
        ) { try $0.time() }
    }

    /// When codes were asked for from an address, newest first.
    func made(
        from address: ClientAddress, in shop: ShopID, since moment: Timestamp, _ transaction: Transaction
    ) throws -> [Timestamp] {
        try transaction.rows(
            """
            SELECT made FROM sign_in_codes
            WHERE shop = \(shop) AND address = \(mark(address, in: shop)) AND made > \(moment)
            ORDER BY made DESC LIMIT 100
            """
        ) { try $0.time() }
    }

    /// The newest code of an order; older ones no longer count.
    func newest(forOrder order: String, in shop: ShopID, _ transaction: Transaction) throws -> StoredCode? {
        try transaction.first(
            """
            SELECT id, customer, salt, code_hash, expires, tries_left FROM sign_in_codes
            WHERE shop = \(shop) AND order_number = \(order) ORDER BY made DESC, id DESC LIMIT 1
            """
        ) { row in
            StoredCode(
                id: try row.id(), customer: try row.optionalText(), salt: try row.bytes(),
                hash: try row.bytes(),
                expires: try row.time(), triesLeft: try row.int())
        }
    }

    func setTries(
        _ count: Int, of id: Identifier<StoredCode>, in shop: ShopID, _ transaction: Transaction
    ) throws {
        try transaction.run(
            "UPDATE sign_in_codes SET tries_left = \(count) WHERE shop = \(shop) AND id = \(id)")
    }

    /// From now on it is like the code of an order that is not known, so that nobody learns that it was used.
    func markUsed(_ id: Identifier<StoredCode>, in shop: ShopID, _ transaction: Transaction) throws {
        try transaction.run(
            "UPDATE sign_in_codes SET customer = NULL WHERE shop = \(shop) AND id = \(id)")
    }

    func delete(ofCustomer customer: String, in shop: ShopID, _ transaction: Transaction) throws {
        try transaction.run("DELETE FROM sign_in_codes WHERE shop = \(shop) AND customer = \(customer)")
    }

    /// Of all shops: for the daily sweep.
    static func deleteOlder(than moment: Timestamp, _ transaction: Transaction) throws {
        try transaction.run("DELETE FROM sign_in_codes WHERE made < \(moment)")
    }

    /// Kept instead of the address.
    private func mark(_ address: ClientAddress, in shop: ShopID) -> String {
        Hex.text(vault.digest(address.fingerprint, for: "signInCodes", in: shop))
    }
}
