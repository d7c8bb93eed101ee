import Base
import Files
import Storage
import TestSupport
import Testing

@testable import Conversations

@Suite struct MessageTests {
    @Test func `messages are numbered from one without gaps, whoever writes`() async throws {
        let (world, id) = try await TestWorld.talking()
        try await world.say("在吗", in: id, by: TestWorld.meiSpeaks)
        try await world.say("在的", in: id, by: TestWorld.linSpeaks)
        try await world.say("壶裂了", in: id, by: TestWorld.meiSpeaks)
        #expect(try await world.told(id) == ["在吗", "(assigned)", "在的", "壶裂了"])
        #expect(try await world.thread(id).map(\.number) == [1, 2, 3, 4])
    }

    @Test func `many who write at once get numbers without gaps and without doubles`() async throws {
        let (world, id) = try await TestWorld.talking()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<40 {
                group.addTask { try await world.say("\(number)", in: id, by: TestWorld.meiSpeaks) }
            }
            try await group.waitForAll()
        }
        #expect(try await world.thread(id).map(\.number) == Array(1...40))
        #expect(Set(try await world.told(id)).count == 40)
    }

    @Test func `the schema takes no message whose forerunner is missing, and none twice`() async throws {
        let (world, id) = try await TestWorld.talking()
        try await world.say("一", in: id, by: TestWorld.meiSpeaks)
        for (number, previous, token) in [(3, 2, "a"), (3, 1, "b"), (1, 0, "c")] {
            await #expect(throws: StorageFailure.self) {
                try await world.database.write(in: TestWorld.shop) { transaction in
                    try transaction.run(
                        """
                        INSERT INTO conversation_messages (shop, conversation_id, number, previous, token, side,
                            author_kind, author_id, kind, posted_at)
                        VALUES (\(TestWorld.shop), \(id), \(number), \(previous), \(token), 'customer',
                            'customer', 'mei', 'text', 0)
                        """)
                }
            }
        }
    }

    @Test func `a message that is sent again is there once, also after an answer and after the end`()
        async throws
    {
        let (world, id) = try await TestWorld.talking()
        let first = try await world.send(.text("在吗"), in: id, by: TestWorld.meiSpeaks, key: "m1")
        let again = try await world.send(.text("在吗"), in: id, by: TestWorld.meiSpeaks, key: "m1")
        #expect(!first.isRepeated && again.isRepeated && again.message.number == first.message.number)
        let answer = try await world.send(.text("在的"), in: id, by: TestWorld.linSpeaks, key: "m1")
        #expect(!answer.isRepeated, "another author's key is another key")
        _ = try await world.converse { try $0.close(id, by: TestWorld.linSpeaks, in: $1, $2) }
        let late = try await world.send(.text("在的"), in: id, by: TestWorld.linSpeaks, key: "m1")
        #expect(late.isRepeated && late.message.number == answer.message.number)
        #expect(try await world.send(.text("在吗"), in: id, by: TestWorld.meiSpeaks, key: "m1").isRepeated)
        #expect(try await world.conversation(id).state == .closed, "what was sent before opens nothing again")
        #expect(try await world.told(id) == ["在吗", "(assigned)", "在的", "(closed)"])
        await #expect(throws: ConversationRefusal.messageKeyReused) {
            try await world.send(.text("别的"), in: id, by: TestWorld.meiSpeaks, key: "m1")
        }
    }

    @Test func `an agent who has not seen a colleague's answer is told so instead of answering twice`()
        async throws
    {
        let (world, id) = try await TestWorld.talking()
        try await world.say("在吗", in: id, by: TestWorld.meiSpeaks)
        let answer = try await world.say("在的", in: id, by: TestWorld.linSpeaks, seen: 1)
        await #expect(throws: ConversationRefusal.answeredMeanwhile(number: answer.number)) {
            try await world.say("您好", in: id, by: TestWorld.zhouSpeaks, seen: 1)
        }
        try await world.say("您好", in: id, by: TestWorld.zhouSpeaks, seen: answer.number)
        try await world.say("还在", in: id, by: TestWorld.linSpeaks, key: "own", seen: 4)
    }

    @Test func `an author changes a text or takes it back for two minutes, and the shop keeps what it said`()
        async throws
    {
        let (world, id) = try await TestWorld.talking()
        try await world.say("明天发", in: id, by: TestWorld.linSpeaks)
        try await world.say("谢谢", in: id, by: TestWorld.meiSpeaks)
        let edited = try await world.converse {
            try $0.edit(2, of: id, to: "后天发", by: TestWorld.linSpeaks, in: $1, $2)
        }
        #expect(edited.content == .text("后天发") && edited.editedAt != nil)
        await #expect(throws: ConversationRefusal.messageNotYours) {
            try await world.converse {
                try $0.edit(2, of: id, to: "x", by: TestWorld.meiSpeaks, in: $1, $2)
            }
        }
        _ = try await world.converse { try $0.recall(2, of: id, by: TestWorld.linSpeaks, in: $1, $2) }
        let recalled = try #require(try await world.thread(id).first { $0.number == 2 })
        #expect(recalled.recalledAt != nil && recalled.json["text"] == nil)
        await #expect(throws: ConversationRefusal.messageRecalled) {
            try await world.converse { try $0.recall(2, of: id, by: TestWorld.linSpeaks, in: $1, $2) }
        }
        let versions = try await world.database.read { transaction in
            let desk = world.conversations
            return try desk.versions(
                of: 2,
                in: desk.conversation(id, for: TestWorld.linSpeaks, in: TestWorld.shop, transaction),
                of: TestWorld.shop, transaction)
        }
        #expect(versions.map(\.words) == ["明天发", "后天发"])
        world.clock.move(by: .minutes(3))
        await #expect(throws: ConversationRefusal.messageChangeTooLate(within: .minutes(2))) {
            try await world.converse { try $0.recall(3, of: id, by: TestWorld.meiSpeaks, in: $1, $2) }
        }
    }

    @Test func `marks only grow, a reader has what they wrote, and nothing beyond the last is marked`()
        async throws
    {
        let (world, id) = try await TestWorld.talking()
        for text in ["一", "二", "三"] { try await world.say(text, in: id, by: TestWorld.meiSpeaks) }
        let mark = { (delivered: Int?, read: Int?, speaker: Speaker) in
            try await world.converse {
                try $0.mark(id, delivered: delivered, read: read, by: speaker, in: $1, $2)
            }
        }
        let shop = try await mark(nil, 2, TestWorld.linSpeaks)
        #expect(shop.shopMarks == .init(delivered: 2, read: 2) && shop.unread == 1)
        #expect(shop.customerMarks == .init(delivered: 3, read: 3))
        #expect(try await mark(3, 1, TestWorld.linSpeaks).shopMarks == .init(delivered: 3, read: 2))
        await #expect(throws: ConversationRefusal.markBeyondLast(last: 3)) {
            _ = try await mark(nil, 4, TestWorld.linSpeaks)
        }
    }

    @Test func `pictures are sent by those who uploaded them, cards show only what is the customer's`()
        async throws
    {
        let (world, id) = try await TestWorld.talking()
        try await world.order()
        let picture = Identifier<StoredFile>(try await world.upload())
        let sent = try await world.send(.image(picture), in: id, by: TestWorld.meiSpeaks)
        #expect(sent.message.content == .image(picture))
        let lans = Identifier<StoredFile>(try await world.upload(by: Actor(.customer, "lan")))
        await #expect(throws: ConversationRefusal.attachmentUnknown) {
            _ = try await world.send(.image(lans), in: id, by: TestWorld.meiSpeaks, key: "other")
        }
        let card = try await world.send(
            .card(Card(.order, "1001")), in: id, by: TestWorld.linSpeaks, key: "card")
        #expect(card.message.content.kind == .orderCard)
        let other = try await world.talk("lan")
        await #expect(throws: ConversationRefusal.cardUnknown(.order)) {
            _ = try await world.send(.card(Card(.order, "1001")), in: other, by: TestWorld.linSpeaks)
        }
    }

    @Test func `what people write lies sealed`() async throws {
        let (world, id) = try await TestWorld.talking()
        try await world.say("壶裂了", in: id, by: TestWorld.meiSpeaks)
        try await world.converse { try $0.note("老顾客", on: id, by: Actor(.staff, "lin"), in: $1, $2) }
        let stored = try await world.database.read { transaction in
            try transaction.rows(
                """
                SELECT words FROM conversation_messages WHERE words IS NOT NULL
                UNION ALL SELECT words FROM conversation_notes
                """
            ) { try $0.text() }
        }
        #expect(stored.count == 2)
        #expect(stored.allSatisfy { !$0.contains("壶裂了") && !$0.contains("老顾客") })
    }
}
