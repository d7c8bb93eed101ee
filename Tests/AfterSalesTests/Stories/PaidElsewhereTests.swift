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

    @Test func `a case is settled elsewhere only by as much as it comes to`() async throws {
        let order = OrderSpecification("1001", lines: [.init("pot-white", 2)])
        let world = try await TestWorld.opened(order: order)
        let id = try await world.open(CaseApplication(.returnRefund, "preferOther", [.init("pot-white", 1)]))
            .id
        try await pay(1_00, order, world)
        #expect(try await world.find(id).goneElsewhere == .fen(1_00))
        let lin = world.lin
        await #expect(throws: AfterSalesRefusal.moneyStillLeft) {
            try await world.act { try $0.settleElsewhere(id, by: lin, in: $1, $2) }
        }
        var both = order
        both.payments = [
            .init("mei-wechat", 200_00), .init("mei-wechat", 1_00, .refund),
            .init("mei-wechat", 100_00, .refund),
        ]
        try await world.take([both.json(at: world.now)], of: .orders)
        #expect(try await world.act { try $0.settleElsewhere(id, by: lin, in: $1, $2) }.state == .refunded)
        await #expect(throws: AfterSalesRefusal.self, "that pot is paid for") {
            try await world.open(CaseApplication(.returnRefund, "preferOther", [.init("pot-white", 2)]))
        }
        let other = try await world.open(
            CaseApplication(.returnRefund, "preferOther", [.init("pot-white", 1)]))
        #expect(other.asked == .fen(99_00), "what is left of what was paid")
        #expect(try await world.faults() == [])
    }

    @Test func `money that went back while a case came to nothing is looked at with the next one`()
        async throws
    {
        let order = OrderSpecification("1001", lines: [.init("pot-white", 2)])
        let world = try await TestWorld.opened(order: order)
        let application = CaseApplication(.returnRefund, "preferOther", [.init("pot-white", 1)])
        let id = try await world.open(application).id
        try await pay(100_00, order, world)
        try await world.withdraw(id)
        let anew = try await world.open(application)
        #expect((anew.state, anew.deadline?.fallback) == (.reviewing, .escalate))
        #expect(anew.decision.rules.contains { $0.id == "paidElsewhereBefore" })
        try await world.pass(.days(5))
        #expect(try await world.view(anew.id).refunded == nil)
        try await world.approve(anew.id, by: world.lin)
        #expect(try await world.find(anew.id).state == .awaitingReturn, "a person knows what it was for")
        #expect(try await world.faults() == [])
    }

    @Test(arguments: [(pots: 2, isLookedAt: true), (pots: 1, isLookedAt: false)])
    func `money that went back before there was a case is looked at, unless its goods left the order`(
        pots: Int, isLookedAt: Bool
    ) async throws {
        let world = try await TestWorld.opened(
            order: OrderSpecification(
                "1001", lines: [.init("pot-white", pots)],
                payments: [.init("mei-wechat", 200_00), .init("mei-wechat", 100_00, .refund)]))
        let opened = try await world.open(
            CaseApplication(.returnRefund, "preferOther", [.init("pot-white", 1)]))
        #expect(opened.state == (isLookedAt ? .reviewing : .awaitingReturn))
    }

    @Test func `what was settled with its whole price is not given once more by whoever opens it again`()
        async throws
    {
        let world = try await TestWorld.opened()
        let id = try await world.open(
            CaseApplication(
                .exchange, "preferOther", [.init("pot-white", 1, for: "pot-blue")], refundTo: "mei-gift")
        ).id
        try await world.sendBack(id)
        try await world.inspect(id)
        try await world.offer(.partialRefund, 100_00, on: id, by: world.owner)
        try await world.accept(1, on: id, by: world.mei)
        try await world.runDueJobs()
        #expect(try await world.find(id).state == .refunded)
        try await world.reopen(id)
        await #expect(throws: AfterSalesRefusal.nothingToGrant) {
            try await world.approve(id, by: world.lin)
        }
        #expect(try await world.faults() == [])
    }

    @Test func `what is settled elsewhere stays with the shop, also what it had turned down`() async throws {
        let order = OrderSpecification("1001")
        let world = try await TestWorld.opened(order: order)
        let id = try await world.open(CaseApplication(.returnRefund, "preferOther")).id
        try await world.sendBack(id)
        try await world.inspect(id, accepted: 0, refused: 1)
        try await pay(100_00, order, world)
        let lin = world.lin
        #expect(try await world.act { try $0.settleElsewhere(id, by: lin, in: $1, $2) }.state == .refunded)
        #expect(try await world.view(id).parts.goodsBack == nil)
        #expect(try await world.faults() == [])
    }

    @Test func `evidence does not take a case past the alarm`() async throws {
        let order = OrderSpecification("1001")
        let world = try await TestWorld.opened(order: order)
        let id = try await world.open(CaseApplication(.resend, "missingItem")).id
        #expect(try await world.find(id).state == .awaitingEvidence)
        try await pay(100_00, order, world)
        let shown = try await world.give([try await world.upload()], on: id)
        #expect((shown.state, shown.deadline?.fallback) == (.reviewing, .escalate))
        try await world.pass(.days(9))
        #expect(try await world.find(id).state == .reviewing)
        #expect(try await world.find(id).isEscalated)
    }

    @Test func `less than a case comes to settles it when a supervisor says so, and can be disputed`()
        async throws
    {
        let order = OrderSpecification("1001")
        let world = try await TestWorld.opened(order: order)
        let id = try await world.open(CaseApplication(.returnRefund, "preferOther")).id
        try await pay(98_00, order, world)
        let (lin, supervisor) = (world.lin, world.supervisor)
        await #expect(throws: AfterSalesRefusal.moneyStillLeft) {
            try await world.act { try $0.settleElsewhere(id, by: lin, in: $1, $2) }
        }
        #expect(
            try await world.act { try $0.settleElsewhere(id, by: supervisor, in: $1, $2) }.state == .refunded)
        try await world.dispute(id)
        try await world.rule(.customer, on: id)
        if try await world.find(id).state == .awaitingReturn {
            try await world.sendBack(id)
            try await world.inspect(id)
        }
        try await world.runDueJobs()
        #expect(try await world.view(id).refunded == .fen(2_00), "98.00 have gone back before")
        #expect(try await world.faults() == [])
    }

    @Test func `what has settled one case settles no other of the order`() async throws {
        let order = OrderSpecification("1001", lines: [.init("pot-white", 2)])
        let world = try await TestWorld.opened(order: order)
        let wish = CaseApplication(.returnRefund, "preferOther", [.init("pot-white", 1)])
        let (first, second) = (try await world.open(wish).id, try await world.open(wish).id)
        try await pay(100_00, order, world)
        let lin = world.lin
        try await world.act { try $0.settleElsewhere(first, by: lin, in: $1, $2) }
        #expect(try await world.find(second).goneElsewhere == nil)
        await #expect(throws: AfterSalesRefusal.moneyStillLeft) {
            try await world.act { try $0.settleElsewhere(second, by: lin, in: $1, $2) }
        }
        #expect(try await world.faults() == [])
    }

    @Test func `a parcel that comes after it was paid for elsewhere stays with the shop`() async throws {
        let order = OrderSpecification("1001")
        let world = try await TestWorld.opened(order: order)
        let (id, lin, mei) = (
            try await world.open(CaseApplication(.returnRefund, "preferOther")).id, world.lin, world.mei
        )
        try await world.act {
            try $0.shipReturn(id, carrier: "SF", trackingNumber: "SF1", freight: nil, by: mei, in: $1, $2)
        }
        try await world.pass(.days(31))
        try await world.reject(id, "nothing came", by: lin)
        try await pay(100_00, order, world)
        #expect(try await world.act { try $0.settleElsewhere(id, by: lin, in: $1, $2) }.state == .refunded)
        try await world.act { try $0.receive(id, by: lin, in: $1, $2) }
        #expect(try await world.view(id).parts.goodsBack == nil)
        #expect(try await world.faults() == [])
    }

    @Test func `an offer falls with the money that went back meanwhile`() async throws {
        let order = OrderSpecification("1001", lines: [.init("pot-white", 2)])
        let world = try await TestWorld.opened(order: order)
        let id = try await world.open(CaseApplication(.refundOnly, "notReceived", [.init("pot-white", 1)])).id
        try await world.offer(.partialRefund, 90_00, on: id, by: world.lin)
        try await pay(100_00, order, world)
        await #expect(throws: AfterSalesRefusal.self) { try await world.accept(1, on: id, by: world.mei) }
        #expect(try await world.view(id).refunded == nil)
    }

    /// A return of 100.00 that was paid in two ways; its refunds fail for good.
    private func failing() async throws -> (world: TestWorld, id: Identifier<Case>, order: OrderSpecification)
    {
        var order = OrderSpecification("1001")
        order.payments = [.init("mei-wechat", 60_00), .init("mei-card", 40_00)]
        let world = try await TestWorld.opened(order: order)
        let id = try await world.open(CaseApplication(.returnRefund, "wrongSize")).id
        world.gateway.answer(otherwise: .refused(reason: "accountClosed"))
        try await world.sendBack(id)
        try await world.inspect(id)
        try await world.runDueJobs()
        #expect(try await world.view(id).movements.map(\.state) == [.failed, .failed])
        return (world, id, order)
    }

    private func pay(
        back fen: Int64, of order: OrderSpecification, in world: TestWorld
    ) async throws -> [String] {
        var order = order
        order.payments = (order.payments ?? []) + [.init("mei-wechat", fen, .refund)]
        return try await world.take([order.json(at: world.now)], of: .orders).doubtfulLines.map(
            \.refusal.code)
    }

    @Test func `refunds that failed here and were made there in one payment are not made again`() async throws
    {
        let (world, id, order) = try await failing()
        #expect(try await pay(back: 100_00, of: order, in: world) == [])
        #expect(try await world.find(id).state == .refunded)
        #expect(try await world.view(id).movements.map(\.state) == [.succeeded, .succeeded])
        #expect(try await world.faults() == [])
    }

    @Test func `what a source paid in another cut than failed here is put before a person with its sum`()
        async throws
    {
        let (world, id, order) = try await failing()
        #expect(try await pay(back: 55_00, of: order, in: world) == ["refundedElsewhereOpen"])
        let told = try await world.find(id)
        #expect((told.state, told.isEscalated) == (.refunding, true))
        #expect(told.goneElsewhere == .fen(15_00), "40.00 is one of the two; what is left fits none")
        #expect(try await world.faults() == [])
    }

    @Test func `nothing is settled elsewhere while nothing has gone back there`() async throws {
        let world = try await TestWorld.opened()
        let (id, lin) = (try await world.inReview().id, world.lin)
        await #expect(throws: AfterSalesRefusal.moneyStillLeft) {
            try await world.act { try $0.settleElsewhere(id, by: lin, in: $1, $2) }
        }
    }
}
