import Base

/// The figures that conversations go by.
public struct ConversationRules: Sendable {
    /// How long an author may change a message or take it back.
    public let changeWithin: Span

    /// How soon a customer who writes was to be answered before shops could set that.
    public let answerWithin: Span

    /// How soon they are to be answered once somebody has.
    public let nextWithin: Span

    /// The hours of the shop's day for which first answers are counted apart, as marketplaces count them.
    public let dayHours = 8..<23

    public static let usual = ConversationRules(
        changeWithin: .minutes(2), answerWithin: .minutes(3), nextWithin: .seconds(30))

    public init(changeWithin: Span, answerWithin: Span, nextWithin: Span) {
        self.changeWithin = changeWithin
        self.answerWithin = answerWithin
        self.nextWithin = nextWithin
    }

    /// - Parameter within: nil: the target that held.
    func isInTime(_ answer: CustomerWait, within: Span? = nil) -> Bool {
        guard let taken = answer.taken else { return false }
        return taken <= within ?? answer.within ?? (answer.isFirst ? answerWithin : nextWithin)
    }

    func isByDay(_ moment: Timestamp, _ day: LocalDay) -> Bool {
        dayHours.contains(Int(day.reading(at: moment).minuteOfDay / 60))
    }

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
