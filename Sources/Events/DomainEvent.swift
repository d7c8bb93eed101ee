import Base
import Storage

/// Something that happened, in the past tense, with who did it and why. Written in the transaction that causes it;
/// timelines, audit, metrics and live streams are read from these.
public struct DomainEvent: Sendable {
    /// What it is about, such as `case` and the case's id.
    public struct Subject: Sendable, Hashable {
        public let kind: String
        public let id: String

        public init(_ kind: String, _ id: String) {
            self.kind = kind
            self.id = id
        }
    }

    /// Grows with every event of the whole database; gaps are normal.
    public let position: Int64
    public let shop: ShopID
    public let at: Timestamp
    public let actor: Actor
    /// `case.opened`, `refund.confirmed`, … from the slice's own list.
    public let type: String
    public let subject: Subject
    /// The larger thing it belongs to, such as the order of a case; empty when there is none.
    public let related: String
    /// Ids, codes and amounts; never personal data.
    public let detail: JSONValue
    /// The customer in whose name the actor did it; nil: the actor's own doing.
    public let onBehalfOf: String?
}
