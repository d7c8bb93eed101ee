import Base
import Orders
import Payments
import Policies
import Storage
import TestSupport
import Testing

@testable import AfterSales

/// New or repaired goods on their way, and the money that goes with them.
@Suite struct DeliveryTests {
    @Test func `goods that were sent wait for the customer, and count as received in the end`() async throws {
        let world = try await TestWorld.opened()
        let waiting = try await world.arrive(at: .fulfilling)
        #expect(waiting.deadline?.owner == .merchant)
        let lin = world.lin
        let sent = try await world.act {
            try $0.shipReplacement(waiting.id, carrier: "SF", trackingNumber: "SF1", by: lin, in: $1, $2)
        }
        #expect((sent.deadline?.owner, sent.deadline?.fallback) == (.customer, .confirm))
        #expect(sent.deadline?.due == world.now + .days(15))
        try await world.pass(.days(15))
        let closed = try await world.find(waiting.id)
        #expect(closed.state == .fulfilled && !closed.isEscalated)
        #expect(try await world.story(of: waiting.id).last == "case.overdue")
    }

    @Test func `a case whose refund failed does not close when the goods arrive`() async throws {
        let (world, id) = try await exchangedForLess()
        let confirmed = try await world.deliver(id)
        #expect(confirmed.state == .fulfilling && confirmed.delivery == .received)
        #expect(confirmed.deadline != nil && confirmed.isEscalated)
        #expect(try await world.faults() == [])
        let number = try #require(try await world.view(id).movements.first).number
        try await world.database.write { [payments = world.payments] in
            _ = try payments.retry(number, by: .system, in: TestWorld.shop, $0)
        }
        try await world.runDueJobs()
        let closed = try await world.find(id)
        #expect(closed.state == .fulfilled && !closed.isEscalated)
        #expect(try await world.orderView().order.lines.map(\.variantID) == ["pot-small"])
        #expect(try await world.faults() == [])
    }

    /// Inspected, with the difference refused by the provider.
    private func exchangedForLess() async throws -> (TestWorld, TestWorld.CaseID) {
        let world = try await TestWorld.opened()
        world.gateway.answer(.refused(reason: "CLOSED"))
        let opened = try await world.open(
            CaseApplication(.exchange, "preferOther", [.init("pot-white", 1, for: "pot-small")]))
        try await world.sendBack(opened.id)
        try await world.inspect(opened.id)
        try await world.runDueJobs()
        #expect(try await world.find(opened.id).isEscalated)
        return (world, opened.id)
    }
}

/// Refunds for goods that have not left.
@Suite struct WithholdingTests {
    @Test func `the order waits for the case, and is cancelled when all of it was paid back`() async throws {
        let (world, id) = try await asked(for: 2)
        let held = try await world.orderView()
        #expect(held.isHeld && held.order.heldFor == [id.text])
        try await world.approve(id, by: world.owner)
        let after = try await world.orderView()
        #expect(after.order.status == .cancelled && !after.isHeld)
        #expect(after.order.lines.map(\.cancelled) == [2])
        try await world.runDueJobs()
        #expect(try await world.find(id).state == .refunded)
        #expect(try await world.faults() == [])
    }

    @Test func `units that stay ordered are sent`() async throws {
        let (world, id) = try await asked(for: 1)
        try await world.approve(id, by: world.owner)
        let after = try await world.orderView()
        #expect(after.order.status == .pending && !after.isHeld)
        #expect(after.order.lines.map(\.wanted) == [1])
        #expect(try await world.faults() == [])
    }

    @Test func `a part of the price back changes nothing in what is sent`() async throws {
        let (world, id) = try await asked(for: 1)
        try await world.approve(id, 20_00, by: world.owner)
        try await world.runDueJobs()
        let after = try await world.orderView()
        #expect(after.order.lines.map(\.wanted) == [2] && !after.isHeld)
    }

    @Test func `a case that comes to nothing lets the order go`() async throws {
        let (world, id) = try await asked(for: 1)
        try await world.reject(id, by: world.lin)
        #expect(try await !world.orderView().isHeld, "the shop has answered")
        try await world.give([world.upload()], on: id)
        #expect(try await world.orderView().isHeld)
        try await world.withdraw(id)
        #expect(try await !world.orderView().isHeld)
    }

    /// 梅 no longer wants some of her two pots.
    private func asked(for units: Int) async throws -> (TestWorld, TestWorld.CaseID) {
        let world = try await TestWorld.opened(
            pack: "pinduoduo-like",
            order: OrderSpecification("1001", .pending, lines: [.init("pot-white", 2)]))
        let opened = try await world.open(
            CaseApplication(.refundOnly, "noLongerNeeded", [.init("pot-white", units)]))
        #expect(opened.state == .reviewing)
        return (world, opened.id)
    }
}
