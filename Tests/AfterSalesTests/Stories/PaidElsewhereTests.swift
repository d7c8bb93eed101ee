import Base
import Orders
import Payments
import Policies
import TestSupport
import Testing

@testable import AfterSales

/// Money that the order's source gives back beside this program.
@Suite struct PaidElsewhereTests {
    /// The shop pays an amount in its own system, and says so.
    @discardableResult
    private func pay(_ fen: Int64, _ order: OrderSpecification, _ world: TestWorld) async throws -> [String] {
        var order = order
        let price = order.lines.reduce(0) { $0 + Int64($1.quantity) * 100_00 }
        order.payments = [.init("mei-wechat", price), .init("mei-wechat", fen, .refund)]
        return try await world.take([order.json(at: world.now)], of: .orders).doubtfulLines.map(
            \.refusal.code)
    }

    @Test func `a refund that failed here and was made there is not made again`() async throws {
        let order = OrderSpecification("1001")
        let world = try await TestWorld.opened(order: order)
        let id = try await world.open(CaseApplication(.returnRefund, "wrongSize")).id
        world.gateway.answer(.refused(reason: "accountClosed"))
        try await world.sendBack(id)
        try await world.inspect(id)
        try await world.runDueJobs()
        #expect(try await world.view(id).hasRefusedRefund)
        #expect(try await pay(100_00, order, world) == [], "it is the very refund")
        #expect(try await world.find(id).state == .refunded)
        #expect(try await world.view(id).movements.map(\.state) == [.succeeded])
        #expect(try await world.faults() == [])
    }

    @Test func `a refund alone ends when all has gone back, and frees the order`() async throws {
        let order = OrderSpecification("1001")
        let world = try await TestWorld.opened(order: order)
        let id = try await world.inReview().id
        #expect(try await pay(100_00, order, world) == ["refundedElsewhere"])
        let ended = try await world.find(id)
        #expect((ended.state, ended.decision.rules.map(\.id)) == (.refunded, ["settledElsewhere"]))
        #expect(try await world.view(id).refunded == nil)
        #expect(try await world.faults() == [])
    }

    @Test func `a refund alone whose goods are on their way goes on, and a person is told`() async throws {
        let order = OrderSpecification("1001")
        let world = try await TestWorld.opened(order: order)
        let (id, mei) = (try await world.inReview().id, world.mei)
        try await world.offer(.returnRefund, on: id, by: world.owner)
        try await world.accept(1, on: id, by: world.mei)
        try await world.act {
            try $0.shipReturn(
                id, carrier: "SF", trackingNumber: "SF100", freight: nil, by: mei, in: $1, $2)
        }
        #expect(try await pay(100_00, order, world) == ["refundedElsewhere"])
        let told = try await world.find(id)
        #expect((told.state, told.isEscalated) == (.returning, true))
        #expect(try await world.faults() == [])
    }

    @Test func `a part that went back is put before a person, and silence pays nothing beside it`()
        async throws
    {
        let order = OrderSpecification("1001", lines: [.init("pot-white", 2)])
        let world = try await TestWorld.opened(order: order)
        let id = try await world.inReview().id
        try await pay(100_00, order, world)
        let told = try await world.find(id)
        #expect((told.state, told.isEscalated, told.goneElsewhere) == (.reviewing, true, .fen(100_00)))
        try await world.pass(.days(5))
        #expect(try await world.view(id).refunded == nil)
        let lin = world.lin
        let ended = try await world.act { try $0.settleElsewhere(id, by: lin, in: $1, $2) }
        #expect(ended.state == .refunded)
        #expect(try await world.view(id).refunded == nil)
        #expect(try await world.faults() == [])
    }

    @Test func `new goods for an order that was paid back are a person's to send`() async throws {
        let order = OrderSpecification("1001")
        let world = try await TestWorld.opened(order: order)
        let exchange = CaseApplication(
            .exchange, "preferOther", [.init("pot-white", 1, for: "pot-blue")], refundTo: "mei-gift")
        let id = try await world.open(exchange).id
        try await pay(100_00, order, world)
        #expect(try await world.find(id).isEscalated)
        let lin = world.lin
        #expect(try await world.act { try $0.settleElsewhere(id, by: lin, in: $1, $2) }.state == .refunded)
        #expect(try await world.faults() == [])
    }

    @Test func `what is missing of an order that was paid back before is sent by a person alone`()
        async throws
    {
        let world = try await TestWorld.opened(
            order: OrderSpecification(
                "1001", lines: [.init("cup-white")],
                payments: [.init("mei-wechat", 10_00), .init("mei-wechat", 10_00, .refund)]))
        let photo = try await world.upload()
        let opened = try await world.open(
            CaseApplication(.resend, "missingItem", [.init("cup-white")], evidence: [photo]))
        #expect((opened.state, opened.deadline?.fallback) == (.reviewing, .escalate))
        #expect(opened.decision.rules.contains { $0.id == "orderPaidBack" })
    }

    @Test func `nothing is settled elsewhere while nothing has gone back there`() async throws {
        let world = try await TestWorld.opened()
        let (id, lin) = (try await world.inReview().id, world.lin)
        await #expect(throws: AfterSalesRefusal.moneyStillLeft) {
            try await world.act { try $0.settleElsewhere(id, by: lin, in: $1, $2) }
        }
    }
}
