import Base
import Storage
import Vault

/// What a shop shares with its own systems.
struct ShopSecrets: Sendable {
    private let secrets: SecretStore

    init(_ vault: Vault) { secrets = SecretStore(vault) }

    func set(_ secret: String, _ kind: ShopSecret, of shop: ShopID, _ transaction: Transaction) throws {
        try secrets.set(secret, as: kind.rawValue, of: shop, transaction)
    }

    func find(_ kind: ShopSecret, of shop: ShopID, _ transaction: Transaction) throws -> String? {
        try secrets.find(kind.rawValue, of: shop, transaction)
    }

    /// Takes the secrets out of the table where they once lay readable. It stays, empty.
    static func migration(_ vault: Vault) -> Migration {
        Migration(
            "2026-11-22-shop-secrets-sealed",
            [
                .change { transaction in
                    let old = try transaction.rows("SELECT shop, kind, secret FROM shop_secrets") { row in
                        (try row.id() as ShopID, try row.choice(ShopSecret.self), try row.text())
                    }
                    for (shop, kind, secret) in old {
                        try ShopSecrets(vault).set(secret, kind, of: shop, transaction)
                    }
                },
                "DELETE FROM shop_secrets",
            ])
    }
}
