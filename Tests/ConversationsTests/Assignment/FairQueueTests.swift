import Base
import Foundation
import TestSupport
import Testing

@testable import Conversations

@Suite struct FairQueueTests {
    private let rule = FairQueue.usual
    private let now = TestClock.start

    private func seat(
        _ agent: String, _ skills: Set<String> = [], load: Int = 0, of capacity: Int = 3, given: Int = 0,
        recent: [Timestamp] = [], isPresent: Bool = true
    ) -> FairQueue.Seat {
        FairQueue.Seat(
            agent: agent, skills: skills, capacity: capacity, isPresent: isPresent, load: load, given: given,
            since: now - .hours(1), recent: recent)
    }

    private func waiter(
        _ id: String, _ skill: String? = nil, for waited: Span = .seconds(10), known: String? = nil
    ) -> FairQueue.Waiter {
        FairQueue.Waiter(id: Identifier(id), skill: skill, since: now - waited, known: known)
    }

    private func given(_ waiters: [FairQueue.Waiter], _ seats: [FairQueue.Seat]) -> [String] {
        rule.matches(waiters, among: seats, at: now).map { "\($0.id.text) \($0.agent)" }
    }

    @Test func `whoever waits longest is first`() {
        let waiters = [waiter("b", for: .seconds(5)), waiter("a", for: .seconds(9))]
        #expect(given(waiters, [seat("lin", load: 2)]) == ["a lin"])
        #expect(rule.place(of: "b", among: waiters) == 2)
    }

    @Test func `nobody gets more than their capacity, and nobody who is away anything`() {
        #expect(given([waiter("a")], [seat("lin", load: 3), seat("zhou", isPresent: false)]) == [])
    }

    @Test func `a customer who returns goes to the agent they know, if that one is free`() {
        let seats = [seat("lin", load: 2), seat("zhou")]
        #expect(given([waiter("a", known: "lin")], seats) == ["a lin"])
        #expect(given([waiter("a", known: "lin")], [seat("lin", load: 3), seat("zhou")]) == ["a zhou"])
        let gone = [seat("lin", isPresent: false), seat("zhou")]
        #expect(given([waiter("a", known: "lin")], gone) == ["a zhou"])
    }

    @Test func `who comes to a long line gets three at once and the next after a minute`() {
        let waiters = (0..<5).map { waiter("\($0)", for: .seconds(100 - $0)) }
        let first = rule.matches(waiters, among: [seat("lin", of: 5)], at: now)
        #expect(first.map(\.id.text) == ["0", "1", "2"])
        let busy = seat("lin", load: 3, of: 5, given: 3, recent: [now, now, now])
        #expect(rule.nextTurn(of: busy, at: now) == now + .minutes(1))
        #expect(rule.matches(waiters, among: [busy], at: now + .minutes(1)).count == 2)
    }

    @Test func `skills come first, and after two minutes whoever is free helps out`() {
        let seats = [seat("lin", ["refunds"]), seat("zhou")]
        #expect(given([waiter("a", "refunds")], seats) == ["a lin"])
        #expect(given([waiter("a", "refunds")], [seat("zhou")]) == [])
        #expect(given([waiter("a", "refunds", for: .minutes(2))], [seat("zhou")]) == ["a zhou"])
    }

    @Test func `less to do goes before fewer skills, and that before fewer given`() {
        let one = waiter("a", "refunds")
        #expect(
            given([one], [seat("lin", ["refunds"], load: 1), seat("zhou", ["refunds", "vip"])]) == ["a zhou"])
        #expect(given([one], [seat("lin", ["refunds"]), seat("zhou", ["refunds", "vip"])]) == ["a lin"])
        #expect(
            given([one], [seat("lin", ["refunds"], given: 9), seat("zhou", ["refunds"], given: 2)]) == [
                "a zhou"
            ])
    }

    @Test func `the wait that is told grows with the line and is unknown while nobody is there`() {
        let seats = [seat("lin", load: 3), seat("zhou", load: 3)]
        #expect(rule.wait(atPlace: 1, among: seats, handling: .minutes(6)) == .minutes(1))
        #expect(rule.wait(atPlace: 6, among: seats, handling: .minutes(6)) == .minutes(6))
        #expect(rule.wait(atPlace: 1, among: [seat("lin")], handling: .minutes(6)) == .seconds(0))
        #expect(rule.wait(atPlace: 1, among: [seat("lin", isPresent: false)], handling: .minutes(6)) == nil)
    }

    @Test(arguments: [1] as [UInt64])
    func `over a day of 10,000 customers and 50 agents it keeps people waiting less than other ways`(
        seed: UInt64
    ) {
        let (agents, arrivals) = Simulation.day(seed: seed)
        var reports: [Simulation.Way: Simulation.Report] = [:]
        for way in Simulation.Way.allCases {
            var simulation = Simulation(way, agents: agents, arrivals: arrivals)
            let report = simulation.run()
            reports[way] = report
            print(
                "day \(seed) \(way.rawValue): p50 \(report.percentile(50)) s, p95 \(report.percentile(95)) s,",
                "p99 \(report.percentile(99)) s, spread \(String(format: "%.2f", report.spread))")
            #expect(report.waits.count == 10_000)
        }
        let fair = reports[.fair]?.percentile(95) ?? .infinity
        for way in Simulation.Way.allCases where way != .fair {
            #expect(fair < reports[way]?.percentile(95) ?? 0, "\(way.rawValue)")
        }
    }
}
