import Base
import Customers
import Events
import Storage
import TestSupport
import Testing

@testable import Conversations

@Suite struct SortingTests {
    private static let lin = Actor(.staff, "lin")

    private func mark(_ world: TestWorld, _ id: TestWorld.ConversationID, _ texts: [String]) async throws {
        try await world.converse {
            _ = try $0.tag(id, as: Conversations.Tag.several(texts), by: Self.lin, in: $1, $2)
        }
    }

    private func snooze(
        _ world: TestWorld, _ id: TestWorld.ConversationID, until moment: Timestamp?
    ) async throws -> Conversation {
        try await world.converse { try $0.snooze(id, until: moment, by: Self.lin, in: $1, $2) }
    }

    private func found(
        _ world: TestWorld, _ change: (inout ConversationFilter) -> Void
    ) async throws
        -> [TestWorld.ConversationID]
    {
        var filter = ConversationFilter()
        change(&filter)
        return try await world.database.read { [filter] in
            try world.conversations.list(filter, in: TestWorld.shop, $0).items.map(\.id)
        }
    }

    @Test func `a conversation is found by the tags it bears, and by no others`() async throws {
        let (world, mei) = try await TestWorld.talking()
        let lan = try await world.talk("lan")
        try await mark(world, mei, ["物流", " 破损 ", "物流"])
        try await mark(world, lan, ["物流"])
        #expect(try await world.conversation(mei).tags.map(\.text) == ["物流", "破损"].sorted())
        let tag = try Conversations.Tag("破损")
        #expect(try await found(world) { $0.tag = tag } == [mei])
        try await mark(world, mei, ["物流"])
        #expect(try await found(world) { $0.tag = tag } == [])
        let counts = try await world.database.read {
            try world.conversations.tags(in: TestWorld.shop, $0)
        }
        #expect(counts.map(\.tag.text) == ["物流"] && counts.map(\.count) == [2])
        #expect(
            try await world.timeline(of: mei.text).filter { $0.type == "conversation.tagged" }.allSatisfy {
                !$0.detail.text.contains("物流")
            }, "tags stay out of the log")
    }

    @Test(arguments: ["", "  ", "a,b", "甲，乙", "一\n二", String(repeating: "长", count: 25)])
    func `what no tag can be is refused`(text: String) {
        #expect(throws: ConversationRefusal.tagInvalid) { try Conversations.Tag(text) }
    }

    @Test func `a line holds several tags, and no more than a conversation bears`() throws {
        #expect(try Conversations.Tag.several("物流， 破损,，").map(\.text) == ["物流", "破损"].sorted())
        #expect(throws: ConversationRefusal.tooManyTags) {
            try Conversations.Tag.several((0...Conversations.Tag.most).map { "t\($0)" })
        }
    }

    @Test func `a tag does not name the customer, and goes with their data`() async throws {
        let (world, id) = try await TestWorld.talking()
        let mei = try await world.database.read {
            try world.customers.customer("mei", in: TestWorld.shop, $0)
        }
        await #expect(throws: ConversationRefusal.tagNamesPerson) {
            try await mark(world, id, [mei.familyName + mei.givenName])
        }
        try await mark(world, id, ["物流"])
        try await world.converse { _ = try $0.forget("mei", in: $1, $2) }
        #expect(try await world.conversation(id).tags == [])
        let tag = try Conversations.Tag("物流")
        #expect(try await found(world) { $0.tag = tag } == [])
    }

    @Test func `what is put aside comes back at its moment, and takes no room until then`() async throws {
        let (world, id) = try await TestWorld.talking()
        await #expect(throws: ConversationRefusal.nobodyHasIt) {
            _ = try await snooze(world, id, until: world.now + .hours(1))
        }
        try await world.say("在的", in: id, by: TestWorld.linSpeaks)
        for moment in [world.now, world.now + ConversationDesk.longestSnooze + .seconds(1)] {
            await #expect(throws: ConversationRefusal.snoozeOutOfRange) {
                _ = try await snooze(world, id, until: moment)
            }
        }
        let until = world.now + .hours(1)
        #expect(try await snooze(world, id, until: until).snoozedUntil == until)
        let loads = { () async throws -> Int? in
            try await world.converse {
                _ = try $0.change(seatOf: "lin", SeatChange(isPresent: true), by: Self.lin, in: $1, $2)
                return try $0.seats(in: $1, $2).first?.load
            }
        }
        #expect(try await loads() == 0)
        #expect(try await found(world) { $0.isSnoozed = true } == [id])
        try await world.pass(.minutes(59))
        #expect(try await world.conversation(id).snoozedUntil == until)
        try await world.pass(.minutes(2))
        let back = try await world.conversation(id)
        #expect(back.snoozedUntil == nil && back.returnedAt != nil && back.assignee == "lin")
        #expect(try await loads() == 1)
        #expect(try await found(world) { $0.isSnoozed = true } == [])
        try await world.say("仓库回了", in: id, by: TestWorld.linSpeaks)
        #expect(try await world.conversation(id).returnedAt == nil)
    }

    @Test func `it comes back at once when the customer writes or somebody else gets it`() async throws {
        let (world, id) = try await TestWorld.talking()
        try await world.say("在的", in: id, by: TestWorld.linSpeaks)
        _ = try await snooze(world, id, until: world.now + .hours(1))
        try await world.say("怎么样了", in: id, by: TestWorld.meiSpeaks)
        #expect(try await world.conversation(id).snoozedUntil == nil)
        _ = try await snooze(world, id, until: world.now + .hours(1))
        #expect(try await world.conversation(id).waitingSince != nil, "a wait goes on running")
        try await world.converse { _ = try $0.assign(id, to: "zhou", by: Self.lin, in: $1, $2) }
        #expect(try await world.conversation(id).snoozedUntil == nil)
        try await world.pass(.hours(2))
        #expect(try await world.conversation(id).returnedAt == nil, "its moment means nothing any more")
        _ = try await snooze(world, id, until: world.now + .hours(1))
        #expect(try await snooze(world, id, until: nil).snoozedUntil == nil)
        _ = try await snooze(world, id, until: world.now + .hours(1))
        try await world.converse { _ = try $0.close(id, by: TestWorld.linSpeaks, in: $1, $2) }
        #expect(try await world.conversation(id).snoozedUntil == nil)
    }
}
