import Base

/// One wait of a customer, and how it ended.
public struct CustomerWait: Sendable, Hashable {
    public let conversationID: Identifier<Conversation>
    /// The message that ended it.
    public let number: Int
    public let askedAt: Timestamp
    /// Nil: it was closed unanswered.
    public let answeredAt: Timestamp?
    /// Whether the customer had not been answered in this conversation before.
    public let isFirst: Bool
    /// The member of staff who answered, or who had it when it was closed.
    public let agent: String?
    /// The skill group that it asked for.
    public let team: String?
    public let channel: String?
    /// How soon it was to be answered; nil for waits of before a shop could set that.
    public let within: Span?

    init(
        conversationID: Identifier<Conversation>, number: Int, askedAt: Timestamp, answeredAt: Timestamp?,
        isFirst: Bool, agent: String?, team: String? = nil, channel: String? = nil, within: Span? = nil
    ) {
        (self.conversationID, self.number) = (conversationID, number)
        (self.askedAt, self.answeredAt, self.isFirst) = (askedAt, answeredAt, isFirst)
        (self.agent, self.team, self.channel, self.within) = (agent, team, channel, within)
    }

    var taken: Span? { answeredAt.map { $0 - askedAt } }

    public var json: JSONValue {
        .object([
            "conversationId": JSONValue(conversationID), "number": JSONValue(number),
            "askedAt": JSONValue(askedAt), "answeredAt": answeredAt.map { JSONValue($0) },
            "first": .bool(isFirst), "agent": agent.map { .string($0) }, "team": team.map { .string($0) },
            "channel": channel.map { .string($0) },
            "withinSeconds": within.map { JSONValue(Int($0.milliseconds / 1_000)) },
        ])
    }
}
