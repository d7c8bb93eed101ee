import Base

/// Which agent gets which conversation. Oldest first when somebody is free; nobody beyond their capacity; a customer who
/// returns goes to the agent they know, if that one is there and free; and whoever comes to a long line gets it a few at
/// a time, so that the first one in the morning does not get everything.
public struct FairQueue: Sendable {
    /// At most so many conversations are given to one agent within `paceSpan`.
    public let pace: Int
    public let paceSpan: Span
    /// After so long, whoever is free takes a conversation that asks for a skill group, with the skill or without; unless
    /// the shop says otherwise for the group.
    public let overflowAfter: Span

    public static let usual = FairQueue(pace: 3, paceSpan: .minutes(1), overflowAfter: .minutes(2))

    public init(pace: Int, paceSpan: Span, overflowAfter: Span) {
        self.pace = pace
        self.paceSpan = paceSpan
        self.overflowAfter = overflowAfter
    }

    /// An agent as the rule sees them.
    public struct Seat: Sendable, Hashable {
        public let agent: String
        /// Skill groups that the agent answers for.
        public let skills: Set<String>
        /// How many conversations the agent has at most.
        public let capacity: Int
        /// On shift and there.
        public let isPresent: Bool
        public var load: Int
        /// How many were given to the agent since they came.
        public var given: Int
        /// When the agent came.
        public let since: Timestamp
        /// When the last ones were given, at most `pace` of them.
        public var recent: [Timestamp]

        public init(
            agent: String, skills: Set<String>, capacity: Int, isPresent: Bool, load: Int, given: Int,
            since: Timestamp, recent: [Timestamp]
        ) {
            self.agent = agent
            self.skills = skills
            self.capacity = capacity
            self.isPresent = isPresent
            self.load = load
            self.given = given
            self.since = since
            self.recent = recent
        }
    }

    /// A conversation that waits for somebody.
    public struct Waiter: Sendable, Hashable {
        public let id: Identifier<Conversation>
        /// The skill group that it asks for; nil: anybody can answer.
        public let skill: String?
        public let since: Timestamp
        /// Who had the customer's last conversation.
        public let known: String?
        /// Who put it back: others come first for a while.
        public let passedBy: String?
        /// After so long somebody without the skill helps; nil: as the rule says.
        public var helpedAfter: Span?
        /// The skill group that helps; nil: whoever is free.
        public var helper: String?

        public init(
            id: Identifier<Conversation>, skill: String?, since: Timestamp, known: String?,
            passedBy: String? = nil
        ) {
            self.id = id
            self.skill = skill
            self.since = since
            self.known = known
            self.passedBy = passedBy
        }
    }

    public struct Match: Sendable, Hashable {
        public let id: Identifier<Conversation>
        public let agent: String
    }

    /// Who gets what now: the longest waiting first, each to the best of those who are free.
    public func matches(_ waiters: [Waiter], among seats: [Seat], at now: Timestamp) -> [Match] {
        var free = seats.filter { isFree($0, at: now) }
        guard !free.isEmpty else { return [] }
        var matches: [Match] = []
        for waiter in waiters.sorted(by: Self.isEarlier) {
            guard !free.isEmpty else { break }
            guard let place = best(for: waiter, among: free, at: now) else { continue }
            matches.append(Match(id: waiter.id, agent: free[place].agent))
            free[place].take(at: now, remembering: pace)
            if !isFree(free[place], at: now) { free.remove(at: place) }
        }
        return matches
    }

    /// Where a conversation stands in the line, from 1; nil when it does not wait.
    public func place(of id: Identifier<Conversation>, among waiters: [Waiter]) -> Int? {
        waiters.sorted(by: Self.isEarlier).firstIndex { $0.id == id }.map { $0 + 1 }
    }

    /// How long the one at a place may expect to wait: as long as those before it and itself keep the agents busy.
    /// - Parameter handling: how long a conversation takes on average.
    /// - Returns: nil while nobody is there.
    public func wait(atPlace place: Int, among seats: [Seat], handling: Span) -> Span? {
        let present = seats.filter(\.isPresent)
        let (all, taken) = present.reduce((0, 0)) { ($0.0 + $1.capacity, $0.1 + min($1.load, $1.capacity)) }
        guard all > 0 else { return nil }
        let turns = max(0, place - (all - taken))
        return Span(milliseconds: Int64(turns) * handling.milliseconds / Int64(all))
    }

    /// When an agent who gets no more for now, because too much came at once, may get the next.
    public func nextTurn(of seat: Seat, at now: Timestamp) -> Timestamp? {
        guard seat.isPresent, seat.load < seat.capacity, !isUnhurried(seat, at: now) else { return nil }
        return seat.recent.suffix(pace).first.map { $0 + paceSpan }
    }

    // MARK: The sentences

    private func isFree(_ seat: Seat, at now: Timestamp) -> Bool {
        seat.isPresent && seat.load < seat.capacity && isUnhurried(seat, at: now)
    }

    /// Fewer than `pace` were given within the last `paceSpan`.
    private func isUnhurried(_ seat: Seat, at now: Timestamp) -> Bool {
        seat.recent.suffix(pace).filter { now - $0 < paceSpan }.count < pace
    }

    private func answers(_ seat: Seat, _ waiter: Waiter, at now: Timestamp) -> Bool {
        if now - waiter.since >= waiter.helpedAfter ?? overflowAfter {
            guard let helper = waiter.helper else { return true }
            if seat.skills.contains(helper) { return true }
        }
        guard seat.agent != waiter.passedBy else { return false }
        return waiter.skill.map(seat.skills.contains) ?? true
    }

    private func best(for waiter: Waiter, among free: [Seat], at now: Timestamp) -> Int? {
        let able = free.indices.filter { answers(free[$0], waiter, at: now) }
        if let known = able.first(where: { free[$0].agent == waiter.known }) { return known }
        return able.min { isBetter(free[$0], free[$1], for: waiter, at: now) }
    }

    /// Who has the skill before who helps out; then who has less to do; then who knows fewer skills, so that those who
    /// know many stay free for what only they can answer; then who has had fewer for the time they are there.
    private func isBetter(_ left: Seat, _ right: Seat, for waiter: Waiter, at now: Timestamp) -> Bool {
        if let skill = waiter.skill, left.skills.contains(skill) != right.skills.contains(skill) {
            return left.skills.contains(skill)
        }
        let loads = (left.load * right.capacity, right.load * left.capacity)
        if loads.0 != loads.1 { return loads.0 < loads.1 }
        if left.skills.count != right.skills.count { return left.skills.count < right.skills.count }
        let shares = (left.share(until: now, beside: right), right.share(until: now, beside: left))
        return shares.0 == shares.1 ? left.agent < right.agent : shares.0 < shares.1
    }

    private static func isEarlier(_ left: Waiter, _ right: Waiter) -> Bool {
        (left.since, left.id) < (right.since, right.id)
    }
}

extension FairQueue.Seat {
    fileprivate mutating func take(at now: Timestamp, remembering count: Int) {
        load += 1
        given += 1
        recent = (recent + [now]).suffix(count)
    }

    /// Two of these compare as conversations given per minute of being there do.
    fileprivate func share(until now: Timestamp, beside other: FairQueue.Seat) -> Int64 {
        Int64(given) * max(1, (now - other.since).milliseconds / 60_000)
    }
}
