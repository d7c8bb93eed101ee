import Base

/// The figures that conversations go by.
public struct ConversationRules: Sendable {
    /// How long an author may change a message or take it back.
    public let changeWithin: Span

    public static let usual = ConversationRules(changeWithin: .minutes(2))

    public init(changeWithin: Span) { self.changeWithin = changeWithin }

    /// Only the author changes a text, for a while after it was posted.
    func requireChangeable(
        _ message: Message, by speaker: Speaker, at now: Timestamp
    ) throws(ConversationRefusal) {
        guard message.author.kind == speaker.actor.kind, message.author.id == speaker.actor.id else {
            throw .messageNotYours
        }
        guard message.recalledAt == nil else { throw .messageRecalled }
        guard now - message.postedAt <= changeWithin else {
            throw .messageChangeTooLate(within: changeWithin)
        }
    }
}
