import Base

/// How many customers were answered by a person, and how many of them in time.
public struct AnswerTally: Sendable, Hashable {
    public private(set) var all = 0
    public private(set) var inTime = 0

    public var late: Int { all - inTime }

    public init() {}

    init(all: Int, inTime: Int) { (self.all, self.inTime) = (all, inTime) }

    mutating func count(_ isInTime: Bool) {
        all += 1
        if isInTime { inTime += 1 }
    }

    static func += (tally: inout AnswerTally, more: AnswerTally) {
        tally.all += more.all
        tally.inTime += more.inTime
    }

    public var json: JSONValue { ["all": JSONValue(all), "inTime": JSONValue(inTime)] }
}

/// What is counted of waits. Marketplaces count first answers within three minutes and half a minute, whatever a shop's
/// own targets are, between eight and twenty-three o'clock and all day.
public enum AnswerCount: String, Sendable, CaseIterable {
    case first, firstByDay, next, threeMinutes, threeMinutesByDay, thirtySeconds, thirtySecondsByDay

    /// Counts the customer's first wait of a conversation, or those after it.
    public var isFirst: Bool { self != .next }

    /// Counts only what was asked by day.
    public var isByDay: Bool {
        switch self {
        case .firstByDay, .threeMinutesByDay, .thirtySecondsByDay: true
        case .first, .next, .threeMinutes, .thirtySeconds: false
        }
    }

    /// Nil: the target that held.
    var within: Span? {
        switch self {
        case .threeMinutes, .threeMinutesByDay: .minutes(3)
        case .thirtySeconds, .thirtySecondsByDay: .seconds(30)
        case .first, .firstByDay, .next: nil
        }
    }
}

/// Tallies of many waits, and how long an answer took on average.
public struct AnswerFigures: Sendable, Hashable {
    private var tallies: [AnswerCount: AnswerTally] = [:]
    private var answered = 0
    private var taken: Int64 = 0

    public init() {}

    /// From how they are kept where the waits themselves have gone.
    init(kept json: JSONValue) {
        for count in AnswerCount.allCases {
            guard let all = json[count.rawValue]?["all"]?.int, all > 0,
                let inTime = json[count.rawValue]?["inTime"]?.int
            else { continue }
            tallies[count] = AnswerTally(all: Int(all), inTime: Int(inTime))
        }
        (answered, taken) = (Int(json["answered"]?.int ?? 0), json["takenMilliseconds"]?.int ?? 0)
    }

    var kept: JSONValue {
        JSONValue.object(AnswerCount.allCases.map { JSONValue.Member($0.rawValue, self[$0].json) }).adding([
            "answered": JSONValue(answered), "takenMilliseconds": .int(taken),
        ])
    }

    static func += (figures: inout AnswerFigures, more: AnswerFigures) {
        for (count, tally) in more.tallies { figures.tallies[count, default: AnswerTally()] += tally }
        figures.answered += more.answered
        figures.taken += more.taken
    }

    public subscript(_ count: AnswerCount) -> AnswerTally { tallies[count] ?? AnswerTally() }

    /// Of answers that were given; nil before there is one.
    public var mean: Span? {
        answered == 0 ? nil : Span(milliseconds: taken / Int64(answered))
    }

    public mutating func count(_ wait: CustomerWait, by rules: ConversationRules, in day: LocalDay) {
        if let span = wait.taken { (answered, taken) = (answered + 1, taken + span.milliseconds) }
        let isByDay = wait.isFirst && rules.isByDay(wait.askedAt, day)
        for count in AnswerCount.allCases where count.isFirst == wait.isFirst && (!count.isByDay || isByDay) {
            tallies[count, default: AnswerTally()].count(rules.isInTime(wait, within: count.within))
        }
    }

    public var json: JSONValue {
        JSONValue.object(AnswerCount.allCases.map { JSONValue.Member($0.rawValue, self[$0].json) }).adding([
            "meanSeconds": mean.map { JSONValue(Int($0.milliseconds / 1_000)) }
        ])
    }
}

/// Figures of several days, and of everybody and everything that had a part in them.
public struct AnswerReport: Sendable {
    public internal(set) var days: [AnswerFigures]
    /// Of each day, customers whose first wait by day was answered within three minutes: each counts once a day.
    public internal(set) var buyers: [AnswerTally]
    public internal(set) var agents: [String: AnswerFigures] = [:]
    public internal(set) var teams: [String: AnswerFigures] = [:]
    public internal(set) var channels: [String: AnswerFigures] = [:]

    /// Counts in what is kept of conversations that have gone.
    mutating func take(_ kept: AnswerDayStore.Kept, at place: Int) {
        days[place] += kept.figures
        buyers[place] += kept.buyers
        if let team = kept.team { teams[team, default: AnswerFigures()] += kept.figures }
        if let channel = kept.channel { channels[channel, default: AnswerFigures()] += kept.figures }
    }
}
