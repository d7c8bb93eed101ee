import Base
import Storage
import TestSupport
import Testing

@testable import Conversations

/// When a shop's people answer. The shop's clocks show Shanghai's time.
@Suite struct HoursTests {
    private static let zhou = Actor(.staff, "zhou")

    private static func openings(_ texts: String...) -> [OpeningHours.Opening] {
        texts.compactMap { OpeningHours.Opening($0) }
    }

    private static func date(_ text: String) throws -> CivilDate { try #require(CivilDate(text)) }

    /// Monday to Friday with a break; at Christmas not at all, on the Saturday after it a few hours.
    private static func office(_ team: String? = nil) throws -> OpeningHours.Plan {
        let office = openings("09:00-12:00", "13:30-18:00")
        return OpeningHours.Plan(
            team: team, week: Dictionary(uniqueKeysWithValues: (1...5).map { ($0, office) }),
            days: [try date("2026-12-25"): [], try date("2026-12-26"): openings("10-14")])
    }

    private static func moment(_ text: String) throws -> Timestamp {
        try #require(Timestamp("\(text):00.000Z")) - .hours(8)
    }

    @Test(
        arguments: [
            ("2026-12-21T08:59", "2026-12-21T09:00"), ("2026-12-21T09:00", "2026-12-21T09:00"),
            ("2026-12-21T12:00", "2026-12-21T13:30"), ("2026-12-21T13:29", "2026-12-21T13:30"),
            ("2026-12-21T18:00", "2026-12-22T09:00"), ("2026-12-24T23:10", "2026-12-26T10:00"),
            ("2026-12-26T14:00", "2026-12-28T09:00"), ("2026-12-27T03:00", "2026-12-28T09:00"),
        ])
    func `a shop opens at the next span of the day, on the next day that has one`(
        now: String, opens: String
    ) throws {
        let hours = OpeningHours(plans: [try Self.office()], overflows: [], contactAfter: nil)
        let day = try TestWorld.profile(TestWorld.shop).day
        let (now, opens) = (try Self.moment(now), try Self.moment(opens))
        #expect(hours.nextOpening(nil, after: now, day) == opens)
        #expect(hours.isOpen(nil, at: now, day) == (now == opens))
        #expect(OpeningHours(stored: hours.json) == hours)
    }

    @Test func `over a change of the clocks the shop opens when its own clocks say so`() throws {
        let day = try #require(LocalDay(zone: "Europe/Berlin"))
        let week = Dictionary(uniqueKeysWithValues: (1...7).map { ($0, Self.openings("09:00-17:00")) })
        let hours = OpeningHours(
            plans: [.init(team: nil, week: week, days: [:])], overflows: [], contactAfter: nil)
        // On 28 March 2027 at two the clocks are set to three.
        for (now, opens) in [
            ("2027-03-28T00:30:00.000Z", "2027-03-28T07:00:00.000Z"),
            ("2027-03-27T17:00:00.000Z", "2027-03-28T07:00:00.000Z"),
        ] {
            let moment = try #require(Timestamp(now))
            #expect(hours.nextOpening(nil, after: moment, day) == Timestamp(opens))
        }
    }

    @Test func `a team has its own hours, the others those of everybody; without any it is always open`()
        throws
    {
        let day = try TestWorld.profile(TestWorld.shop).day
        let night = OpeningHours.Plan(team: "night", week: [1: Self.openings("20:00-24:00")], days: [:])
        let hours = OpeningHours(
            plans: [try Self.office(), night], overflows: [], contactAfter: nil)
        let evening = try Self.moment("2026-12-21T21:00")
        #expect(hours.isOpen("night", at: evening, day) && !hours.isOpen("tea", at: evening, day))
        #expect(OpeningHours.always.isOpen("tea", at: evening, day))
        let never = OpeningHours(
            plans: [.init(team: nil, week: [:], days: [:])], overflows: [], contactAfter: nil)
        #expect(never.nextOpening(nil, after: evening, day) == nil)
    }

    @Test(arguments: ["", "9", "18-9", "22:00-06:00", "9:0-12", "25-26", "09:60-10", "a-b", "9-12-15"])
    func `what is no span of a day is none`(text: String) {
        #expect(OpeningHours.Opening(text) == nil)
    }

    @Test func `who writes at night waits for the morning, and is then answered within the target`()
        async throws
    {
        let (world, id) = try await TestWorld.talking()
        let opening = try await world.closeUntilTomorrow()
        try await world.come("zhou")
        try await world.say("在吗", in: id, by: TestWorld.meiSpeaks)
        #expect(try await world.conversation(id).state == .waiting, "zhou is there, but it is not time")
        #expect(try await world.conversation(id).target?.due == opening + .minutes(3))
        let reach = try await world.converse { try $0.reachable(in: $1, $2) }
        #expect(reach == .closed(until: opening) && reach.asksForContact)
        try await world.pass(opening - (world.now + .seconds(1)))
        #expect(try await world.conversation(id).assignee == nil)
        try await world.pass(.seconds(1))
        #expect(try await world.conversation(id).assignee == "zhou", "it is given by itself")
        #expect(try await world.converse { try $0.reachable(in: $1, $2) } == .open)
    }

    @Test func `somebody may take what waits for the morning`() async throws {
        let (world, id) = try await TestWorld.talking()
        _ = try await world.closeUntilTomorrow()
        try await world.say("在吗", in: id, by: TestWorld.meiSpeaks)
        try await world.say("在的", in: id, by: TestWorld.linSpeaks)
        #expect(try await world.conversation(id).assignee == "lin")
    }

    @Test func `after the shop's own wait another team helps, and nobody else`() async throws {
        let (world, _) = try await TestWorld.talking()
        let overflow = OpeningHours.Overflow(team: "refunds", after: .minutes(10), to: "general")
        try await world.set(OpeningHours(plans: [], overflows: [overflow], contactAfter: nil))
        try await world.come("wu", for: ["tea"])
        let id = try await world.converse {
            try $0.open(with: "lan", on: .page, skill: "refunds", by: Actor(.key, "site"), in: $1, $2)
                .conversation.id
        }
        try await world.say("退款", in: id, by: TestWorld.lanSpeaks)
        try await world.pass(.minutes(9))
        try await world.come("zhou", for: ["general"])
        #expect(try await world.conversation(id).assignee == nil)
        try await world.pass(.minutes(1))
        #expect(try await world.conversation(id).assignee == "zhou")
    }

    @Test func `whoever waits for long is asked how to be reached`() async throws {
        let (world, id) = try await TestWorld.talking()
        try await world.set(OpeningHours(plans: [], overflows: [], contactAfter: .minutes(5)))
        try await world.converse {
            _ = try $0.change(
                seatOf: "zhou", SeatChange(skills: [], capacity: 1, isPresent: true), by: Self.zhou, in: $1,
                $2)
        }
        try await world.say("在吗", in: try await world.talk("lan"), by: TestWorld.lanSpeaks)
        try await world.say("在吗", in: id, by: TestWorld.meiSpeaks)
        let waits = try await world.conversation(id)
        #expect(try await world.converse { try $0.reachable(waits, in: $1, $2) } == .open)
        try await world.pass(.minutes(5))
        #expect(try await world.converse { try $0.reachable(waits, in: $1, $2) } == .busy)
    }
}

extension TestWorld {
    fileprivate func set(_ hours: OpeningHours) async throws {
        try await converse { try $0.change(hours: hours, by: Actor(.staff, "zhou"), in: $1, $2) }
    }

    fileprivate func come(_ agent: String, for skills: [String] = []) async throws {
        try await converse {
            _ = try $0.change(
                seatOf: agent, SeatChange(skills: skills, isPresent: true), by: Actor(.staff, agent), in: $1,
                $2)
        }
    }

    /// Today is a holiday; every day opens at nine.
    fileprivate func closeUntilTomorrow() async throws -> Timestamp {
        let day = try Self.profile(Self.shop).day
        let week = Dictionary(
            uniqueKeysWithValues: (1...7).map {
                ($0, [OpeningHours.Opening("09:00-18:00")].compactMap(\.self))
            })
        try await set(
            OpeningHours(
                plans: [.init(team: nil, week: week, days: [day.reading(at: now).date: []])], overflows: [],
                contactAfter: nil))
        return day.startOfNextDay(after: now) + .hours(9)
    }
}
