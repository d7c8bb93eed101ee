import Base
import Customers
import Events
import Storage
import TestSupport
import Testing
import Vault

@testable import Conversations

/// Which conversations are read again, and what comes of it.
@Suite struct QualityTests {
    private static let zhou = Actor(.staff, "zhou")

    /// Who says what, so many seconds after the one before; `c` the customer, `s` a person, `b` a program.
    private static func facts(
        _ lines: [(String, String, Int)], waits: [Int?] = [30], silentUntilEnd: Int = 0,
        hasCase: Bool = false,
        stars: Int? = nil, lot: Int = 99
    ) -> QualityRule.Facts {
        var now = Timestamp(milliseconds: 0)
        let told = lines.map { who, text, seconds in
            now = now + .seconds(seconds)
            return QualityRule.Facts.Line(
                isCustomers: who == "c", isPersons: who == "s", text: text, at: now)
        }
        return QualityRule.Facts(
            lines: told, waits: waits.map { $0.map { .seconds($0) } },
            endedAt: now + .seconds(silentUntilEnd),
            hasCase: hasCase, stars: stars, lot: lot)
    }

    @Test(
        arguments: [
            (facts([("c", "在吗", 0), ("s", "在的", 20)]), []),
            (facts([("c", "在吗", 0), ("b", "请稍等", 1)], waits: [nil], silentUntilEnd: 3_600), [.unanswered]),
            (facts([("c", "在吗", 0), ("s", "在的", 20)], waits: [20, 200]), [.slow]),
            (facts([("c", "到哪了", 0), ("s", "稍等，我查一下", 20), ("s", "已到杭州", 599)]), []),
            (facts([("c", "到哪了", 0), ("s", "稍等，我查一下", 20), ("c", "？", 300), ("s", "到了", 300)]), [.silence]),
            (facts([("c", "到哪了", 0), ("s", "One moment, please", 20)], silentUntilEnd: 900), [.silence]),
            (facts([("c", "裂了", 0), ("s", "谁让您摔的，你自己看说明", 20)]), [.blame]),
            (facts([("c", "你自己看看", 0), ("s", "抱歉", 20)]), []),
            (facts([("c", "裂了", 0), ("s", "給您補寄一個", 20)]), [.promise]),
            (facts([("c", "裂了", 0), ("s", "给您补寄一个", 20)], hasCase: true), []),
            (facts([("c", "在吗", 0), ("s", "在的", 20)], stars: 3), [.lowMark]),
            (facts([("c", "在吗", 0), ("s", "在的", 20)], stars: 4, lot: 2), [.sample]),
        ] as [(QualityRule.Facts, [QualityReason])])
    func `negative service is told from what was said, how soon and how it ended`(
        facts: QualityRule.Facts, reasons: [QualityReason]
    ) {
        #expect(QualityRule.usual.reasons(facts) == reasons)
    }

    private func open(_ world: TestWorld) async throws -> [Inspection] {
        try await world.database.read { [conversations = world.conversations] in
            try conversations.inspections(.open, in: TestWorld.shop, $0).items
        }
    }

    private func close(_ id: TestWorld.ConversationID, in world: TestWorld) async throws {
        try await world.converse { _ = try $0.close(id, by: TestWorld.linSpeaks, in: $1, $2) }
    }

    @Test func `a conversation that ended badly is put before inspectors, with its agent`() async throws {
        let (world, id) = try await TestWorld.talking()
        try await world.say("壶裂了", in: id, by: TestWorld.meiSpeaks)
        try await world.say("给您退款", in: id, by: TestWorld.linSpeaks)
        try await close(id, in: world)
        #expect(try await open(world).isEmpty)
        try await world.pass(.minutes(11))
        let found = try await open(world)
        #expect(found.map(\.conversationID) == [id] && found.first?.agent == "lin")
        #expect(found.first?.reasons.contains(.promise) == true)
    }

    @Test func `one that was opened again is looked at when it has ended for good`() async throws {
        let (world, id) = try await TestWorld.talking()
        try await world.say("壶裂了", in: id, by: TestWorld.meiSpeaks)
        try await world.say("给您退款", in: id, by: TestWorld.linSpeaks)
        try await close(id, in: world)
        try await world.say("还没收到", in: id, by: TestWorld.meiSpeaks)
        try await world.pass(.minutes(11))
        #expect(try await open(world).isEmpty)
        try await close(id, in: world)
        try await world.pass(.minutes(11))
        #expect(try await open(world).first?.reasons.prefix(1) == [.unanswered])
    }

    @Test func `a low mark is put before a supervisor at once, beside what else is found`() async throws {
        let (world, id) = try await TestWorld.talking()
        try await world.say("壶裂了", in: id, by: TestWorld.meiSpeaks)
        try await world.say("谁让你摔的", in: id, by: TestWorld.linSpeaks)
        try await close(id, in: world)
        try await world.converse {
            _ = try $0.rate(id, .init(stars: 2, words: nil), by: TestWorld.meiSpeaks, in: $1, $2)
        }
        #expect(try await open(world).map(\.reasons) == [[.lowMark]])
        try await world.pass(.minutes(11))
        #expect(try await open(world).map { $0.reasons.prefix(2) } == [[.lowMark, .blame]])
    }

    @Test func `a customer who has rated one is asked about no other on that day`() async throws {
        let (world, first) = try await poorOne()
        let second = try await world.talk("mei")
        let asks = { (id: TestWorld.ConversationID) async throws in
            try await world.database.read { [conversations = world.conversations] in
                try conversations.asksForRating(
                    conversations.conversation(id, for: TestWorld.linSpeaks, in: TestWorld.shop, $0),
                    in: TestWorld.shop, $0)
            }
        }
        #expect(try await !asks(second), "still open")
        try await close(second, in: world)
        for id in [first, second] { #expect(try await !asks(id)) }
        world.clock.move(by: .hours(25))
        #expect(try await asks(second))
    }

    @Test func `the result reaches the agent and nobody else, once`() async throws {
        let (world, id) = try await poorOne()
        let marks = Dictionary(uniqueKeysWithValues: ScoreSheet.Mark.allCases.map { ($0, 4) })
        let inspection = try await world.converse {
            try $0.inspect(
                id, ScoreSheet(marks), words: "先说明要查多久", isLesson: true, by: Self.zhou, in: $1, $2)
        }
        #expect(inspection.result?.sheet.score == 80)
        #expect(try await open(world).isEmpty)
        await #expect(throws: ConversationRefusal.inspectionUnknown) {
            try await world.converse {
                _ = try $0.inspect(id, nil, words: nil, isLesson: false, by: Self.zhou, in: $1, $2)
            }
        }
        await #expect(throws: ConversationRefusal.inspectionUnknown) {
            try await world.converse { _ = try $0.readResult(of: id, by: Self.zhou, in: $1, $2) }
        }
        try await world.converse { _ = try $0.readResult(of: id, by: Actor(.staff, "lin"), in: $1, $2) }
        let told = try await world.database.read { [conversations = world.conversations] in
            try conversations.inspections(.done, of: "lin", in: TestWorld.shop, $0).items
        }
        #expect(told.first?.result?.words == "先说明要查多久" && told.first?.result?.readAt != nil)
        #expect(throws: ConversationRefusal.scoreSheetIncomplete) { try ScoreSheet([.manner: 5]) }
    }

    @Test func `what was written goes with the customer's data, and with a visitor who is joined`()
        async throws
    {
        let (world, id) = try await poorOne()
        let marks = Dictionary(uniqueKeysWithValues: ScoreSheet.Mark.allCases.map { ($0, 4) })
        try await world.converse {
            _ = try $0.inspect(
                id, ScoreSheet(marks), words: "梅女士很着急", isLesson: false, by: Self.zhou, in: $1, $2)
            _ = try $0.learn(
                LessonText(cause: "裂", helped: "补", article: nil), from: id, by: Self.zhou, in: $1, $2)
        }
        let visitor = try await world.talk(nil)
        let partner = try await world.conversation(visitor).partner
        try await world.converse {
            _ = try $0.learn(
                LessonText(cause: "问路", helped: "画图", article: "地图"), from: visitor, by: Self.zhou, in: $1, $2
            )
            guard case .visitor(let who) = partner else { return }
            try $0.join(who, to: "lan", in: $1, $2)
        }
        let lessons = { () async throws in
            try await world.database.read { [conversations = world.conversations] in
                try conversations.lessons(
                    from: $0.now - .days(1), until: $0.now + .days(1), in: TestWorld.shop, $0
                ).map(\.text)
            }
        }
        #expect(
            try await Set(lessons()) == [
                LessonText(cause: "裂", helped: "补", article: nil),
                LessonText(cause: "问路", helped: "画图", article: "地图"),
            ])
        try await world.database.write(in: TestWorld.shop) { transaction in
            try world.people.destroyKey(of: .customer("mei", of: TestWorld.shop), transaction)
            for column in ConversationDesk.personal {
                try column.empty(.customer("mei", of: TestWorld.shop), transaction)
            }
            _ = try world.conversations.forget("mei", in: TestWorld.shop, transaction)
        }
        #expect(try await Set(lessons().map(\.cause)) == ["", "问路"])
        let words = try await world.database.read { [conversations = world.conversations] in
            try conversations.inspections(of: id, in: TestWorld.shop, $0).map { $0.result?.words ?? "" }
        }
        #expect(words == [""])
    }

    /// A conversation that waits for an inspector.
    private func poorOne() async throws -> (TestWorld, TestWorld.ConversationID) {
        let (world, id) = try await TestWorld.talking()
        try await world.say("壶裂了", in: id, by: TestWorld.meiSpeaks)
        try await world.say("在的", in: id, by: TestWorld.linSpeaks)
        try await close(id, in: world)
        try await world.converse {
            _ = try $0.rate(id, .init(stars: 1, words: nil), by: TestWorld.meiSpeaks, in: $1, $2)
        }
        return (world, id)
    }
}
