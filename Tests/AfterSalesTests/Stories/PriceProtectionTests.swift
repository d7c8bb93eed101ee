import Base
import Orders
import Payments
import Policies
import TestSupport
import Testing

@testable import AfterSales

/// What goes back when a price falls: never more than it fell.
@Suite struct PriceProtectionTests {
    @Test func `what fell goes back for every unit, and only once`() async throws {
        let world = try await fell(to: 80_00, units: 2)
        let first = try await protect(2, in: world)
        #expect((first.state, first.asked) == (.refunding, .fen(40_00)))
        try await world.runDueJobs()
        #expect(try await protect(2, in: world).state == .refused)
        try await world.reprice(70_00)
        let second = try await protect(2, in: world)
        #expect(second.asked == .fen(20_00))
        try await world.runDueJobs()
        #expect(try await protect(1, in: world).state == .refused)
        #expect(try await world.faults() == [])
    }

    @Test func `units asked for one by one never come to more than together`() async throws {
        let world = try await fell(to: 80_00, units: 2)
        var back = Money.fen(0)
        for _ in 1...4 {
            let record = try await protect(1, in: world)
            try await world.runDueJobs()
            if record.state != .refused { back += record.asked }
        }
        #expect(back <= .fen(40_00))
        #expect(back >= .fen(30_00))
    }

    @Test func `goods that go back afterwards cost what they cost in the end`() async throws {
        let world = try await fell(to: 80_00, units: 2)
        _ = try await protect(2, in: world)
        try await world.runDueJobs()
        let returned = try await world.open(CaseApplication(.returnRefund, "wrongSize"))
        #expect(returned.asked == .fen(80_00))
    }

    @Test func `goods that went back have no price to protect, and one claim waits for the other`()
        async throws
    {
        let world = try await fell(to: 10_00, units: 1)
        #expect(try await protect(1, in: world).state == .reviewing, "above what is approved at once")
        await #expect(throws: AfterSalesRefusal.unitsTaken(id: "pot-white", goods: "pot-white", left: 0)) {
            try await protect(1, in: world)
        }
        let other = try await fell(to: 80_00, units: 1)
        let returned = try await other.open(CaseApplication(.returnRefund, "wrongSize"))
        try await other.sendBack(returned.id)
        try await other.inspect(returned.id)
        try await other.runDueJobs()
        await #expect(throws: AfterSalesRefusal.unitsTaken(id: "pot-white", goods: "pot-white", left: 0)) {
            try await protect(1, in: other)
        }
    }

    private func fell(to fen: Int64, units: Int) async throws -> TestWorld {
        let world = try await TestWorld.opened(
            order: OrderSpecification("1001", lines: [.init("pot-white", units)]))
        try await world.reprice(fen)
        return world
    }

    private func protect(_ units: Int, in world: TestWorld) async throws -> Case {
        try await world.open(CaseApplication(.priceProtection, "priceDropped", [.init("pot-white", units)]))
    }
}

extension TestWorld {
    /// What a white pot costs today.
    func reprice(_ fen: Int64) async throws {
        try await take(
            [
                [
                    "id": "pot", "title": "pot",
                    "variants": [
                        [
                            "id": "pot-white", "options": [:],
                            "price": ["amount": JSONValue(Int(fen)), "currency": "CNY"],
                        ]
                    ],
                ]
            ], of: .products)
    }
}
