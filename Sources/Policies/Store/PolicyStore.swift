import Base
import Storage

/// The statements about packs and drafts. Published packs are added, never changed or removed.
public struct PolicyStore: Sendable {
    public init() {}

    func add(
        _ yaml: String, named name: String, version: Int, of shop: ShopID, by actor: Actor,
        in transaction: Transaction
    ) throws {
        let edition: Identifier<PolicyEdition> = transaction.identifiers.next("P", at: transaction.now)
        try transaction.run(
            """
            INSERT INTO policy_packs
                (shop, version, edition, name, yaml, published_at, published_by_kind, published_by)
            VALUES (\(shop), \(version), \(edition), \(name), \(yaml), \(transaction.now), \(actor.kind), \(actor.id))
            """)
    }

    /// Which pack decides now; nil before one is installed. One step into the primary key.
    func newest(of shop: ShopID, in transaction: Transaction) throws -> PolicyEdition? {
        try transaction.first(
            "SELECT version, edition FROM policy_packs WHERE shop = \(shop) ORDER BY version DESC LIMIT 1"
        ) { PolicyEdition(shop: shop, version: try $0.int(), id: try $0.id()) }
    }

    func edition(_ version: Int, of shop: ShopID, in transaction: Transaction) throws -> PolicyEdition? {
        try transaction.first(
            "SELECT edition FROM policy_packs WHERE shop = \(shop) AND version = \(version)"
        ) { PolicyEdition(shop: shop, version: version, id: try $0.id()) }
    }

    func text(of version: Int, of shop: ShopID, in transaction: Transaction) throws -> String? {
        try transaction.first("SELECT yaml FROM policy_packs WHERE shop = \(shop) AND version = \(version)") {
            try $0.text()
        }
    }

    /// Newest first, below a version.
    func versions(
        of shop: ShopID, below: Int, limit: Int, in transaction: Transaction
    ) throws -> [PolicyVersion] {
        try transaction.rows(
            """
            SELECT version, name, published_at, published_by_kind, published_by FROM policy_packs
            WHERE shop = \(shop) AND version < \(below) ORDER BY version DESC LIMIT \(limit)
            """
        ) {
            PolicyVersion(
                version: try $0.int(), name: try $0.text(), publishedAt: try $0.time(),
                publishedBy: Actor(try $0.choice(), try $0.text()))
        }
    }

    func save(_ draft: PolicyDraft, of shop: ShopID, in transaction: Transaction) throws {
        try transaction.run(
            """
            INSERT INTO policy_drafts (shop, yaml, saved_at, saved_by_kind, saved_by)
            VALUES (\(shop), \(draft.yaml), \(draft.savedAt), \(draft.savedBy.kind), \(draft.savedBy.id))
            ON CONFLICT (shop) DO UPDATE SET yaml = excluded.yaml, saved_at = excluded.saved_at,
                saved_by_kind = excluded.saved_by_kind, saved_by = excluded.saved_by
            """)
    }

    func draft(of shop: ShopID, in transaction: Transaction) throws -> PolicyDraft? {
        try transaction.first(
            "SELECT yaml, saved_at, saved_by_kind, saved_by FROM policy_drafts WHERE shop = \(shop)"
        ) {
            PolicyDraft(
                yaml: try $0.text(), savedAt: try $0.time(), savedBy: Actor(try $0.choice(), try $0.text()))
        }
    }

    func removeDraft(of shop: ShopID, in transaction: Transaction) throws {
        try transaction.run("DELETE FROM policy_drafts WHERE shop = \(shop)")
    }
}
