import Base

/// When the people of a shop answer: several spans a day by weekday, other ones on single days such as holidays, for
/// everybody or for one team; and who helps a team whose customers wait too long. A shop that has set none is always
/// open.
public struct OpeningHours: Sendable, Hashable {
    public static let mostPlans = 20
    public static let mostSpans = 6
    public static let mostDays = 200
    public static let overflowMinutes = 1...1_440
    /// As far ahead as the next opening is looked for.
    private static let lookedAhead = 400

    /// From one minute of the shop's day up to another; over midnight it takes two, one on each day.
    public struct Opening: Sendable, Hashable {
        public let from: Int
        public let until: Int

        /// - Returns: nil unless it begins before it ends, within one day.
        public init?(from: Int, until: Int) {
            guard from >= 0, from < until, until <= 1_440 else { return nil }
            (self.from, self.until) = (from, until)
        }

        func holds(_ minute: Int) -> Bool { (from..<until).contains(minute) }
    }

    /// The hours of one team, or of everybody who has none of their own.
    public struct Plan: Sendable, Hashable {
        public let team: String?
        /// By weekday, 1 for Monday to 7 for Sunday; a day that is missing is closed.
        public let week: [Int: [Opening]]
        /// Instead of the weekday's: none at all is a holiday.
        public let days: [CivilDate: [Opening]]

        public init(team: String?, week: [Int: [Opening]], days: [CivilDate: [Opening]]) {
            (self.team, self.week, self.days) = (team, week, days)
        }

        func openings(on date: CivilDate) -> [Opening] { days[date] ?? week[date.weekday] ?? [] }
    }

    /// After how long somebody else answers for a team.
    public struct Overflow: Sendable, Hashable {
        public let team: String
        public let after: Span
        /// Who helps; nil: whoever is free.
        public let to: String?

        public init(team: String, after: Span, to: String?) {
            (self.team, self.after, self.to) = (team, after, to)
        }
    }

    public let plans: [Plan]
    public let overflows: [Overflow]
    /// After so long in line whoever is not known is asked how to be reached; nil: only while nobody is there.
    public let contactAfter: Span?

    public static let always = OpeningHours(plans: [], overflows: [], contactAfter: nil)

    public init(plans: [Plan], overflows: [Overflow], contactAfter: Span?) {
        (self.plans, self.overflows, self.contactAfter) = (plans, overflows, contactAfter)
    }

    /// The hours that count for a team; nil: nobody has set any for it.
    func plan(of team: String?) -> Plan? {
        plans.first { $0.team != nil && $0.team == team } ?? plans.first { $0.team == nil }
    }

    public func isOpen(_ team: String?, at now: Timestamp, _ day: LocalDay) -> Bool {
        guard let plan = plan(of: team) else { return true }
        let reading = day.reading(at: now)
        return plan.openings(on: reading.date).contains { $0.holds(Int(reading.minuteOfDay)) }
    }

    /// When a team is there again.
    /// - Returns: the moment itself while it is open; nil where it does not open in the next year.
    public func nextOpening(_ team: String?, after now: Timestamp, _ day: LocalDay) -> Timestamp? {
        if isOpen(team, at: now, day) { return now }
        guard let plan = plan(of: team) else { return now }
        var start = now
        for _ in 0..<Self.lookedAhead {
            let reading = day.reading(at: start)
            let soonest = plan.openings(on: reading.date).map(\.from)
                .filter { $0 > Int(reading.minuteOfDay) || (start != now && $0 == Int(reading.minuteOfDay)) }
                .min()
            if let soonest { return Self.moment(soonest, after: start, reading, day) }
            start = day.startOfNextDay(after: start)
        }
        return nil
    }

    func overflow(of team: String?) -> Overflow? { overflows.first { $0.team == team } }

    /// When the shop's clocks show a minute of the day on which `start` lies, also where they are set that day.
    private static func moment(
        _ minute: Int, after start: Timestamp, _ reading: LocalReading, _ day: LocalDay
    ) -> Timestamp {
        let whole = Timestamp(milliseconds: start.milliseconds - start.milliseconds % 60_000)
        let guess = whole + .minutes(minute - Int(reading.minuteOfDay))
        let shown = Int(day.reading(at: guess).minuteOfDay)
        return shown == minute ? guess : guess + .minutes(minute - shown)
    }
}

extension CivilDate {
    /// 1 for Monday to 7 for Sunday. The first of January 1970 was a Thursday.
    public var weekday: Int { Int((daysSince1970 + 3) % 7) + 1 }
}
