import Base
import Storage
import TestSupport
import Testing

@testable import Conversations

/// The figures that a shop sets for its queue, its inspections and what it asks customers.
@Suite struct FigureTests {
    @Test func `every figure has a default within its bounds, and what is set is kept as it is`() async throws
    {
        #expect(ServiceFigure.allCases.allSatisfy { $0.bounds.contains($0.standard) })
        let world = try await TestWorld()
        #expect(try await world.converse { try $0.figures(in: $1, $2) } == .standard)
        let set = ServiceFigures([.lowMarkStars: 2, .samplePercent: 3])
        try await world.converse { try $0.change(figures: set, by: Actor(.staff, "zhou"), in: $1, $2) }
        let figures = try await world.converse { try $0.figures(in: $1, $2) }
        #expect(figures == set && figures[.lowMarkStars] == 2 && figures[.paceSeconds] == 60)
        #expect(figures.kept == ["lowMarkStars": 2], "what is the default follows the default")
        let other = try await world.database.read {
            try world.conversations.figures(in: TestWorld.otherShop, $0)
        }
        #expect(other == .standard)
    }

    @Test func `what goes by a figure goes by the shop's own`() async throws {
        #expect(ServiceFigures.standard.queue.pace == FairQueue.usual.pace)
        #expect(ServiceFigures.standard.queue.overflowAfter == FairQueue.usual.overflowAfter)
        #expect(ServiceFigures.standard.quality.slowAfter == QualityRule.usual.slowAfter)
        #expect(ServiceFigures.standard.quality.silentAfter == QualityRule.usual.silentAfter)
        for (low, opened) in [(3, true), (2, false)] {
            let (world, id) = try await TestWorld.talking()
            try await world.converse {
                let figures = ServiceFigures([.lowMarkStars: low, .samplePercent: 0])
                try $0.change(figures: figures, by: Actor(.staff, "zhou"), in: $1, $2)
            }
            try await world.say("在吗", in: id, by: TestWorld.meiSpeaks)
            try await world.say("在", in: id, by: TestWorld.linSpeaks)
            try await world.converse { _ = try $0.close(id, by: TestWorld.linSpeaks, in: $1, $2) }
            try await world.converse {
                let rating = Conversation.Rating(stars: 3, words: nil)
                _ = try $0.rate(id, rating, by: TestWorld.meiSpeaks, in: $1, $2)
            }
            let reasons = try await world.converse { desk, shop, transaction in
                try desk.inspected.list(of: id, in: shop, transaction).flatMap(\.reasons)
            }
            #expect(reasons.contains(.lowMark) == opened)
        }
    }
}
