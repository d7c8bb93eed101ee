import Base
import Events
import Storage
import Synchronization
import TestSupport
import Testing

@testable import Conversations

/// When closed conversations with customers go, and what of them stays.
@Suite struct KeepingTests {
    private func figures(
        _ world: TestWorld, _ start: Timestamp, _ day: LocalDay
    ) async throws -> AnswerReport {
        try await world.database.read { [conversations = world.conversations] in
            try conversations.figures(ofDays: [start], day, in: TestWorld.shop, $0)
        }
    }

    @Test func `it goes with all that hangs on it, and the counts of its day stay and name nobody`()
        async throws
    {
        let (world, id) = try await TestWorld.talking()
        let day = try #require(LocalDay(zone: "Asia/Shanghai"))
        let start = day.start(of: world.now)
        try await world.say("在吗", in: id, by: TestWorld.meiSpeaks)
        world.clock.move(by: .seconds(20))
        try await world.say("在的", in: id, by: TestWorld.linSpeaks)
        try await world.converse {
            _ = try $0.note("老顾客", on: id, by: Actor(.staff, "lin"), in: $1, $2)
            _ = try $0.tag(id, as: [try Tag("急")], by: Actor(.staff, "lin"), in: $1, $2)
        }
        try await world.close(id)
        let before = try await figures(world, start, day)
        world.clock.move(by: .days(99))
        #expect(try await world.step().count == 0)
        world.clock.move(by: .days(2))
        let gone = try await world.step()
        #expect(gone.count == 1 && !gone.isMore)
        let tables = try await world.database.read { transaction in
            try [
                "conversations", "conversation_messages", "conversation_answers", "conversation_notes",
                "conversation_tags",
            ].map { try transaction.count(SQL(stringLiteral: "SELECT COUNT(*) FROM \($0)")) }
        }
        #expect(tables == [0, 0, 0, 0, 0])
        let after = try await figures(world, start, day)
        #expect(before.days[0][.first].all == 1)
        #expect(after.days == before.days && after.buyers == before.buyers)
        #expect(after.channels == before.channels && after.teams == before.teams)
        #expect(before.agents.count == 1 && after.agents.isEmpty)
    }

    @Test func `every table of a conversation's goes with it`() {
        let statements = ConversationSchema.migrations.flatMap(\.steps).compactMap { step -> String? in
            if case .statement(let text) = step { text } else { nil }
        }
        let tables = statements.filter { $0.contains("conversation_id TEXT") }.compactMap {
            $0.firstMatch(of: /CREATE TABLE (\w+)/).map { String($0.1) }
        }
        #expect(tables.count > 8 && Set(tables) == Set(ConversationStore.hanging))
    }

    @Test func `a customer counts once a day, however many conversations of theirs have gone`() async throws {
        let (world, first) = try await TestWorld.talking()
        let day = try #require(LocalDay(zone: "Asia/Shanghai"))
        world.clock.move(by: day.start(of: world.now) + .hours(34) - world.now)
        let start = day.start(of: world.now)
        let second = try await world.converse {
            try $0.open(
                with: "mei", on: try ConversationChannel("wechat"), by: Actor(.key, "site"), in: $1, $2
            ).conversation.id
        }
        for id in [first, second] {
            try await world.say("在吗", in: id, by: TestWorld.meiSpeaks)
            try await world.say("在的", in: id, by: TestWorld.linSpeaks)
        }
        #expect(try await figures(world, start, day).buyers[0].all == 1)
        try await world.close(first)
        world.clock.move(by: .days(60))
        try await world.close(second)
        world.clock.move(by: .days(60))
        for left in [1, 0] {
            #expect(try await world.step().count == 1)
            #expect(try await world.left() == left)
            let figures = try await figures(world, start, day)
            #expect(figures.buyers[0].all == 1 && figures.days[0][.first].all == 2)
            world.clock.move(by: .days(60))
        }
    }

    @Test func `one that shows an order stays for longer, and one that is open for good`() async throws {
        let (world, trade) = try await TestWorld.talking()
        let open = try await world.talk("lan")
        let order = try await world.order()
        _ = try await world.send(.card(Card(.order, order.text)), in: trade, by: TestWorld.linSpeaks)
        try await world.say("在吗", in: open, by: TestWorld.lanSpeaks)
        try await world.close(trade)
        world.clock.move(by: .days(200))
        for _ in 0..<2 { #expect(try await world.step().count == 0) }
        world.clock.move(by: .days(801))
        #expect(try await world.step().count == 1)
        #expect(try await world.left() == 1)
    }

    @Test func `one that is still needed is put off for a day at a time, and holds nobody up`() async throws {
        let (world, id) = try await TestWorld.talking()
        try await world.close(id)
        world.clock.move(by: .days(101))
        let asked = Counter()
        let isNeeded: @Sendable (Partner) -> Bool = { _ in
            asked.add()
            return true
        }
        for _ in 0..<3 { #expect(try await world.step(unless: isNeeded).count == 0) }
        #expect(asked.value == 1)
        world.clock.move(by: .days(1))
        try await world.step(unless: isNeeded)
        #expect(asked.value == 2)
        #expect(try await world.step().count == 0, "until tomorrow")
        world.clock.move(by: .days(1))
        #expect(try await world.step().count == 1)
    }

    @Test func `one that was opened again while it was put off begins anew`() async throws {
        let (world, id) = try await TestWorld.talking()
        try await world.close(id)
        world.clock.move(by: .days(101))
        try await world.step { _ in true }
        try await world.say("还有件事", in: id, by: TestWorld.meiSpeaks)
        world.clock.move(by: .days(200))
        #expect(try await world.step().count == 0)
        try await world.close(id)
        world.clock.move(by: .days(99))
        #expect(try await world.step().count == 0)
        world.clock.move(by: .days(2))
        #expect(try await world.step().count == 1)
    }

    @Test func `a step takes so many and says that there are more`() async throws {
        let (world, first) = try await TestWorld.talking()
        try await world.close(first)
        for number in 0..<54 {
            try await world.converse {
                let channel = try ConversationChannel("c\(number)")
                let opened = try $0.open(with: "mei", on: channel, by: Actor(.key, "site"), in: $1, $2)
                _ = try $0.close(opened.conversation.id, by: TestWorld.linSpeaks, in: $1, $2)
            }
        }
        world.clock.move(by: .days(101))
        let steps = [try await world.step(), try await world.step()]
        #expect(steps.map(\.count) == [50, 5] && steps.map(\.isMore) == [true, false])
    }

    @Test func `what search knows of it goes, and what others said in the same piece is found again`()
        async throws
    {
        let (world, id) = try await TestWorld.talking()
        let other = try await world.talk("lan")
        try await world.say("青瓷壶裂了", in: id, by: TestWorld.meiSpeaks)
        try await world.say("青瓷杯很好", in: other, by: TestWorld.lanSpeaks)
        for number in 0..<(GramStore.segmentMessages - 2) {
            try await world.say("第 \(number) 句", in: other, by: TestWorld.botSpeaks)
        }
        try await world.converse { try $0.indexMessages(in: $1, $2) }
        func grams() async throws -> Int {
            try await world.database.read { try $0.count("SELECT COUNT(*) FROM message_grams") }
        }
        func hits() async throws -> [String] {
            try await world.converse { try $0.search(MessageSearch("青瓷"), in: $1, $2).hits.map(\.text) }
        }
        #expect(try await grams() > 0)
        #expect(try await hits() == ["青瓷杯很好", "青瓷壶裂了"])
        try await world.close(id)
        world.clock.move(by: .days(101))
        #expect(try await world.step().count == 1)
        #expect(try await grams() == 0)
        #expect(try await hits() == ["青瓷杯很好"])
        try await world.converse { try $0.indexMessages(in: $1, $2) }
        #expect(try await grams() > 0)
        #expect(try await hits() == ["青瓷杯很好"])
    }
}

extension TestWorld {
    /// One step of taking away, for times of a hundred and of a thousand days.
    @discardableResult
    func step(
        unless isNeeded: @escaping @Sendable (Partner) -> Bool = { _ in false }
    ) async throws -> ExpiredConversations {
        try await converse { desk, shop, transaction in
            let times = ConversationTimes(
                since: transaction.now - .days(100), tradeSince: transaction.now - .days(1_000))
            return try desk.expire(times, in: shop, transaction, unless: isNeeded)
        }
    }

    /// How many conversations there still are.
    func left() async throws -> Int {
        try await database.read { try $0.count("SELECT COUNT(*) FROM conversations") }
    }

    func close(_ id: ConversationID) async throws {
        try await converse { _ = try $0.close(id, by: Self.linSpeaks, in: $1, $2) }
    }
}

private final class Counter: Sendable {
    private let count = Mutex(0)
    var value: Int { count.withLock { $0 } }
    func add() { count.withLock { $0 += 1 } }
}
