import AfterSales
import Base
import Orders
import Payments
import Policies
import Storage
import TestSupport
import Testing

/// Goods that were cancelled or paid back here and that the shop's own system sends all the same.
@Suite struct StrayShipmentTests {
    @Test func `an order that was cancelled here and is sent all the same raises an alarm, once`()
        async throws
    {
        let world = try await TestWorld(pack: "retail-simple")
        try await world.stock()
        try await world.order(OrderSpecification("1001", .pending))
        _ = try await change(Wishes.cancel, world)
        var sent = OrderSpecification("1001", .processed)
        #expect(try await doubts(sent, world) == [])
        sent.status = .shipped
        #expect(try await doubts(sent, world) == ["shippedThoughCancelled /status"])
        #expect(try await world.orderView().order.status == .cancelled)
        #expect(try await stray(world)?["at"] != nil)
        sent.status = .delivered
        #expect(try await doubts(sent, world) == [])
        #expect(try await events(world) == ["order.strayed"])
    }

    @Test(arguments: [(["pot-white"], true), (["cup-white"], false), ([], true)])
    func `units that were paid back here and lie in a parcel all the same raise an alarm`(
        sent: [String], isAlarm: Bool
    ) async throws {
        let world = try await TestWorld(pack: "pinduoduo-like")
        try await world.stock()
        var order = OrderSpecification("1001", .pending, lines: [.init("pot-white"), .init("cup-white")])
        try await world.order(order)
        let opened = try await world.open(
            CaseApplication(.refundOnly, "noLongerNeeded", [.init("pot-white")]))
        try await world.database.write(in: TestWorld.shop) { [orders = world.orders] in
            try orders.withdraw(
                ["1": 1], from: "1001", for: opened.id.text, by: .system, in: TestWorld.shop, $0)
        }
        order.status = .shipped
        order.parcels = [sent]
        let told = try await doubts(order, world)
        #expect(told.contains("shippedThoughPaidBack /shipments") == isAlarm)
        #expect(try await (stray(world) != nil) == isAlarm)
    }

    private func doubts(_ order: OrderSpecification, _ world: TestWorld) async throws -> [String] {
        try await world.take([order.json(at: world.now)], of: .orders).doubtfulLines.map {
            "\($0.refusal.code) \($0.refusal.field ?? "")"
        }
    }

    private func stray(_ world: TestWorld) async throws -> JSONValue? {
        let view = try await world.orderView()
        return view.json(cases: [], units: [:], address: view.order.address)["strayShipment"]
    }

    private func events(_ world: TestWorld) async throws -> [String] {
        try await world.database.read { transaction in
            try transaction.rows("SELECT type FROM events WHERE type LIKE 'order.stray%' ORDER BY position") {
                try $0.text()
            }
        }
    }
}
