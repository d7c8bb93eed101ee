import Base
import Storage
import TestSupport
import Testing

@testable import Conversations

/// For how long conversations are kept that were merged, and those of people who were found to be one.
@Suite struct KeepingMergedTests {
    private static let zhou = Actor(.staff, "zhou")

    /// 梅 on the page, where she wrote fifty days later once more, and what goes on there from another channel.
    private func merged(
        showing card: Bool = false
    ) async throws -> (
        world: TestWorld, page: TestWorld.ConversationID, chat: TestWorld.ConversationID
    ) {
        let (world, page) = try await TestWorld.talking()
        let channel = try ConversationChannel("wechat")
        let chat = try await world.converse {
            try $0.open(with: "mei", on: channel, by: Actor(.key, "site"), in: $1, $2).conversation.id
        }
        try await world.say("微信上问过", in: chat, by: TestWorld.meiSpeaks)
        try await world.converse { _ = try $0.give(chat, to: "lin", by: Self.zhou, in: $1, $2) }
        if card {
            let order = try await world.order()
            _ = try await world.send(.card(Card(.order, order.text)), in: chat, by: TestWorld.linSpeaks)
        }
        try await world.converse { _ = try $0.merge(chat, into: page, by: Self.zhou, in: $1, $2) }
        world.clock.move(by: .days(50))
        try await world.say("壶裂了", in: page, by: TestWorld.meiSpeaks)
        return (world, page, chat)
    }

    private func exists(_ id: TestWorld.ConversationID, _ world: TestWorld) async throws -> Bool {
        try await world.database.read { [store = world.conversations.store] in
            try store.find(id, in: TestWorld.shop, $0) != nil
        }
    }

    @Test func `one that goes on in another stays until that one has gone`() async throws {
        let (world, page, chat) = try await merged()
        try await world.close(page)
        world.clock.move(by: .days(51))
        #expect(try await world.step().count == 0, "it was not spoken in for a hundred days and one")
        world.clock.move(by: .days(50))
        #expect(try await world.step().count == 1)
        #expect(try await !exists(page, world))
        let alone = try await world.converse { try $0.merge(of: chat, in: $1, $2) }
        #expect(alone == nil, "what it was merged into has gone")
        world.clock.move(by: .days(1))
        #expect(try await world.step().count == 1)
        #expect(try await world.left() == 0)
    }

    @Test func `one that was taken apart again meanwhile has a time of its own from then on`() async throws {
        let (world, page, chat) = try await merged()
        world.clock.move(by: .days(51))
        #expect(try await world.step().count == 0)
        try await world.converse { _ = try $0.split(chat, from: page, by: Self.zhou, in: $1, $2) }
        world.clock.move(by: .days(200))
        #expect(try await world.step().count == 0, "both are open")
        try await world.close(chat)
        world.clock.move(by: .days(99))
        #expect(try await world.step().count == 0)
        world.clock.move(by: .days(2))
        #expect(try await world.step().count == 1)
        let (hasPage, hasChat) = (try await exists(page, world), try await exists(chat, world))
        #expect(hasPage && !hasChat)
    }

    @Test func `what shows an order goes later than what it was merged into`() async throws {
        let (world, page, chat) = try await merged(showing: true)
        try await world.close(page)
        world.clock.move(by: .days(101))
        #expect(try await world.step().count == 1)
        world.clock.move(by: .days(800))
        #expect(try await world.step().count == 0)
        #expect(try await exists(chat, world))
        world.clock.move(by: .days(100))
        #expect(try await world.step().count == 1)
    }

    @Test func `it waits for what is open under any record of the same person`() async throws {
        let (world, page) = try await TestWorld.talking()
        let lan = try await world.talk("lan")
        try await world.converse {
            _ = try $0.merge(.customer("lan"), with: "mei", by: Self.zhou, in: $1, $2)
        }
        for id in [page, lan] { try await world.close(id) }
        world.clock.move(by: .days(101))
        for needed in [Partner.customer("mei"), .customer("lan")] {
            #expect(try await world.step { $0 == needed }.count == 0)
            world.clock.move(by: .days(1))
        }
        #expect(try await world.step().count == 2)
    }
}
