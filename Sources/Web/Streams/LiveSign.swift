import Base

/// Something that is not kept, such as that somebody is writing: whoever follows now is told, nobody later.
public struct LiveSign: Sendable, Hashable {
    public let shop: ShopID
    /// What it is about: a kind and an id.
    public let kind: String
    public let id: String
    public let word: String
    public let actor: Actor
    /// Whose record it is, so that their own stream finds it.
    public let related: String?

    public init(
        _ word: String, on kind: String, _ id: String, of shop: ShopID, by actor: Actor, related: String?
    ) {
        (self.word, self.kind, self.id, self.shop) = (word, kind, id, shop)
        (self.actor, self.related) = (actor, related)
    }
}
