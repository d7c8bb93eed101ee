import Base

/// One publication in a shop's list.
public struct PolicyVersion: Sendable, Hashable {
    public let version: Int
    public let name: String
    public let publishedAt: Timestamp
    public let publishedBy: Actor
}

/// The text that the next publication would make the shop's policy; it was valid when it was saved.
public struct PolicyDraft: Sendable, Hashable {
    public let yaml: String
    public let savedAt: Timestamp
    public let savedBy: Actor
}

/// Names one stored pack for good: also the kind of the identifier that tells it from all others.
struct PolicyEdition: Hashable {
    let shop: ShopID
    let version: Int
    let id: Identifier<PolicyEdition>
}
