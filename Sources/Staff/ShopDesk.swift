import Base
import Events
import Storage
import Vault
import Webhooks

/// The door to shops: opening them, finding them, their settings.
public struct ShopDesk: Sendable {
    private let database: any Database
    private let events: EventLog
    private let outside: Outside
    private let webhooks: WebhookRule
    private let secrets: ShopSecrets
    private let store = ShopStore()
    /// Every request names its shop; other nodes see a change within this time.
    private let cache = ExpiringCache<ShopID, ShopRecord>(capacity: 10_000, lifetime: .seconds(5))

    /// - Parameter outside: with the clock that transactions read.
    public init(
        database: any Database, events: EventLog, outside: Outside, vault: Vault,
        webhooks: WebhookRule = .httpsOnly
    ) {
        self.database = database
        self.events = events
        self.outside = outside
        self.webhooks = webhooks
        secrets = ShopSecrets(vault)
    }

    /// Makes a shop. Its first policy pack is the caller's to publish, in the same transaction.
    /// - Throws: `shopExists`, `permissionMissing` unless the caller runs the platform.
    public func open(
        _ opening: ShopOpening, by principal: Principal, in transaction: Transaction
    ) throws -> ShopRecord {
        guard principal.shop == nil, principal.role.may(.shopsManage) else {
            throw AccessRefusal.permissionMissing(.shopsManage)
        }
        guard try store.insert(opening, ShopSettings(), transaction) else {
            throw ShopRefusal.shopExists(opening.id)
        }
        try append(
            "shop.opened", of: opening.id, by: principal, ["pack": JSONValue(opening.packName)], transaction)
        return try find(opening.id, in: transaction)
    }

    /// The shop as this transaction sees it.
    /// - Throws: `shopUnknown`.
    public func find(_ id: ShopID, in transaction: Transaction) throws -> ShopRecord {
        guard let shop = try store.find(id, transaction) else { throw ShopRefusal.shopUnknown(id) }
        return shop
    }

    /// The shop as it was a few seconds ago at most.
    /// - Throws: `shopUnknown`.
    public func shop(_ id: ShopID) async throws -> ShopRecord {
        let found = try await cache.value(for: id, at: outside.now()) {
            try await database.read { [store] in try store.find(id, $0) }
        }
        guard let found else { throw ShopRefusal.shopUnknown(id) }
        return found
    }

    /// The shops that the caller reaches, by id.
    /// - Parameter cursor: one key, the id of the last shop seen.
    public func list(
        for principal: Principal, after cursor: Cursor? = nil, limit: Int = Limits.defaultPageItems,
        in transaction: Transaction
    ) throws -> Page<ShopRecord> {
        if let own = principal.shop { return Page(items: [try find(own, in: transaction)], next: nil) }
        let after = ShopID(cursor?.keys.first ?? "")
        return Page(try store.list(after: after, limit: limit + 1, transaction), limit: limit) {
            Cursor([$0.id.text])
        }
    }

    /// Changes what an owner sets.
    /// - Throws: `permissionMissing`, `shopUnknown`, `webhookNotChosen`, `webhookAddressInvalid`,
    ///   `webhookSecretMissing`, `secretInvalid`.
    public func change(
        _ change: ShopSettingsChange, of shop: ShopID, by principal: Principal, in transaction: Transaction
    ) throws -> ShopRecord {
        try principal.require(.shopSettings, in: shop)
        let settings = try change.settings(after: try find(shop, in: transaction).settings)
        try setSecrets(change, of: shop, transaction)
        try check(settings, of: shop, transaction)
        try store.update(settings, of: shop, transaction)
        if !settings.keepSentMessages { try MessageStore.eraseSent(in: shop, transaction) }
        let told = settings.eventDetail.adding(["secretsSet": change.secretsSet])
        try append("shop.settingsChanged", of: shop, by: principal, told, transaction)
        transaction.afterCommit { [cache] in cache.forgetAll() }
        return try find(shop, in: transaction)
    }

    private func setSecrets(
        _ change: ShopSettingsChange, of shop: ShopID, _ transaction: Transaction
    ) throws {
        for (kind, text) in [(ShopSecret.webhook, change.webhookSecret), (.link, change.linkSecret)] {
            guard let text else { continue }
            try kind.check(text)
            try secrets.set(text, kind, of: shop, transaction)
        }
    }

    private func check(_ settings: ShopSettings, of shop: ShopID, _ transaction: Transaction) throws {
        guard case .webhook(let address) = settings.messages else { return }
        guard webhooks.allows(address) else { throw ShopRefusal.webhookAddressInvalid }
        guard try secrets.find(.webhook, of: shop, transaction) != nil else {
            throw ShopRefusal.webhookSecretMissing
        }
    }

    private func append(
        _ type: String, of shop: ShopID, by principal: Principal, _ detail: JSONValue,
        _ transaction: Transaction
    ) throws {
        try events.append(
            type, on: .init("shop", shop.text), of: shop, by: principal.actor, detail, in: transaction)
    }
}
