import Base
import Events
import Storage

/// The door to keys, by which programs call the API.
public struct KeyDesk: Sendable {
    private let database: any Database
    private let events: EventLog
    private let outside: Outside
    private let store = KeyStore()
    private static let topic = "keys"
    /// By the hash of the secret. A key revoked on another node is refused here within this time at the latest.
    private let cache = ExpiringCache<[UInt8], Principal>(capacity: 1_000, lifetime: .seconds(5))

    /// - Parameter outside: with the clock that transactions read.
    public init(database: any Database, events: EventLog, outside: Outside) {
        self.database = database
        self.events = events
        self.outside = outside
        database.signals?.listen { [cache] signal in
            if signal == nil || signal?.topic == Self.topic { cache.forgetAll() }
        }
    }

    /// Makes a key. Its secret is in the answer and nowhere else.
    /// - Throws: `permissionMissing`, `shopUnknown`, `roleTooWide`, `keysTooMany`.
    public func create(
        _ new: NewKey, by principal: Principal, in transaction: Transaction
    ) throws -> MadeKey {
        try principal.require(.keysManage, in: new.shop)
        try principal.require(holding: new.role)
        guard try store.countInForce(in: new.shop, transaction) < NewKey.keysOfOneShop else {
            throw KeyRefusal.keysTooMany
        }
        let text = KeyText(from: outside)
        try store.insert(new, as: text.id, hash: Fingerprint.of(text.secret), transaction)
        let key = try key(text.id, of: new.shop, transaction)
        let detail: JSONValue = [
            "role": JSONValue(new.role.rawValue), "scopes": JSONValue(new.scopes.map(\.rawValue).sorted()),
        ]
        try append("key.created", key, by: principal, detail, transaction)
        return MadeKey(key: key, secret: text.secret)
    }

    /// Keys of a shop, newest first, revoked ones included; never their secrets.
    /// - Throws: `permissionMissing`, `shopUnknown`.
    public func list(of shop: ShopID, for principal: Principal, in transaction: Transaction) throws -> [Key] {
        try principal.require(.keysManage, in: shop)
        return try store.list(in: shop, transaction)
    }

    /// Ends a key at once and for good.
    /// - Throws: `permissionMissing`, `shopUnknown`, `keyNotFound`, `roleTooWide`, `rootKeyFixed`.
    public func revoke(
        _ id: Identifier<Key>, of shop: ShopID, by principal: Principal, in transaction: Transaction
    ) throws -> Key {
        try principal.require(.keysManage, in: shop)
        let old = try key(id, of: shop, transaction)
        guard id != Key.root else { throw KeyRefusal.rootKeyFixed }
        try principal.require(holding: old.role)
        guard old.revoked == nil else { return old }
        try store.revoke(id, in: shop, transaction)
        try append("key.revoked", old, by: principal, [:], transaction)
        forget(after: transaction)
        return try key(id, of: shop, transaction)
    }

    /// Who calls with this key; nil when there is no such key in force.
    public func principal(for bearer: String) async throws -> Principal? {
        guard KeyText.isPossible(bearer) else { return nil }
        let hash = Fingerprint.of(bearer)
        return try await cache.value(for: hash, at: outside.now()) {
            guard let key = try await database.read({ [store] in try store.find(hash: hash, $0) }) else {
                return nil
            }
            try await noteUse(of: key)
            return key.principal
        }
    }

    /// Installs the machine's root key, which may do everything in every shop, in a new database.
    ///
    /// A database that has another one keeps it; see `replaceRootKey`.
    /// - Throws: `rootKeyInvalid` unless 12 to 128 printable ASCII characters without spaces.
    public func installRootKey(_ text: String) async throws -> RootKeyInstallation {
        guard KeyText.isPossible(text) else { throw KeyRefusal.rootKeyInvalid }
        let hash = Fingerprint.of(text)
        return try await database.write { transaction in
            if try store.find(hash: hash, transaction)?.id == Key.root { return .unchanged }
            if try store.find(Key.root, in: .platform, transaction) != nil { return .differs }
            let root = try NewKey(shop: .platform, role: .platform, name: Key.root.text)
            try store.insert(root, as: Key.root, hash: hash, transaction)
            try append(
                "key.created", try key(Key.root, of: .platform, transaction),
                by: Principal(actor: .system, role: .platform, shop: nil),
                ["role": JSONValue(Role.platform.rawValue)], transaction)
            return .installed
        }
    }

    /// Puts another root key in the place of a lost or leaked one; the old one ends.
    /// - Throws: `rootKeyInvalid`, `keyNotFound` when none is installed.
    public func replaceRootKey(by text: String) async throws {
        guard KeyText.isPossible(text) else { throw KeyRefusal.rootKeyInvalid }
        let hash = Fingerprint.of(text)
        try await database.write { transaction in
            let root = try key(Key.root, of: .platform, transaction)
            try store.replaceHash(hash, of: root.id, in: root.shop, transaction)
            try append(
                "key.replaced", root, by: Principal(actor: .system, role: .platform, shop: nil), [:],
                transaction)
            forget(after: transaction)
        }
    }

    /// Keys are looked up anew, on every node.
    private func forget(after transaction: Transaction) {
        transaction.afterCommit { [cache, signals = database.signals] in
            cache.forgetAll()
            signals?.send(NodeSignal(Self.topic, ""))
        }
    }

    private func key(_ id: Identifier<Key>, of shop: ShopID, _ transaction: Transaction) throws -> Key {
        guard let key = try store.find(id, in: shop, transaction) else { throw KeyRefusal.keyNotFound }
        return key
    }

    /// To the hour, so that a busy key costs one write in an hour.
    private func noteUse(of key: Key) async throws {
        let hour = Timestamp(milliseconds: outside.now().milliseconds / 3_600_000 * 3_600_000)
        guard key.lastUsed != hour else { return }
        try await database.write(in: .freeRows) { [store] in
            try store.noteUse(of: key.id, in: key.shop, at: hour, $0)
        }
    }

    private func append(
        _ type: String, _ key: Key, by principal: Principal, _ detail: JSONValue, _ transaction: Transaction
    ) throws {
        try events.append(
            type, on: .init("key", key.id.text), of: key.shop, by: principal.actor, detail, in: transaction)
    }
}
