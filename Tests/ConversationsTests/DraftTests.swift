import Base
import Customers
import Storage
import TestSupport
import Testing
import Vault

@testable import Conversations

@Suite struct DraftTests {
    private static let (lin, zhou) = (Actor(.staff, "lin"), Actor(.staff, "zhou"))

    @discardableResult
    private func keep(
        _ world: TestWorld, _ text: String, after seen: Int = 0, in id: TestWorld.ConversationID,
        by author: Actor
    ) async throws -> ConversationDraft? {
        try await world.converse {
            try $0.keepDraft(text, after: seen, in: id, by: author, of: $1, $2)
        }
    }

    private func draft(_ world: TestWorld, _ id: TestWorld.ConversationID) async throws -> ConversationDraft?
    {
        try await world.database.read { transaction in
            let desk = world.conversations
            return try desk.draft(
                in: desk.conversation(id, for: TestWorld.linSpeaks, in: TestWorld.shop, transaction),
                of: TestWorld.shop, transaction)
        }
    }

    @Test func `a draft stays with the conversation, whoever has it, until somebody answers`() async throws {
        let (world, id) = try await TestWorld.talking()
        try await world.say("壶裂了", in: id, by: TestWorld.meiSpeaks)
        let first = try await keep(world, "马上", in: id, by: Self.lin)
        #expect(first?.version == 1)
        try await keep(world, "马上为您补", after: 1, in: id, by: Self.lin)
        try await world.converse { _ = try $0.assign(id, to: "zhou", by: Self.lin, in: $1, $2) }
        let taken = try await draft(world, id)
        #expect(taken?.text == "马上为您补" && taken?.author == Self.lin && taken?.version == 2)
        try await keep(world, "马上为您补一只", after: 2, in: id, by: Self.zhou)
        try await world.say("自动回复", in: id, by: TestWorld.botSpeaks)
        try await world.say("在吗", in: id, by: TestWorld.meiSpeaks)
        #expect(try await draft(world, id)?.author == Self.zhou, "only people's answers take its place")
        try await world.say("马上为您补一只", in: id, by: TestWorld.zhouSpeaks)
        #expect(try await draft(world, id) == nil)
    }

    @Test func `nobody writes over what a colleague has written meanwhile`() async throws {
        let (world, id) = try await TestWorld.talking()
        try await keep(world, "林的话", in: id, by: Self.lin)
        await #expect(throws: ConversationRefusal.draftOfColleague) {
            try await keep(world, "周的话", in: id, by: Self.zhou)
        }
        #expect(try await draft(world, id)?.text == "林的话")
        try await keep(world, "林在另一页写的", in: id, by: Self.lin)
        #expect(try await draft(world, id)?.text == "林在另一页写的")
        try await keep(world, "", in: id, by: Self.lin)
        #expect(try await draft(world, id) == nil)
        #expect(try await keep(world, "接着写", after: 7, in: id, by: Self.zhou)?.version == 8)
    }

    @Test
    func `a draft is sealed with the customer's key, goes over with a visitor, and goes with their data`()
        async throws
    {
        let (world, _) = try await TestWorld.talking()
        let id = try await world.converse {
            try $0.post(
                NewMessage(.text("壶裂了"), key: "1"), inThreadOf: .visitor("~01"), in: $1, $2
            ).message.conversationID
        }
        try await keep(world, "您的号码是 138", in: id, by: Self.lin)
        let stored = try await world.database.read {
            try $0.first("SELECT words FROM conversation_drafts") { try $0.text() }
        }
        #expect(stored?.contains("138") == false && stored?.hasPrefix(PersonKey.mark) == true)
        try await world.converse { try $0.join("~01", to: "mei", in: $1, $2) }
        #expect(try await draft(world, id)?.text == "您的号码是 138")
        try await world.database.write(in: TestWorld.shop) { [people = world.people] in
            try people.destroyKey(of: .customer("mei", of: TestWorld.shop), $0)
        }
        #expect(try await draft(world, id) == nil)
    }
}
