import AfterSales
import Base
import Orders
import Policies
import TestSupport
import Testing

/// What the shop's own systems read of an order's lines, to know what to send and what has gone back.
@Suite struct OrderUnitsTests {
    @Test func `units that a case asks back before they leave are held until it is decided`() async throws {
        let world = try await TestWorld.opened(
            order: OrderSpecification("1001", .processed, lines: [.init("pot-white", 5)]))
        let opened = try await world.open(
            CaseApplication(.refundOnly, "lateShipping", [.init("pot-white", 2)]))
        #expect(opened.state == .reviewing)
        #expect(try await units(world) == LineUnits(refunded: 0, held: 2))
        try await world.approve(opened.id, by: world.lin)
        #expect(try await units(world) == LineUnits(refunded: 2, held: 0))
        let line = try #require(try await world.orderView().order.lines.first)
        #expect(line.cancelled == 2 && line.wanted == 3)
    }

    @Test func `units count as refunded by what passed inspection`() async throws {
        let world = try await TestWorld.opened(
            order: OrderSpecification("1001", lines: [.init("pot-white", 5)]))
        let opened = try await world.open(
            CaseApplication(.returnRefund, "wrongSize", [.init("pot-white", 3)]))
        try await world.sendBack(opened.id)
        #expect(try await units(world) == LineUnits(refunded: 0, held: 0))
        try await world.inspect(opened.id, accepted: 2, refused: 1)
        #expect(try await units(world) == LineUnits(refunded: 2, held: 0))
    }

    @Test func `units that are kept for a part of their price are not refunded`() async throws {
        let world = try await TestWorld.opened()
        let opened = try await world.inReview()
        try await world.approve(opened.id, 30_00, by: world.lin)
        #expect(try await units(world) == LineUnits(refunded: 0, held: 0))
    }

    private func units(_ world: TestWorld) async throws -> LineUnits? {
        let view = try await world.orderView()
        return try await world.look { desk, profile, transaction in
            try desk.units(of: view.order, in: profile.id, transaction)["1"]
        }
    }
}
