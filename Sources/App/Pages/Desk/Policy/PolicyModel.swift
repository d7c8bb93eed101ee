import Base
import Policies
import Storage
import Web

/// What the policy's pages show: one published version with its text, all versions, the draft.
struct PolicyModel: Sendable {
    enum Tab: String, CaseIterable, Sendable { case current, draft, versions }

    let tab: Tab
    let pack: PolicyPack
    let text: String
    let isInForce: Bool
    let newest: Int
    let versions: [PolicyListedVersion]
    let draft: PolicyDraft?
    let draftBy: String?
    let now: Timestamp

    /// - Throws: `policyNotInstalled`, `policyUnknownVersion`.
    init(_ tab: Tab, version: Int?, _ call: DeskCall, _ transaction: Transaction) throws {
        let (desk, shop) = (call.services.policies, call.shop.id)
        let names = try StaffNames(call, transaction)
        let current = try desk.current(of: call.shop, in: transaction)
        self.tab = tab
        pack = try version.map { try desk.pack(of: call.shop, version: $0, in: transaction) } ?? current
        text = try desk.text(of: shop, version: pack.version, in: transaction)
        isInForce = pack.version == current.version
        newest = current.version
        versions = try desk.versions(of: shop, in: transaction).map {
            PolicyListedVersion(version: $0, by: try names.name(of: $0.publishedBy))
        }
        draft = try desk.draft(of: shop, in: transaction)
        draftBy = try draft.map { try names.name(of: $0.savedBy) }
        now = transaction.now
    }
}

struct PolicyListedVersion: Sendable {
    let version: PolicyVersion
    let by: String
}
