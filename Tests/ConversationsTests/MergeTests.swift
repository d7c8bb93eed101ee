import Base
import Customers
import Events
import Storage
import TestSupport
import Testing

@testable import Conversations

/// Conversations and records of one person.
@Suite struct MergeTests {
    private static let (lin, zhou) = (Actor(.staff, "lin"), Actor(.staff, "zhou"))

    /// 梅 on the page, waiting, and 梅 on another channel, whom 林 has; she waits there for longer.
    private func twice() async throws -> (
        world: TestWorld, page: TestWorld.ConversationID, chat: TestWorld.ConversationID
    ) {
        let (world, page) = try await TestWorld.talking()
        let channel = try ConversationChannel("wechat")
        let chat = try await world.converse {
            try $0.open(with: "mei", on: channel, by: Actor(.key, "site"), in: $1, $2).conversation.id
        }
        try await world.say("微信上问过", in: chat, by: TestWorld.meiSpeaks)
        try await world.converse { _ = try $0.give(chat, to: "lin", by: Self.zhou, in: $1, $2) }
        try await world.pass(.minutes(1))
        try await world.say("壶裂了", in: page, by: TestWorld.meiSpeaks)
        return (world, page, chat)
    }

    private func merge(
        _ world: TestWorld, _ source: TestWorld.ConversationID, into target: TestWorld.ConversationID
    ) async throws {
        try await world.converse { _ = try $0.merge(source, into: target, by: Self.zhou, in: $1, $2) }
    }

    @Test func `one conversation goes on in another, waits there, and both say who did it`() async throws {
        let (world, page, chat) = try await twice()
        let since = try #require(try await world.conversation(chat).waitingSince)
        for _ in 0..<2 { try await merge(world, chat, into: page) }
        let (ended, goesOn) = (try await world.conversation(chat), try await world.conversation(page))
        #expect(ended.state == .closed && ended.waitingSince == nil && ended.assignee == nil)
        #expect(goesOn.waitingSince == since, "the longer wait counts")
        #expect(goesOn.target != nil)
        #expect(try await world.told(chat).last == "(mergedAway)")
        #expect(try await world.told(page) == ["壶裂了", "(mergedHere)"])
        #expect(try await world.thread(page).map(\.number) == [1, 2])
        let (into, from) = try await world.converse { desk, shop, transaction in
            (
                try desk.merges(into: page, in: shop, transaction).map(\.source),
                try desk.merge(of: chat, in: shop, transaction)
            )
        }
        #expect(into == [chat] && from?.by == Self.zhou && from?.target == page)
        let asks = try await world.converse { try $0.asksForRating(ended, in: $1, $2) }
        #expect(!asks, "what goes on elsewhere is rated there")
    }

    @Test func `taken apart, each has what it had, unless somebody answered meanwhile`() async throws {
        for isAnswered in [false, true] {
            let (world, page, chat) = try await twice()
            let before = (try await world.conversation(page), try await world.conversation(chat))
            try await merge(world, chat, into: page)
            if isAnswered { try await world.say("都看到了", in: page, by: TestWorld.zhouSpeaks) }
            try await world.converse { _ = try $0.split(chat, from: page, by: Self.lin, in: $1, $2) }
            let after = (try await world.conversation(page), try await world.conversation(chat))
            #expect(after.1.state == .assigned && after.1.assignee == "lin")
            #expect(after.1.waitingSince == (isAnswered ? nil : before.1.waitingSince))
            #expect(after.0.waitingSince == (isAnswered ? nil : before.0.waitingSince))
            #expect(try await world.told(chat).last == "(splitAway)")
            #expect(try await world.told(page).last == "(splitHere)")
            await #expect(throws: ConversationRefusal.mergeUnknown) {
                try await world.converse { _ = try $0.split(chat, from: page, by: Self.lin, in: $1, $2) }
            }
        }
    }

    @Test func `whoever writes in the ended one again comes to whoever has the other`() async throws {
        let (world, page, chat) = try await twice()
        try await world.converse { _ = try $0.give(page, to: "zhou", by: Self.zhou, in: $1, $2) }
        try await merge(world, chat, into: page)
        try await world.say("还有一件事", in: chat, by: TestWorld.meiSpeaks)
        let again = try await world.conversation(chat)
        #expect(again.assignee == "zhou" && again.waitingSince != nil)
        try await world.converse { _ = try $0.split(chat, from: page, by: Self.zhou, in: $1, $2) }
        #expect(try await world.conversation(chat).assignee == "zhou", "it is open already")
    }

    @Test func `only one person's are merged, once, and no open one into a closed one`() async throws {
        let (world, page, chat) = try await twice()
        let lan = try await world.talk("lan")
        let refused: [(ConversationRefusal, TestWorld.ConversationID, TestWorld.ConversationID)] = [
            (.mergeWithItself, page, page), (.notTheSamePerson, lan, page),
            (.conversationUnknown, "V0", page),
        ]
        for (refusal, source, target) in refused {
            await #expect(throws: refusal) { try await merge(world, source, into: target) }
        }
        try await world.converse { _ = try $0.close(page, by: TestWorld.zhouSpeaks, in: $1, $2) }
        await #expect(throws: ConversationRefusal.conversationClosed) {
            try await merge(world, chat, into: page)
        }
        try await merge(world, page, into: chat)
        await #expect(throws: ConversationRefusal.mergedAlready) { try await merge(world, chat, into: page) }
    }

    @Test func `two records that are one person's are told of both, and taken apart again`() async throws {
        let (world, page, _) = try await twice()
        let lan = try await world.talk("lan")
        try await world.say("我也是梅", in: lan, by: TestWorld.lanSpeaks)
        for _ in 0..<2 {
            try await world.converse {
                _ = try $0.merge(.customer("lan"), with: "mei", by: Self.lin, in: $1, $2)
            }
        }
        for one in [Partner.customer("lan"), .customer("mei")] {
            let (same, merges) = try await world.converse {
                (try $0.same(as: one, in: $1, $2), try $0.merges(of: one, in: $1, $2))
            }
            #expect(same == [.customer("mei"), .customer("lan")])
            #expect(merges.map(\.by) == [Self.lin])
        }
        await #expect(throws: ConversationRefusal.mergedAlready) {
            try await world.converse {
                _ = try $0.merge(.customer("mei"), with: "lan", by: Self.lin, in: $1, $2)
            }
        }
        await #expect(throws: ConversationRefusal.mergeWithItself) {
            try await world.converse {
                _ = try $0.merge(.customer("mei"), with: "mei", by: Self.lin, in: $1, $2)
            }
        }
        try await merge(world, lan, into: page)
        await #expect(throws: ConversationRefusal.conversationsMerged) {
            try await world.converse {
                _ = try $0.part(.customer("lan"), from: "mei", by: Self.lin, in: $1, $2)
            }
        }
        try await world.converse { _ = try $0.split(lan, from: page, by: Self.lin, in: $1, $2) }
        try await world.converse { _ = try $0.part(.customer("lan"), from: "mei", by: Self.lin, in: $1, $2) }
        #expect(
            try await world.converse { try $0.same(as: .customer("lan"), in: $1, $2) } == [.customer("lan")])
    }

    @Test
    func
        `a visitor who is found to be a customer comes to whom the customer knows, and goes without a trace`()
        async throws
    {
        let (world, _, _) = try await twice()
        let id = try await world.talk(nil)
        try await world.say("我是梅", in: id, by: .partner(byHandOf: Actor(.key, "site")))
        let partner = try await world.conversation(id).partner
        try await world.converse { _ = try $0.merge(partner, with: "mei", by: Self.lin, in: $1, $2) }
        let next = try await world.converse { desk, shop, transaction in
            try desk.begin(
                with: partner, on: ConversationChannel("mail"), skill: nil, by: Self.lin, in: shop,
                transaction)
        }
        #expect(next.known == "lin", "who had a conversation of the customer's")
        guard case .visitor(let visitor) = partner else {
            Issue.record("nobody knows them")
            return
        }
        try await merge(world, id, into: try await world.talk("mei"))
        try await world.converse { _ = try $0.forget(visitor: visitor, in: $1, $2) }
        #expect(
            try await world.converse { try $0.same(as: .customer("mei"), in: $1, $2) } == [.customer("mei")])
        let rows = try await world.database.read {
            try $0.count("SELECT COUNT(*) FROM conversation_merges")
                + $0.count("SELECT COUNT(*) FROM person_merges")
        }
        #expect(rows == 0)
    }

    @Test func `the board of a moment tells merged conversations as they stood`() async throws {
        let (world, page, chat) = try await twice()
        try await merge(world, chat, into: page)
        var replay = try await world.replay()
        #expect(replay.waiting == [page] && replay.threads[chat]?.isOpen == false)
        try await world.converse { _ = try $0.split(chat, from: page, by: Self.zhou, in: $1, $2) }
        replay = try await world.replay()
        #expect(replay.waiting == [chat, page] && replay.threads(of: "lin") == [chat])
    }
}

extension TestWorld {
    fileprivate func replay() async throws -> BoardReplay {
        try await database.read { [conversations] in
            var replay = BoardReplay()
            for event in try conversations.events.store.after(0, in: Self.shop, limit: 1_000, $0)
            where BoardReplay.subjects.contains(event.subject.kind) {
                replay.take(event)
            }
            return replay
        }
    }
}
