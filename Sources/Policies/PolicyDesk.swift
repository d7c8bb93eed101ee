import Base
import Events
import Storage

/// The one door to what shops have decided about their after-sales service.
///
/// A case keeps the version that decided it; publishing adds a version and changes none.
public struct PolicyDesk: Sendable {
    private let store = PolicyStore()
    private let cache: PolicyCache
    private let events: EventLog

    /// How many packs are held in memory, each about 20 KB; further shops are read again from the database.
    public static let defaultCacheCapacity = 512

    public init(events: EventLog, cacheCapacity: Int = PolicyDesk.defaultCacheCapacity) {
        self.events = events
        cache = PolicyCache(capacity: cacheCapacity)
    }

    // MARK: Reading

    /// The pack that decides now. Parsed packs are kept in memory; which one it is, is looked up every time.
    /// - Throws: `PolicyRefusal.policyNotInstalled`.
    public func current(of shop: ShopProfile, in transaction: Transaction) throws -> PolicyPack {
        guard let edition = try store.newest(of: shop.id, in: transaction) else {
            throw PolicyRefusal.policyNotInstalled
        }
        return try pack(edition, of: shop, in: transaction)
    }

    /// The pack that decided then.
    /// - Throws: `PolicyRefusal.policyUnknownVersion`.
    public func pack(
        of shop: ShopProfile, version: Int, in transaction: Transaction
    ) throws -> PolicyPack {
        guard let edition = try store.edition(version, of: shop.id, in: transaction) else {
            throw PolicyRefusal.policyUnknownVersion(version: version)
        }
        return try pack(edition, of: shop, in: transaction)
    }

    /// The YAML as it was published, comments included.
    /// - Throws: `PolicyRefusal.policyUnknownVersion`.
    public func text(of shop: ShopID, version: Int, in transaction: Transaction) throws -> String {
        guard let yaml = try store.text(of: version, of: shop, in: transaction) else {
            throw PolicyRefusal.policyUnknownVersion(version: version)
        }
        return yaml
    }

    /// The publications, newest first.
    /// - Parameter below: the last version of the page before; nil for the first page.
    public func versions(
        of shop: ShopID, below: Int? = nil, limit: Int = Limits.pageItems, in transaction: Transaction
    ) throws -> [PolicyVersion] {
        try store.versions(
            of: shop, below: below ?? .max, limit: min(max(limit, 1), Limits.pageItems), in: transaction)
    }

    public func draft(of shop: ShopID, in transaction: Transaction) throws -> PolicyDraft? {
        try store.draft(of: shop, in: transaction)
    }

    // MARK: Deciding

    /// Gives a new shop its first pack, as version 1.
    /// - Throws: `PolicyRefusal.policyUnknownPack`, `.policyAlreadyInstalled`.
    @discardableResult
    public func install(
        packNamed name: String, for shop: ShopProfile, by actor: Actor, in transaction: Transaction
    ) throws -> PolicyPack {
        let yaml = try ShippedPacks.text(name)
        guard try store.newest(of: shop.id, in: transaction) == nil else {
            throw PolicyRefusal.policyAlreadyInstalled
        }
        return try add(yaml, version: 1, as: "policy.installed", for: shop, by: actor, in: transaction)
    }

    /// Keeps a text for the next publication, in place of the one before. Nothing is decided by it yet.
    /// - Throws: `PackRefusal` with every fault: what could not be published is not kept either.
    @discardableResult
    public func saveDraft(
        _ yaml: String, for shop: ShopProfile, by actor: Actor, in transaction: Transaction
    ) throws -> PolicyDraft {
        let pack = try PackReader.read(yaml, in: shop.currency)
        let draft = PolicyDraft(yaml: yaml, savedAt: transaction.now, savedBy: actor)
        try store.save(draft, of: shop.id, in: transaction)
        try events.append(
            "policy.draftSaved", on: Self.subject, of: shop.id, by: actor, ["name": JSONValue(pack.name)],
            in: transaction)
        return draft
    }

    /// Makes the draft the shop's policy under the next number. Cases that are decided keep theirs.
    /// - Throws: `PolicyRefusal.policyNoDraft`, `.policyNotInstalled`; `PackRefusal` when the draft was saved by an
    ///   older program and no longer holds.
    @discardableResult
    public func publish(
        for shop: ShopProfile, by actor: Actor, in transaction: Transaction
    ) throws -> PolicyPack {
        guard let last = try store.newest(of: shop.id, in: transaction) else {
            throw PolicyRefusal.policyNotInstalled
        }
        guard let draft = try store.draft(of: shop.id, in: transaction) else {
            throw PolicyRefusal.policyNoDraft
        }
        try store.removeDraft(of: shop.id, in: transaction)
        return try add(
            draft.yaml, version: last.version + 1, as: "policy.published", for: shop, by: actor,
            in: transaction)
    }

    // MARK: Parts

    private static let subject = DomainEvent.Subject("policy", "policy")

    private func add(
        _ yaml: String, version: Int, as event: String, for shop: ShopProfile, by actor: Actor,
        in transaction: Transaction
    ) throws -> PolicyPack {
        let pack = try PackReader.read(yaml, in: shop.currency, version: version)
        try store.add(yaml, named: pack.name, version: version, of: shop.id, by: actor, in: transaction)
        try events.append(
            event, on: Self.subject, of: shop.id, by: actor,
            ["name": JSONValue(pack.name), "version": JSONValue(version)], in: transaction)
        return pack
    }

    private func pack(
        _ edition: PolicyEdition, of shop: ShopProfile, in transaction: Transaction
    ) throws -> PolicyPack {
        try cache.pack(edition) {
            let yaml = try text(of: edition.shop, version: edition.version, in: transaction)
            do {
                return try PackReader.read(
                    yaml, in: shop.currency, version: edition.version, as: .stored)
            } catch let refusal as PackRefusal {
                throw PolicyFailure.packUnreadable(
                    shop: edition.shop, version: edition.version, faults: refusal.faults)
            }
        }
    }
}
