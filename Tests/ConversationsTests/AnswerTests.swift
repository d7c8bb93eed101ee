import Base
import Events
import Storage
import TestSupport
import Testing

@testable import Conversations

/// Which waits of customers count, and how.
@Suite struct AnswerTests {
    private func answers(_ world: TestWorld, late: Bool = false) async throws -> [CustomerWait] {
        try await world.database.read { [conversations = world.conversations] transaction in
            var filter = AnswerFilter(from: transaction.now - .days(1), until: transaction.now + .days(1))
            filter.isLate = late
            return try conversations.answers(filter, in: TestWorld.shop, transaction).items
        }
    }

    @Test func `the first answer of a person ends a wait, later ones too, and those of programs none`()
        async throws
    {
        let (world, id) = try await TestWorld.talking()
        try await world.say("在吗", in: id, by: TestWorld.meiSpeaks)
        world.clock.move(by: .seconds(10))
        try await world.say("请稍等", in: id, by: TestWorld.botSpeaks)
        try await world.say("有人吗", in: id, by: TestWorld.meiSpeaks)
        world.clock.move(by: .seconds(200))
        try await world.say("在的", in: id, by: TestWorld.linSpeaks)
        try await world.say("您说", in: id, by: TestWorld.linSpeaks)
        try await world.say("壶裂了", in: id, by: TestWorld.meiSpeaks)
        world.clock.move(by: .seconds(20))
        try await world.say("马上补发", in: id, by: TestWorld.linSpeaks)
        let all = try await answers(world)
        #expect(all.map(\.isFirst) == [false, true] && all.allSatisfy { $0.agent == "lin" })
        #expect(all[1].answeredAt.map { $0 - all[1].askedAt } == .seconds(210))
        #expect(try await answers(world, late: true) == [all[1]])
    }

    @Test func `whoever was never answered counts as late, and who writes again begins anew`() async throws {
        let (world, id) = try await TestWorld.talking()
        try await world.say("在吗", in: id, by: TestWorld.meiSpeaks)
        try await world.converse { _ = try $0.close(id, by: TestWorld.linSpeaks, in: $1, $2) }
        try await world.say("还在吗", in: id, by: TestWorld.meiSpeaks)
        world.clock.move(by: .seconds(60))
        try await world.say("在的", in: id, by: TestWorld.linSpeaks)
        let all = try await answers(world)
        #expect(all.map(\.isFirst) == [true, true])
        #expect(try await answers(world, late: true).map(\.answeredAt) == [nil])
        try await world.converse { _ = try $0.close(id, by: TestWorld.linSpeaks, in: $1, $2) }
        #expect(try await answers(world).count == 2, "nothing waited")
    }

    @Test func `a message that is sent again ends no wait twice`() async throws {
        let (world, id) = try await TestWorld.talking()
        try await world.say("在吗", in: id, by: TestWorld.meiSpeaks)
        try await world.say("在的", in: id, by: TestWorld.linSpeaks, key: "a")
        try await world.say("在的", in: id, by: TestWorld.linSpeaks, key: "a")
        #expect(try await answers(world).count == 1)
    }

    @Test func `figures count days and people apart, and the hours of the day`() throws {
        let rules = ConversationRules.usual
        let day = try #require(LocalDay(zone: "Asia/Shanghai"))
        let midnight = day.startOfNextDay(after: Timestamp(milliseconds: 1_795_000_000_000))
        var figures = AnswerFigures()
        // Asked at that minute of the day, answered after so many seconds, nil never, whether first.
        let waits: [(Int, Int?, Bool)] = [
            (479, 10, true), (480, 180, true), (600, 181, true), (1379, nil, true), (1380, 10, true),
            (600, 30, false), (600, 31, false),
        ]
        for (minute, seconds, isFirst) in waits {
            let asked = midnight + .minutes(minute)
            figures.count(
                CustomerWait(
                    conversationID: "v", number: 1, askedAt: asked,
                    answeredAt: seconds.map { asked + .seconds($0) }, isFirst: isFirst, agent: "lin"),
                by: rules, in: day)
        }
        #expect([figures[.first].all, figures[.first].inTime] == [5, 3])
        #expect([figures[.firstByDay].all, figures[.firstByDay].inTime] == [3, 1])
        #expect([figures[.next].all, figures[.next].inTime] == [2, 1])
    }

    @Test func `the board's figures are those of each day's waits`() async throws {
        let (world, id) = try await TestWorld.talking()
        let day = try #require(LocalDay(zone: "Asia/Shanghai"))
        var starts: [Timestamp] = []
        for _ in 0..<2 {
            starts.append(day.startOfNextDay(after: world.now - .days(1)))
            try await world.say("在吗", in: id, by: TestWorld.meiSpeaks, key: "\(starts)")
            try await world.say("在的", in: id, by: TestWorld.linSpeaks, key: "\(starts)")
            world.clock.move(by: .days(1))
        }
        let report = try await world.database.read {
            [conversations = world.conversations, starts] in
            try conversations.figures(ofDays: starts, day, in: TestWorld.shop, $0)
        }
        #expect(
            report.days.map { $0[.first].all } == [1, 0] && report.days.map { $0[.next].inTime } == [0, 1])
        #expect(report.agents["lin"]?[.first].inTime == 1)
    }
}
