import Base
import Customers
import Storage
import TestSupport
import Testing
import Vault

@testable import Conversations

@Suite struct FeedbackTests {
    private static let lin = Actor(.staff, "lin")
    private static let mei = Actor(.customer, "mei")

    private func desk(_ world: TestWorld) -> FeedbackDesk {
        FeedbackDesk(conversations: world.conversations, events: world.events, people: world.people)
    }

    @discardableResult
    private func give(
        _ kind: Feedback.Kind, _ words: String, in world: TestWorld, about caseID: String? = nil
    ) async throws -> Identifier<Feedback> {
        let desk = desk(world)
        return try await world.database.write(in: TestWorld.shop) {
            try desk.give(
                kind, words, about: caseID, from: "mei", by: Self.mei, in: TestWorld.shop, $0
            ).id
        }
    }

    private func list(_ world: TestWorld, _ state: Feedback.State? = nil) async throws -> [Feedback] {
        let desk = desk(world)
        return try await world.database.read {
            var filter = FeedbackFilter()
            filter.state = state
            return try desk.list(filter, in: TestWorld.shop, $0).items
        }
    }

    @Test func `what a customer says is kept, answered once and counted`() async throws {
        let (world, _) = try await TestWorld.talking()
        let desk = desk(world)
        let idea = try await give(.idea, "希望有小一点的壶", in: world)
        try await give(.praise, "包装很好", in: world)
        let answer = { (words: String) async throws in
            try await world.database.write(in: TestWorld.shop) {
                _ = try desk.answer(idea, words, by: Self.lin, in: TestWorld.shop, $0)
            }
        }
        await #expect(throws: ConversationRefusal.self) { try await answer("给个好评送红包") }
        try await answer("下个月上架")
        await #expect(throws: ConversationRefusal.feedbackSettled) { try await answer("再说一次") }
        let answered = try await list(world, .answered)
        #expect(answered.map(\.words) == ["希望有小一点的壶"] && answered.first?.answer?.words == "下个月上架")
        let counts = try await world.database.read {
            try desk.counts(
                from: $0.now - .days(1), until: $0.now + .days(1), in: TestWorld.shop, $0)
        }
        #expect(counts.map(\.all) == [1, 1, 0] && counts.map(\.answered) == [0, 1, 0])
        #expect(
            try await world.database.read {
                try desk.list(FeedbackFilter(), in: TestWorld.otherShop, $0).items.isEmpty
            })
    }

    @Test func `a customer has so much to say a day, and about cases of their own`() async throws {
        let (world, _) = try await TestWorld.talking()
        await #expect(throws: ConversationRefusal.cardUnknown(.afterSales)) {
            try await give(.trouble, "卡住了", in: world, about: "not-theirs")
        }
        for number in 0..<ServiceFigure.feedbackADay.standard {
            try await give(.idea, "\(number)", in: world)
        }
        await #expect(throws: ConversationRefusal.tooMuchFeedback(most: 10)) {
            try await give(.idea, "又一个", in: world)
        }
        world.clock.move(by: .hours(25))
        try await give(.idea, "第二天", in: world)
    }

    @Test func `it goes with the customer's data`() async throws {
        let (world, _) = try await TestWorld.talking()
        try await give(.praise, "梅很满意", in: world)
        try await world.database.write(in: TestWorld.shop) { transaction in
            try world.people.destroyKey(of: .customer("mei", of: TestWorld.shop), transaction)
            for column in FeedbackDesk.personal {
                try column.empty(.customer("mei", of: TestWorld.shop), transaction)
            }
        }
        #expect(try await list(world).map(\.words) == [""])
        await #expect(throws: ConversationRefusal.partnerErased) { try await give(.praise, "还在", in: world) }
    }
}
