import Base
import Customers
import Events
import Jobs
import Storage
import TestSupport
import Testing

@testable import Conversations

/// How soon customers are to be answered, and what happens where they are not.
@Suite struct TargetTests {
    private static let zhou = Actor(.staff, "zhou")

    private static func targets(
        reassigns: Bool = false, holding: String? = nil, rules: [AnswerTargets.Rule] = []
    ) -> AnswerTargets {
        AnswerTargets(
            rules: rules, usual: .init(first: .minutes(3), next: .seconds(30)), warnPercent: 50,
            onFirst: .init(reassigns: reassigns, holding: holding), onNext: .none)
    }

    private func set(_ targets: AnswerTargets, in world: TestWorld) async throws {
        try await world.converse { try $0.change(targets: targets, by: Self.zhou, in: $1, $2) }
    }

    private func come(_ agents: [String], in world: TestWorld) async throws {
        for agent in agents {
            try await world.converse {
                _ = try $0.change(
                    seatOf: agent, SeatChange(isPresent: true), by: Actor(.staff, agent), in: $1, $2)
            }
        }
    }

    private func story(_ world: TestWorld, _ id: TestWorld.ConversationID) async throws -> [String] {
        try await world.timeline(of: id.text).map(\.type).filter { $0.contains("target") }.map {
            String($0.dropFirst("conversation.".count))
        }
    }

    @Test(
        arguments: [
            ("refunds", 9, true, 60), ("refunds", 22, true, 180), ("tea", 9, true, 180),
            (nil, 2, true, 3_600),
            ("refunds", 23, false, 600), (nil, 8, false, 30),
        ] as [(String?, Int, Bool, Int)])
    func `the first rule of the team and the hour counts`(
        team: String?, hour: Int, isFirst: Bool, seconds: Int
    ) {
        let targets = Self.targets(rules: [
            .init(
                team: "refunds", fromHour: 8, untilHour: 20,
                limits: .init(first: .seconds(60), next: .seconds(20))),
            .init(
                team: nil, fromHour: 23, untilHour: 8, limits: .init(first: .hours(1), next: .minutes(10))),
        ])
        let start = Timestamp(milliseconds: 0)
        let target = targets.target(of: team, isFirst: isFirst, since: start, hour: { hour })
        #expect(target.due == start + .seconds(seconds))
        #expect(target.looked == start + .seconds(seconds / 2))
        #expect(AnswerTargets(stored: targets.json) == targets)
    }

    @Test func `there is a warning, then it is broken, once each, and an answer ends both`() async throws {
        let (world, id) = try await TestWorld.talking()
        try await set(Self.targets(), in: world)
        try await world.say("在吗", in: id, by: TestWorld.meiSpeaks)
        #expect(try await world.conversation(id).target?.due == world.now + .minutes(3))
        try await world.pass(.seconds(89))
        #expect(try await story(world, id) == [])
        try await world.pass(.seconds(1))
        #expect(try await story(world, id) == ["targetWarned"])
        try await world.pass(.seconds(90))
        try await world.pass(.minutes(30))
        #expect(try await story(world, id) == ["targetWarned", "targetBroken"])
        try await world.say("在的", in: id, by: TestWorld.linSpeaks)
        #expect(try await world.conversation(id).target == nil)
        try await world.say("壶裂了", in: id, by: TestWorld.meiSpeaks)
        #expect(try await world.conversation(id).target?.due == world.now + .seconds(30))
        try await world.say("马上", in: id, by: TestWorld.linSpeaks)
        try await world.pass(.minutes(30))
        #expect(try await story(world, id).count == 2)
    }

    @Test func `what is late goes to somebody else who is free, and else stays`() async throws {
        let (world, id) = try await TestWorld.talking()
        try await set(Self.targets(reassigns: true), in: world)
        try await come(["lin"], in: world)
        try await world.say("在吗", in: id, by: TestWorld.meiSpeaks)
        try await world.pass(.minutes(3))
        #expect(try await world.conversation(id).assignee == "lin", "nobody else is there")
        let lan = try await world.talk("lan")
        try await world.say("在吗", in: lan, by: TestWorld.lanSpeaks)
        #expect(try await world.conversation(lan).assignee == "lin")
        try await come(["zhou"], in: world)
        try await world.pass(.minutes(3))
        #expect(try await world.conversation(lan).assignee == "zhou")
    }

    @Test func `the customer is told once, and it counts as nobody's answer`() async throws {
        let (world, id) = try await TestWorld.talking()
        try await set(Self.targets(holding: "正在为您查，请稍等"), in: world)
        try await world.say("在吗", in: id, by: TestWorld.meiSpeaks)
        let asked = world.now
        try await world.pass(.hours(1))
        #expect(try await world.told(id).filter { $0 == "正在为您查，请稍等" }.count == 1)
        let now = try await world.conversation(id)
        #expect(now.waitingSince == asked && now.answeredAt == nil && now.assignee == nil)
        try await world.say("在的", in: id, by: TestWorld.linSpeaks)
        let waits = try await world.database.read { [conversations = world.conversations] in
            try conversations.answers(
                AnswerFilter(from: asked - .days(1), until: asked + .days(1)), in: TestWorld.shop, $0)
        }.items
        #expect(waits.count == 1 && waits.first?.taken == .hours(1) && waits.first?.within == .minutes(3))
        #expect(waits.first?.channel == "page")
    }

    @Test func `a holding message that nobody may send is not kept`() async throws {
        let (world, _) = try await TestWorld.talking()
        await #expect(throws: ConversationRefusal.self) {
            try await set(Self.targets(holding: "稍等，加我微信聊"), in: world)
        }
    }

    // MARK: Figures

    @Test func `marketplaces' rates are counted beside the shop's targets, and customers once a day`()
        async throws
    {
        let (world, id) = try await TestWorld.talking()
        try await set(
            AnswerTargets(
                rules: [], usual: .init(first: .hours(1), next: .hours(1)), warnPercent: 50, onFirst: .none,
                onNext: .none), in: world)
        let day = try #require(LocalDay(zone: "Asia/Shanghai"))
        let start = day.startOfNextDay(after: world.now)
        try await world.pass(start + .hours(10) - world.now)
        for (number, seconds) in [200, 20].enumerated() {
            try await world.say("在吗", in: id, by: TestWorld.meiSpeaks, key: "\(number)")
            world.clock.move(by: .seconds(seconds))
            try await world.say("在的", in: id, by: TestWorld.linSpeaks, key: "\(number)")
            try await world.converse { _ = try $0.close(id, by: TestWorld.linSpeaks, in: $1, $2) }
        }
        let report = try await world.database.read { [conversations = world.conversations] in
            try conversations.figures(ofDays: [start], day, in: TestWorld.shop, $0)
        }
        let figures = report.days[0]
        let tallies = [AnswerCount.first, .threeMinutesByDay, .thirtySecondsByDay, .next].map {
            [figures[$0].all, figures[$0].inTime]
        }
        #expect(tallies == [[2, 2], [2, 1], [2, 1], [0, 0]])
        #expect(figures.mean == .seconds(110))
        #expect(
            report.buyers == [report.buyers[0]] && report.buyers[0].all == 1 && report.buyers[0].inTime == 0)
        #expect(report.channels["page"]?[.first].all == 2 && report.teams.isEmpty)
        var filter = AnswerFilter(from: start, until: start + .days(1))
        (filter.count, filter.isLate) = (.threeMinutes, true)
        let late = try await world.database.read { [conversations = world.conversations, filter] in
            try conversations.answers(filter, in: TestWorld.shop, $0).items
        }
        #expect(late.map(\.taken) == [.seconds(200)])
    }

    // MARK: The board of a moment

    @Test func `the board of any moment is what the tables said then`() async throws {
        let (world, mei) = try await TestWorld.talking()
        let lan = try await world.talk("lan")
        var told: [(Timestamp, [TestWorld.ConversationID], [TestWorld.ConversationID], [String: Int])] = []
        let look = { () async throws in
            told.append(
                try await world.database.read { [conversations = world.conversations] transaction in
                    var filter = ConversationFilter()
                    filter.order = .waiting
                    let waiting = try conversations.list(filter, in: TestWorld.shop, transaction).items.map(
                        \.id)
                    filter.overdueAt = transaction.now
                    let overdue = try conversations.list(filter, in: TestWorld.shop, transaction).items.map(
                        \.id)
                    let seats = try conversations.seats(in: TestWorld.shop, transaction).filter(\.isPresent)
                    return (
                        transaction.now, waiting, overdue,
                        Dictionary(uniqueKeysWithValues: seats.map { ($0.agent, $0.load) })
                    )
                })
            try await world.pass(.seconds(1))
        }
        try await world.say("在吗", in: mei, by: TestWorld.meiSpeaks)
        try await look()
        try await come(["lin"], in: world)
        try await look()
        try await world.say("有人吗", in: lan, by: TestWorld.lanSpeaks)
        try await world.pass(.minutes(4))
        try await look()
        try await world.say("在的", in: mei, by: TestWorld.linSpeaks)
        try await world.say("自动回复", in: lan, by: TestWorld.botSpeaks)
        try await look()
        try await world.converse { _ = try $0.close(mei, by: TestWorld.linSpeaks, in: $1, $2) }
        try await look()
        try await world.say("再问一下", in: mei, by: TestWorld.meiSpeaks)
        try await world.converse {
            _ = try $0.change(
                seatOf: "lin", SeatChange(isPresent: false), by: Actor(.staff, "lin"), in: $1, $2)
        }
        try await look()
        for (moment, waiting, overdue, loads) in told {
            let board = try await world.database.read { [conversations = world.conversations] in
                try conversations.board(at: moment, in: TestWorld.shop, $0)
            }
            #expect(board.waiting == waiting && board.overdue == overdue)
            #expect(board.present == loads.keys.sorted())
            #expect(loads.allSatisfy { board.threads(of: $0.key).count == $0.value })
        }
        #expect(told.map(\.1.count) == [1, 1, 2, 1, 1, 2] && told.map(\.2.count) == [0, 0, 2, 1, 1, 1])
    }
}
