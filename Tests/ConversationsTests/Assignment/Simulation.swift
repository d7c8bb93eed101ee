import Base
import Foundation
import TestSupport

@testable import Conversations

/// A day of a call centre: customers come, agents come and go in shifts, conversations take their time. One way of
/// sharing them out decides who gets what.
struct Simulation {
    /// How conversations are shared out.
    enum Way: String, CaseIterable {
        /// The rule of this program: one line, whoever is best takes the longest waiting.
        case fair
        /// Each agent with the skill in turn as customers come; those beyond their capacity wait in the agent's own line.
        case roundRobin
        /// As they come, to the agent with the skill who has least, lines included.
        case leastLoaded
        /// One line, agents with the skill in turn.
        case roundRobinOneLine
        /// One line, to the agent with the skill who has least.
        case leastLoadedOneLine

        var hasOneLine: Bool { self != .roundRobin && self != .leastLoaded }
    }

    struct Agent {
        let name: String
        let skills: Set<String>
        let capacity: Int
        let from: Timestamp
        let until: Timestamp
        var load = 0
        var given = 0
        var recent: [Timestamp] = []
        /// Those that were given to the agent and wait there.
        var line: [Int] = []

        func isPresent(_ now: Timestamp) -> Bool { from <= now && now < until }
    }

    struct Arrival {
        let at: Timestamp
        let skill: String
        let handling: Span
    }

    struct Report {
        var waits: [Int64] = []
        /// Conversations of each agent for an hour of their shift and a place of their capacity.
        var shares: [Double] = []

        func percentile(_ part: Int) -> Double {
            let sorted = waits.sorted()
            return Double(sorted[min(sorted.count - 1, sorted.count * part / 100)]) / 1_000
        }

        /// How far shares lie apart: standard deviation over mean.
        var spread: Double {
            let mean = shares.reduce(0, +) / Double(shares.count)
            let squares = shares.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / Double(shares.count)
            return squares.squareRoot() / mean
        }
    }

    private enum Happening {
        case arrival(Int)
        case ended(agent: Int)
        /// An agent comes or goes, or may be given more.
        case look
    }

    let way: Way
    private(set) var agents: [Agent]
    private let arrivals: [Arrival]
    private var line: [Int] = []
    private var turn = 0
    private var nextLook: Timestamp?
    private var happenings = Heap()
    private var report = Report()

    init(_ way: Way, agents: [Agent], arrivals: [Arrival]) {
        self.way = way
        self.agents = agents
        self.arrivals = arrivals
    }

    mutating func run() -> Report {
        for (place, arrival) in arrivals.enumerated() { happenings.add(arrival.at, .arrival(place)) }
        for agent in agents {
            happenings.add(agent.from, .look)
            happenings.add(agent.until, .look)
        }
        while let (now, happening) = happenings.next() {
            switch happening {
            case .arrival(let place): arrive(place, now)
            case .ended(let agent): agents[agent].load -= 1
            case .look: handOn(now)
            }
            share(now)
        }
        report.waits += Array(repeating: 86_400_000, count: line.count)
        report.shares = agents.map {
            Double($0.given) / (Double(($0.until - $0.from).milliseconds) / 3_600_000) / Double($0.capacity)
        }
        return report
    }

    private mutating func arrive(_ place: Int, _ now: Timestamp) {
        guard !way.hasOneLine, let agent = chosen(arrivals[place].skill, now, mustBeFree: false) else {
            return line.append(place)
        }
        agents[agent].line.append(place)
    }

    /// What waits with somebody who has gone waits for all again.
    private mutating func handOn(_ now: Timestamp) {
        for place in agents.indices where !agents[place].isPresent(now) && !agents[place].line.isEmpty {
            line += agents[place].line
            agents[place].line = []
        }
        line.sort { arrivals[$0].at < arrivals[$1].at }
        guard !way.hasOneLine else { return }
        var left: [Int] = []
        for waiting in line {
            if let agent = chosen(arrivals[waiting].skill, now, mustBeFree: false) {
                agents[agent].line.append(waiting)
            } else {
                left.append(waiting)
            }
        }
        line = left
    }

    private mutating func share(_ now: Timestamp) {
        switch way {
        case .fair: shareFairly(now)
        case .roundRobinOneLine, .leastLoadedOneLine:
            var left: [Int] = []
            for waiting in line {
                if let agent = chosen(arrivals[waiting].skill, now, mustBeFree: true) {
                    begin(waiting, agent, now)
                } else {
                    left.append(waiting)
                }
            }
            line = left
        case .roundRobin, .leastLoaded:
            for agent in agents.indices where agents[agent].isPresent(now) {
                while !agents[agent].line.isEmpty, agents[agent].load < agents[agent].capacity {
                    begin(agents[agent].line.removeFirst(), agent, now)
                }
            }
        }
    }

    private mutating func shareFairly(_ now: Timestamp) {
        let rule = FairQueue.usual
        guard !line.isEmpty else { return }
        let seats = agents.map { agent in
            FairQueue.Seat(
                agent: agent.name, skills: agent.skills, capacity: agent.capacity,
                isPresent: agent.isPresent(now), load: agent.load, given: agent.given, since: agent.from,
                recent: agent.recent)
        }
        let waiters = line.map { place in
            FairQueue.Waiter(
                id: Identifier("\(100_000 + place)"), skill: arrivals[place].skill, since: arrivals[place].at,
                known: nil)
        }
        for match in rule.matches(waiters, among: seats, at: now) {
            guard let agent = agents.firstIndex(where: { $0.name == match.agent }),
                let number = Int(match.id.text)
            else { continue }
            line.removeAll { $0 == number - 100_000 }
            begin(number - 100_000, agent, now)
        }
        let due =
            seats.compactMap { rule.nextTurn(of: $0, at: now) }
            + line.map { arrivals[$0].at + rule.overflowAfter }
        guard let soonest = due.filter({ $0 > now }).min(),
            nextLook.map({ $0 <= now || $0 > soonest }) ?? true
        else { return }
        nextLook = soonest
        happenings.add(soonest, .look)
    }

    private mutating func begin(_ waiting: Int, _ agent: Int, _ now: Timestamp) {
        report.waits.append((now - arrivals[waiting].at).milliseconds)
        agents[agent].load += 1
        agents[agent].given += 1
        agents[agent].recent = (agents[agent].recent + [now]).suffix(3)
        happenings.add(now + arrivals[waiting].handling, .ended(agent: agent))
    }

    private mutating func chosen(_ skill: String, _ now: Timestamp, mustBeFree: Bool) -> Int? {
        let able = agents.indices.filter {
            agents[$0].isPresent(now) && agents[$0].skills.contains(skill)
                && (!mustBeFree || agents[$0].load < agents[$0].capacity)
        }
        guard !able.isEmpty else { return nil }
        switch way {
        case .roundRobin, .roundRobinOneLine:
            turn += 1
            let (turn, count) = (turn, agents.count)
            return able.min { ($0 + count - turn % count) % count < ($1 + count - turn % count) % count }
        case .leastLoaded, .leastLoadedOneLine, .fair:
            return able.min {
                agents[$0].load + agents[$0].line.count < agents[$1].load + agents[$1].line.count
            }
        }
    }

    /// What happens next, in the order of time, and of coming at the same time.
    private struct Heap {
        private var items: [(at: Timestamp, order: Int, Happening)] = []
        private var count = 0

        mutating func add(_ at: Timestamp, _ happening: Happening) {
            count += 1
            items.append((at, count, happening))
            var place = items.count - 1
            while place > 0, isEarlier(place, (place - 1) / 2) {
                items.swapAt(place, (place - 1) / 2)
                place = (place - 1) / 2
            }
        }

        mutating func next() -> (Timestamp, Happening)? {
            guard let first = items.first else { return nil }
            let last = items.removeLast()
            guard !items.isEmpty else { return (first.at, first.2) }
            items[0] = last
            var place = 0
            while let child = [2 * place + 1, 2 * place + 2].filter({ $0 < items.count }).min(by: isEarlier),
                isEarlier(child, place)
            {
                items.swapAt(child, place)
                place = child
            }
            return (first.at, first.2)
        }

        private func isEarlier(_ left: Int, _ right: Int) -> Bool {
            (items[left].at, items[left].order) < (items[right].at, items[right].order)
        }
    }
}

extension Simulation {
    /// 50 agents in three shifts and four skill groups, some with more than one; 10,000 customers, most of them in the
    /// morning and in the evening, one in a hundred before the first agent comes.
    static func day(seed: UInt64) -> (agents: [Agent], arrivals: [Arrival]) {
        var chance = SeededChance(seed: seed)
        let start = TestClock.start
        let groups = ["presale", "orders", "refunds", "vip"]
        let agents = (0..<50).map { number in
            let shift = [(8, 16), (10, 18), (15, 23)][number % 3]
            let own = groups[number % 4]
            let more = number % 5 == 0 ? [groups[(number + 1) % 4], groups[(number + 2) % 4]] : []
            return Agent(
                name: "agent-\(100 + number)", skills: Set([own] + more), capacity: 3 + number % 3,
                from: start + .hours(shift.0) + .seconds(chance.below(600)), until: start + .hours(shift.1))
        }
        let arrivals = (0..<10_000).map { _ in
            let hour = pick(
                [
                    (7, 1), (8, 6), (9, 10), (10, 12), (11, 9), (12, 6), (13, 6), (14, 7), (15, 8),
                    (16, 8), (17, 6), (18, 5), (19, 5), (20, 6), (21, 2),
                ], &chance)
            let length = -log(Double(chance.below(1_000_000) + 1) / 1_000_000) * 240
            return Arrival(
                at: start + .hours(hour) + .seconds(chance.below(3_600)),
                skill: groups[chance.below(4)],
                handling: .seconds(max(60, min(3_600, Int(length)))))
        }
        return (agents, arrivals.sorted { $0.at < $1.at })
    }

    private static func pick(_ weights: [(Int, Int)], _ chance: inout SeededChance) -> Int {
        var left = chance.below(weights.reduce(0) { $0 + $1.1 })
        for (value, weight) in weights {
            left -= weight
            if left < 0 { return value }
        }
        return weights[0].0
    }
}
