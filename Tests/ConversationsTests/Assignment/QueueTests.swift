import Base
import Storage
import TestSupport
import Testing

@testable import Conversations

@Suite struct QueueTests {
    private func come(
        _ world: TestWorld, _ agent: String, capacity: Int? = nil, skills: [String]? = nil,
        isPresent: Bool = true
    ) async throws {
        try await world.converse {
            _ = try $0.change(
                seatOf: agent, SeatChange(skills: skills, capacity: capacity, isPresent: isPresent),
                by: Actor(.staff, agent), in: $1, $2)
        }
    }

    private func ask(_ world: TestWorld, _ id: TestWorld.ConversationID) async throws {
        let partner = try await world.conversation(id).partner
        try await world.say("在吗", in: id, by: .partner(partner), key: "\(world.now.milliseconds)")
    }

    @Test func `a message goes to whoever is there, in its own transaction`() async throws {
        let (world, id) = try await TestWorld.talking()
        try await come(world, "lin")
        try await ask(world, id)
        #expect(try await world.conversation(id).assignee == "lin")
        #expect(try await world.told(id) == ["在吗", "(assigned)"])
    }

    @Test func `those who waited are given out when somebody comes, oldest first, a few at a time`()
        async throws
    {
        let (world, first) = try await TestWorld.talking()
        var ids = [first]
        for _ in 0..<4 { ids.append(try await world.talk(nil)) }
        for id in ids {
            world.clock.move(by: .seconds(1))
            try await ask(world, id)
        }
        try await come(world, "lin", capacity: 10)
        let states = { () async throws -> [Conversation.State] in
            var all: [Conversation.State] = []
            for id in ids { all.append(try await world.conversation(id).state) }
            return all
        }
        #expect(try await states() == [.assigned, .assigned, .assigned, .waiting, .waiting])
        try await world.pass(.minutes(1))
        #expect(try await states() == Array(repeating: .assigned, count: 5))
    }

    @Test func `nobody has more than their capacity, and who ends one gets the next`() async throws {
        let (world, first) = try await TestWorld.talking()
        let second = try await world.talk("lan")
        try await come(world, "lin", capacity: 1)
        for id in [first, second] { try await ask(world, id) }
        #expect(try await world.conversation(second).state == .waiting)
        let place = try await world.database.read {
            try world.conversations.place(
                of: world.conversations.conversation(
                    second, for: TestWorld.linSpeaks, in: TestWorld.shop, $0), in: TestWorld.shop, $0)
        }
        #expect(place?.place == 1 && place?.wait == .minutes(5))
        _ = try await world.converse { try $0.close(first, by: TestWorld.linSpeaks, in: $1, $2) }
        #expect(try await world.conversation(second).assignee == "lin")
    }

    @Test
    func `who goes away leaves what waits to the others, and what was answered once the customer writes`()
        async throws
    {
        let (world, asked) = try await TestWorld.talking()
        let answered = try await world.talk("lan")
        try await come(world, "lin")
        for id in [asked, answered] { try await ask(world, id) }
        try await world.say("在的", in: answered, by: TestWorld.linSpeaks)
        try await come(world, "lin", isPresent: false)
        #expect(try await world.conversation(asked).state == .waiting)
        #expect(try await world.told(asked).last == "(returnedToQueue)")
        #expect(try await world.conversation(answered).assignee == "lin")
        try await come(world, "zhou")
        #expect(try await world.conversation(asked).assignee == "zhou")
        world.clock.move(by: .seconds(1))
        try await ask(world, answered)
        #expect(try await world.conversation(answered).assignee == "zhou")
    }

    @Test func `a returning customer goes to the agent they know, if that one is there`() async throws {
        let (world, id) = try await TestWorld.talking()
        try await come(world, "zhou")
        try await ask(world, id)
        _ = try await world.converse { try $0.close(id, by: TestWorld.zhouSpeaks, in: $1, $2) }
        try await come(world, "lin")
        world.clock.move(by: .minutes(2))
        try await ask(world, id)
        #expect(try await world.conversation(id).assignee == "zhou")
    }

    @Test
    func `a skill group's conversation goes to who has the skill, and after two minutes to who is free`()
        async throws
    {
        let world = try await TestWorld()
        try await world.stock()
        try await come(world, "zhou")
        let id = try await world.converse {
            try $0.open(
                with: "mei", on: .page, skill: "refunds", by: Actor(.key, "site"), in: $1, $2
            ).conversation.id
        }
        try await ask(world, id)
        #expect(try await world.conversation(id).state == .waiting)
        try await world.pass(.minutes(2))
        #expect(try await world.conversation(id).assignee == "zhou")
        let other = try await world.converse {
            try $0.open(
                with: "lan", on: .page, skill: "refunds", by: Actor(.key, "site"), in: $1, $2
            ).conversation.id
        }
        try await come(world, "lin", skills: ["refunds"])
        try await ask(world, other)
        #expect(try await world.conversation(other).assignee == "lin")
    }
}
