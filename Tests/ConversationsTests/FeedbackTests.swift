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

    @Test func `words go when their time is over, but for what nobody has settled, and the counts stay`()
        async throws
    {
        let (world, _) = try await TestWorld.talking()
        let desk = desk(world)
        let (start, praise) = (world.now, try await give(.praise, "包装很好", in: world))
        world.clock.move(by: .seconds(1))
        let idea = try await give(.idea, "希望有小一点的壶", in: world)
        world.clock.move(by: .seconds(1))
        try await give(.trouble, "还没有人看", in: world)
        try await world.database.write(in: TestWorld.shop) {
            _ = try desk.close(praise, by: Self.lin, in: TestWorld.shop, $0)
            let rating = CaseRating(
                caseID: "C1", customerID: "mei", rating: .init(stars: 4, words: "很快"), at: $0.now)
            try CaseRatingStore(people: world.people).insert(rating, in: TestWorld.shop, $0)
        }
        world.clock.move(by: .days(20))
        try await world.database.write(in: TestWorld.shop) {
            _ = try desk.answer(idea, "下个月上架", by: Self.lin, in: TestWorld.shop, $0)
        }
        func expired() async throws -> [Int] {
            try await world.database.write(in: TestWorld.shop) {
                let moment = $0.now - .days(100)
                return [
                    try desk.countOver(before: moment, most: 9, in: TestWorld.shop, $0),
                    try desk.expire(before: moment, limit: 9, in: TestWorld.shop, $0),
                    try desk.expire(before: moment, limit: 9, in: TestWorld.shop, $0),
                ]
            }
        }
        world.clock.move(by: .days(79))
        #expect(try await expired() == [0, 0, 0])
        world.clock.move(by: .days(2))
        #expect(try await expired() == [2, 2, 0])
        #expect(try await list(world).map(\.words) == ["还没有人看", "希望有小一点的壶", ""])
        world.clock.move(by: .days(20))
        #expect(try await expired() == [1, 1, 0])
        let left = try await list(world)
        #expect(left.map(\.words) == ["还没有人看", "", ""] && left.map(\.isKept) == [true, false, false])
        #expect(left[1].answer?.words == "" && left[1].answer?.author == "lin")
        let (counts, ratings, rating) = try await world.database.read {
            (
                try desk.counts(from: start, until: $0.now, in: TestWorld.shop, $0),
                try desk.ratingFigures(from: start, until: $0.now, in: TestWorld.shop, $0),
                try desk.rating(of: "C1", in: TestWorld.shop, $0)
            )
        }
        #expect(counts.map(\.all) == [1, 1, 1] && counts.map(\.answered) == [0, 1, 0])
        #expect(ratings.count == 1 && ratings.stars == 4 && rating?.rating.words == nil)
    }

    @Test func `a step empties so many, those in the box first`() async throws {
        let (world, _) = try await TestWorld.talking()
        let desk = desk(world)
        for number in 0..<3 {
            let id = try await give(.praise, "\(number)", in: world)
            try await world.database.write(in: TestWorld.shop) {
                _ = try desk.close(id, by: Self.lin, in: TestWorld.shop, $0)
                let rating = CaseRating(
                    caseID: "C\(number)", customerID: "mei", rating: .init(stars: 5, words: "好"), at: $0.now)
                try CaseRatingStore(people: world.people).insert(rating, in: TestWorld.shop, $0)
            }
        }
        world.clock.move(by: .days(101))
        var steps: [Int] = []
        for _ in 0..<3 {
            steps.append(
                try await world.database.write(in: TestWorld.shop) {
                    try desk.expire(before: $0.now - .days(100), limit: 4, in: TestWorld.shop, $0)
                })
        }
        #expect(steps == [4, 2, 0])
    }
}
