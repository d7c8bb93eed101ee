import Base
import Events
import Storage

/// Tells the threads in which a case stands as a card that the case has changed: whoever looks at them looks again.
public struct CardChanges: Sendable {
    private let events: EventLog

    /// The newest cards of one case that are told.
    private static let most = 20

    public init(events: EventLog) { self.events = events }

    public func caseChanged(_ id: String, in shop: ShopID, _ transaction: Transaction) throws {
        for place in try MessageStore.cards(ofCase: id, limit: Self.most, in: shop, transaction) {
            try events.append(
                "conversation.cardChanged", on: .init("conversation", place.conversation), of: shop,
                by: .system, related: place.partner, ["number": JSONValue(place.number)], in: transaction)
        }
    }
}
