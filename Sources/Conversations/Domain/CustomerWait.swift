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

    public var json: JSONValue {
        .object([
            "conversationId": JSONValue(conversationID), "number": JSONValue(number),
            "askedAt": JSONValue(askedAt), "answeredAt": answeredAt.map { JSONValue($0) },
            "first": .bool(isFirst), "agent": agent.map { .string($0) },
        ])
    }
}

/// How many customers were answered by a person, and how many of them in time.
public struct AnswerTally: Sendable, Hashable {
    public private(set) var all = 0
    public private(set) var inTime = 0

    public var late: Int { all - inTime }

    public init() {}

    mutating func count(_ isInTime: Bool) {
        all += 1
        if isInTime { inTime += 1 }
    }

    public var json: JSONValue { ["all": JSONValue(all), "inTime": JSONValue(inTime)] }
}

/// First answers, those of them that were asked for by day, and the answers after the first.
public struct AnswerFigures: Sendable, Hashable {
    public private(set) var first = AnswerTally()
    public private(set) var firstByDay = AnswerTally()
    public private(set) var next = AnswerTally()

    public init() {}

    public mutating func count(_ answer: CustomerWait, by rules: ConversationRules, in day: LocalDay) {
        let isInTime = rules.isInTime(answer)
        guard answer.isFirst else { return next.count(isInTime) }
        first.count(isInTime)
        if rules.dayHours.contains(Int(day.reading(at: answer.askedAt).minuteOfDay / 60)) {
            firstByDay.count(isInTime)
        }
    }

    public var json: JSONValue {
        ["first": first.json, "firstByDay": firstByDay.json, "next": next.json]
    }
}
