import Base
import Storage
import Vault

/// What signs the calls to an endpoint: a secret, and for a day after a change the one before.
struct EndpointSecrets: Sendable {
    private let secrets: SecretStore

    init(_ vault: Vault) { secrets = SecretStore(vault) }

    func set(_ secret: String, of endpoint: WebhookEndpoint, _ transaction: Transaction) throws {
        try secrets.set(secret, as: Self.name(endpoint.id), of: endpoint.shop, transaction)
    }

    /// Keeps the secret that there was beside the new one.
    func rotate(to secret: String, of endpoint: WebhookEndpoint, _ transaction: Transaction) throws {
        if let old = try secrets.find(Self.name(endpoint.id), of: endpoint.shop, transaction) {
            try secrets.set(old, as: Self.oldName(endpoint.id), of: endpoint.shop, transaction)
        }
        try set(secret, of: endpoint, transaction)
    }

    /// Those that sign now, the newest first.
    func signing(_ endpoint: WebhookEndpoint, _ transaction: Transaction) throws -> [String] {
        let isOldValid = endpoint.oldSecretUntil.map { $0 > transaction.now } ?? false
        let names = [Self.name(endpoint.id)] + (isOldValid ? [Self.oldName(endpoint.id)] : [])
        return try names.compactMap { try secrets.find($0, of: endpoint.shop, transaction) }
    }

    func delete(of endpoint: WebhookEndpoint, _ transaction: Transaction) throws {
        for name in [Self.name(endpoint.id), Self.oldName(endpoint.id)] {
            try secrets.delete(name, of: endpoint.shop, transaction)
        }
    }

    private static func name(_ id: Identifier<WebhookEndpoint>) -> String { "webhook/\(id)" }
    private static func oldName(_ id: Identifier<WebhookEndpoint>) -> String { "webhook/\(id)/old" }

    /// Takes the secrets out of the table of endpoints, where they once lay readable. Their columns stay, empty.
    static func migration(_ vault: Vault) -> Migration {
        let secrets = SecretStore(vault)
        return Migration(
            "2026-11-22-webhook-secrets-sealed",
            [
                .change { transaction in
                    let old = try transaction.rows(
                        "SELECT shop, id, secret, old_secret FROM webhook_endpoints"
                    ) { row in
                        let (shop, id): (ShopID, Identifier<WebhookEndpoint>) = (try row.id(), try row.id())
                        return (shop, id, try row.text(), try row.optionalText())
                    }
                    for (shop, id, current, before) in old {
                        try secrets.set(current, as: name(id), of: shop, transaction)
                        if let before { try secrets.set(before, as: oldName(id), of: shop, transaction) }
                    }
                },
                "UPDATE webhook_endpoints SET secret = ''",
                "UPDATE webhook_endpoints SET old_secret = '' WHERE old_secret IS NOT NULL",
            ])
    }
}
