import Base

/// How soon a shop wants its customers answered by a person, and what happens by itself where they are not. Three
/// minutes for the first answer and half a minute for those after it unless a shop sets its own: what marketplaces
/// measure.
public struct AnswerTargets: Sendable, Hashable {
    public static let mostRules = 12
    public static let seconds = 10...86_400
    public static let warnPercents = 10...95

    /// How soon within some hours, for one team or everybody.
    public struct Rule: Sendable, Hashable {
        /// The skill group; nil: every one.
        public let team: String?
        /// Whole hours of the shop's day, from the first up to the second; from a late one to an early one: over midnight.
        public let fromHour: Int
        public let untilHour: Int
        public let limits: Limits

        public init(team: String?, fromHour: Int, untilHour: Int, limits: Limits) {
            (self.team, self.fromHour, self.untilHour, self.limits) = (team, fromHour, untilHour, limits)
        }

        func fits(_ team: String?, hour: () throws -> Int) rethrows -> Bool {
            if let own = self.team, own != team { return false }
            if fromHour == 0, untilHour == 24 { return true }
            let hour = try hour()
            return fromHour < untilHour
                ? (fromHour..<untilHour).contains(hour) : hour >= fromHour || hour < untilHour
        }
    }

    public struct Limits: Sendable, Hashable {
        public let first: Span
        public let next: Span

        public init(first: Span, next: Span) { (self.first, self.next) = (first, next) }
    }

    /// What happens by itself once a target is broken. Supervisors are told in any case.
    public struct Steps: Sendable, Hashable {
        /// It goes to somebody else who is there and has room.
        public let reassigns: Bool
        /// What is sent to the customer, once a wait; it counts as nobody's answer.
        public let holding: String?

        public init(reassigns: Bool, holding: String?) {
            (self.reassigns, self.holding) = (reassigns, holding)
        }

        public static let none = Steps(reassigns: false, holding: nil)
    }

    /// The first that fits counts.
    public let rules: [Rule]
    public let usual: Limits
    /// A warning is given after this share of the time.
    public let warnPercent: Int
    public let onFirst: Steps
    public let onNext: Steps

    public static let standard = AnswerTargets(
        rules: [], usual: Limits(first: .minutes(3), next: .seconds(30)), warnPercent: 70, onFirst: .none,
        onNext: .none)

    public init(rules: [Rule], usual: Limits, warnPercent: Int, onFirst: Steps, onNext: Steps) {
        (self.rules, self.usual, self.warnPercent) = (rules, usual, warnPercent)
        (self.onFirst, self.onNext) = (onFirst, onNext)
    }

    /// What a wait that begins now is held to.
    /// - Parameter hour: of the shop's day, asked for only where a rule has hours.
    func target(
        of team: String?, isFirst: Bool, since: Timestamp, hour: () throws -> Int
    ) rethrows -> WaitTarget {
        let limits = try rules.first { try $0.fits(team, hour: hour) }?.limits ?? usual
        let within = isFirst ? limits.first : limits.next
        return WaitTarget(
            due: since + within,
            looked: since + Span(milliseconds: within.milliseconds * Int64(warnPercent) / 100))
    }

    func steps(isFirst: Bool) -> Steps { isFirst ? onFirst : onNext }
}

/// Until when a customer who waits is to be answered.
public struct WaitTarget: Sendable, Hashable {
    public let due: Timestamp
    /// When something happens by itself next: a warning, then the steps once it is broken; nil: nothing more.
    var looked: Timestamp?
}
