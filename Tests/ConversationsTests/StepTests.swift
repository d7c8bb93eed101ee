import Base
import Events
import Storage
import TestSupport
import Testing
import Vault

@testable import Conversations

@Suite struct StepTests {
    @Test func `a customer has one open conversation on a channel, a visitor always a new one`() async throws
    {
        let (world, id) = try await TestWorld.talking()
        #expect(try await world.talk("mei") == id)
        #expect(try await world.talk("lan") != id)
        let visitor = try await world.talk(nil)
        #expect(try await world.talk(nil) != visitor)
        let record = try await world.conversation(visitor)
        #expect(record.json["customerId"] == nil && record.json["visitorId"]?.string?.isEmpty == false)
    }

    @Test func `who answers has it, who is given it has it, and it can be put back`() async throws {
        let (world, id) = try await TestWorld.talking()
        try await world.say("在吗", in: id, by: TestWorld.meiSpeaks)
        let waiting = try await world.conversation(id)
        #expect(waiting.state == .waiting && waiting.waitingSince == world.now)
        try await world.say("自动回复", in: id, by: TestWorld.botSpeaks)
        #expect(try await world.conversation(id).waitingSince != nil, "a program's answer ends no wait")
        world.clock.move(by: .seconds(40))
        try await world.say("在的", in: id, by: TestWorld.linSpeaks)
        let answered = try await world.conversation(id)
        #expect(answered.assignee == "lin" && answered.waitingSince == nil)
        #expect(answered.answeredAt == world.now)
        let given = try await world.converse {
            try $0.assign(id, to: "zhou", remark: "要补发", by: Actor(.staff, "lin"), in: $1, $2)
        }
        #expect(given.assignee == "zhou")
        let back = try await world.converse {
            try $0.assign(id, to: nil, by: Actor(.staff, "zhou"), in: $1, $2)
        }
        #expect(back.state == .waiting && back.assignee == nil)
        #expect(try await world.told(id).suffix(2) == ["(assigned)", "(returnedToQueue)"])
        let notes = try await world.database.read { transaction in
            let desk = world.conversations
            return try desk.notes(
                on: desk.conversation(id, for: TestWorld.linSpeaks, in: TestWorld.shop, transaction),
                in: TestWorld.shop, transaction)
        }
        #expect(notes.map(\.text) == ["要补发"])
        #expect(!(try await world.told(id)).contains("要补发"), "a remark is no message")
    }

    @Test func `a closed conversation is rated once, and opens again when the customer writes`() async throws
    {
        let (world, id) = try await TestWorld.talking()
        try await world.say("在的", in: id, by: TestWorld.linSpeaks)
        let rating = Conversation.Rating(stars: 5, words: "很快")
        let rate = {
            try await world.converse { try $0.rate(id, rating, by: TestWorld.meiSpeaks, in: $1, $2) }
        }
        await #expect(throws: ConversationRefusal.ratingTooEarly) { _ = try await rate() }
        let closed = try await world.converse { try $0.close(id, by: TestWorld.linSpeaks, in: $1, $2) }
        #expect(closed.state == .closed && closed.assignee == nil && closed.closedAt == world.now)
        await #expect(throws: ConversationRefusal.conversationClosed) {
            try await world.say("还有", in: id, by: TestWorld.linSpeaks)
        }
        #expect(try await rate().rating == rating)
        #expect(try await world.conversation(id).rating == rating)
        await #expect(throws: ConversationRefusal.alreadyRated) { _ = try await rate() }
        try await world.say("又坏了", in: id, by: TestWorld.meiSpeaks)
        let open = try await world.conversation(id)
        #expect(open.state == .waiting && open.closedAt == nil && open.rating == nil)
        #expect(try await world.told(id).suffix(2) == ["(reopened)", "又坏了"])
        #expect(
            try await world.timeline(of: id.text).map(\.type).suffix(4) == [
                "conversation.closed", "conversation.rated", "conversation.reopened",
                "conversation.messagePosted",
            ])
    }

    @Test func `customers reach their own conversations, and shops theirs`() async throws {
        let (world, id) = try await TestWorld.talking()
        await #expect(throws: ConversationRefusal.conversationUnknown) {
            try await world.say("偷看", in: id, by: TestWorld.lanSpeaks)
        }
        await #expect(throws: ConversationRefusal.conversationUnknown) {
            try await world.database.read { transaction in
                _ = try world.conversations.conversation(
                    id, for: TestWorld.linSpeaks, in: TestWorld.otherShop, transaction)
            }
        }
    }

    @Test func `those who wait are listed longest first, and answered ones no more`() async throws {
        let (world, mei) = try await TestWorld.talking()
        let (lan, visitor) = (try await world.talk("lan"), try await world.talk(nil))
        for (id, speaker) in [
            (lan, TestWorld.lanSpeaks), (mei, TestWorld.meiSpeaks),
            (visitor, .partner(try await world.conversation(visitor).partner)),
        ] {
            world.clock.move(by: .seconds(1))
            try await world.say("在吗", in: id, by: speaker)
        }
        var filter = ConversationFilter()
        (filter.order, filter.limit) = (.waiting, 2)
        let list = { (filter: ConversationFilter) in
            try await world.database.read {
                try world.conversations.list(filter, in: TestWorld.shop, $0)
            }
        }
        let first = try await list(filter)
        #expect(first.items.map(\.id) == [lan, mei])
        filter.after = first.next
        #expect(try await list(filter).items.map(\.id) == [visitor])
        filter.after = nil
        try await world.say("在的", in: lan, by: TestWorld.linSpeaks)
        #expect(try await list(filter).items.map(\.id) == [mei, visitor])
    }

    @Test func `whoever is erased has nothing open, and nothing more is kept of them`() async throws {
        let (world, id) = try await TestWorld.talking()
        try await world.say("壶裂了", in: id, by: TestWorld.meiSpeaks)
        try await world.database.write(in: TestWorld.shop) { transaction in
            try world.people.destroyKey(
                of: .customer("mei", of: TestWorld.shop), transaction)
            for column in ConversationDesk.personal {
                try column.empty(.customer("mei", of: TestWorld.shop), transaction)
            }
            _ = try world.conversations.forget("mei", in: TestWorld.shop, transaction)
        }
        #expect(try await world.told(id) == [""])
        #expect(try await world.conversation(id).state == .closed)
        await #expect(throws: ConversationRefusal.partnerErased) {
            try await world.say("还在吗", in: id, by: TestWorld.meiSpeaks)
        }
    }
}
