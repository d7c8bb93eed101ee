import Base
import Orders
import Payments
import Policies
import TestSupport
import Testing

@testable import AfterSales

/// Goods that the shop has: whoever is turned down has them again, and what was accepted is never forgotten.
@Suite struct GoodsAtShopTests {
    private func exchange(
        accepted: Int = 1, refused: Int = 0, reason: String = "preferOther", for new: String = "pot-blue",
        freight: Int64? = nil
    ) async throws -> (world: TestWorld, id: Identifier<Case>) {
        let units = accepted + refused
        let world = try await TestWorld.opened(
            order: OrderSpecification("1001", lines: [.init("pot-white", units)]))
        let evidence = reason == "preferOther" ? [] : [try await world.upload()]
        let id = try await world.open(
            CaseApplication(
                .exchange, reason, [.init("pot-white", units, for: new)], refundTo: "mei-gift",
                evidence: evidence)
        ).id
        if try await world.find(id).state == .reviewing { try await world.approve(id, by: world.owner) }
        try await world.sendBack(id, freight: freight)
        try await world.inspect(id, accepted: accepted, refused: refused)
        try await world.runDueJobs()
        return (world, id)
    }

    private func send(_ id: Identifier<Case>, _ world: TestWorld) async throws {
        let lin = world.lin
        try await world.act {
            try $0.shipReplacement(id, carrier: "SF", trackingNumber: "SF200", by: lin, in: $1, $2)
        }
    }

    @discardableResult
    private func missing(_ id: Identifier<Case>, _ world: TestWorld) async throws -> Case {
        let mei = world.mei
        return try await world.act { try $0.reportNotArrived(id, note: nil, by: mei, in: $1, $2) }
    }

    private func handIn(_ world: TestWorld) async throws -> Identifier<Case> {
        let id = try await world.open(CaseApplication(.returnRefund, "noLongerNeeded")).id
        let mei = world.mei
        try await world.act {
            try $0.shipReturn(
                id, carrier: "SF", trackingNumber: "SF100", freight: nil, by: mei, in: $1, $2)
        }
        return id
    }

    @Test func `an exchange that is turned down after all gives back the goods and the difference`()
        async throws
    {
        let (world, id) = try await exchange()
        #expect(try await world.balance() == 30_00)
        try await world.pass(.days(8))
        try await world.dispute(id)
        #expect(try await world.rule(.shop, on: id).state == .refused)
        try await world.runDueJobs()
        #expect(try await world.view(id).parts.goodsBack?.units == 1)
        #expect(try await world.balance() == 50_00)
        await #expect(throws: AfterSalesRefusal.self, "they are not the customer's to send yet") {
            try await world.open(CaseApplication(.returnRefund, "noLongerNeeded"))
        }
        #expect(try await world.faults() == [])
    }

    @Test func `new goods of which the shop says that they came are the customer's in the end`() async throws
    {
        let (world, id) = try await exchange()
        try await send(id, world)
        try await missing(id, world)
        try await world.reject(id, by: world.lin)
        #expect(try await world.view(id).parts.goodsBack == nil)
        try await world.pass(.days(8))
        #expect(try await world.find(id).state == .fulfilled)
        #expect(try await world.orderView().order.lines.map(\.variantID) == ["pot-blue"])
        #expect(try await world.faults() == [])
    }

    @Test func `who has missing goods sent again is not asked for what inspection turned down`() async throws
    {
        let (world, id) = try await exchange(accepted: 1, refused: 1)
        try await world.sendRefusedGoods(id)
        try await send(id, world)
        try await missing(id, world)
        #expect(try await world.approve(id, by: world.owner).state == .fulfilling)
        #expect(try await world.deliver(id).state == .fulfilled)
        #expect(try await world.faults() == [])
    }

    @Test func `a part that does not come once more leaves the exchange of the other`() async throws {
        let (world, id) = try await exchange(accepted: 1, refused: 1)
        try await world.sendRefusedGoods(id)
        try await world.pass(.days(8))
        try await world.dispute(id)
        #expect(try await world.rule(.customer, on: id).state == .awaitingReturn)
        try await world.pass(.days(8))
        #expect(try await world.find(id).state == .fulfilling)
        #expect(try await world.view(id).parts.goodsBack?.sentAt != nil, "it was never sent: nobody owes it")
        #expect(try await world.deliver(id).state == .fulfilled)
        let lines = try await world.orderView().order.lines.map { "\($0.variantID) \($0.quantity)" }
        #expect(lines.sorted() == ["pot-blue 1", "pot-white 1"])
        #expect(try await world.faults() == [])
    }

    @Test func `a parcel that comes after the platform has ruled goes back to the customer`() async throws {
        let world = try await TestWorld.opened()
        let id = try await handIn(world)
        try await world.pass(.hours(121))
        try await world.dispute(id)
        try await world.rule(.shop, on: id)
        let lin = world.lin
        let received = try await world.act { try $0.receive(id, by: lin, in: $1, $2) }
        #expect(received.state == .refused)
        #expect(try await world.view(id).parts.goodsBack?.units == 1)
        try await world.sendRefusedGoods(id)
        #expect(try await world.faults() == [])
    }

    @Test func `a parcel that never came is turned down, and inspected should it come`() async throws {
        let world = try await TestWorld.opened()
        let id = try await handIn(world)
        await #expect(throws: AfterSalesRefusal.self, "it may still come") {
            try await world.reject(id, by: world.lin)
        }
        try await world.pass(.hours(121))
        try await world.reject(id, "notReceived", by: world.lin)
        #expect(try await world.view(id).parts.goodsBack == nil, "nobody owes what never came")
        let lin = world.lin
        let received = try await world.act { try $0.receive(id, by: lin, in: $1, $2) }
        #expect(received.state == .inspecting)
        try await world.inspect(id)
        try await world.runDueJobs()
        #expect(try await world.view(id).refunded == .fen(100_00))
        #expect(try await world.faults() == [])
    }

    @Test func `a parcel is paid for once, however often new goods are sent`() async throws {
        let (world, id) = try await exchange(reason: "defective", for: "pot-white", freight: 10_00)
        for _ in 1...2 {
            try await send(id, world)
            try await missing(id, world)
            try await world.approve(id, by: world.owner)
        }
        try await world.runDueJobs()
        #expect(try await world.view(id).movements.map(\.amount) == [.fen(10_00)])
    }

    @Test func `goods sent instead of money that did not arrive are sent again, and by no silence paid for`()
        async throws
    {
        let world = try await TestWorld.opened()
        let id = try await world.inReview().id
        try await world.offer(.replacement, on: id, by: world.owner)
        try await world.accept(1, on: id, by: world.mei)
        try await send(id, world)
        let told = try await missing(id, world)
        #expect(told.deadline?.fallback == .escalate)
        try await world.pass(.days(4))
        #expect(try await world.find(id).state == .reviewing)
        #expect(try await world.find(id).isEscalated)
        #expect(try await world.approve(id, by: world.owner).state == .fulfilling)
        #expect(try await world.view(id).movements.isEmpty)
        #expect(try await world.deliver(id).state == .fulfilled)
    }

    @Test func `a shop that does not send turned-down goods back can be disputed with`() async throws {
        let world = try await TestWorld.opened()
        let id = try await handIn(world)
        let lin = world.lin
        try await world.act { try $0.receive(id, by: lin, in: $1, $2) }
        try await world.inspect(id, accepted: 0, refused: 1)
        try await world.pass(.days(20))
        #expect(try await world.find(id).state == .expired)
        #expect(try await world.view(id).parts.goodsBack?.isLate == true)
        try await world.dispute(id)
        try await world.rule(.customer, on: id)
        try await world.runDueJobs()
        #expect(try await world.view(id).refunded == .fen(100_00))
        #expect(try await world.faults() == [])
    }

    @Test func `turned-down goods that were sent back and did not come are owed again`() async throws {
        let world = try await TestWorld.opened()
        let id = try await handIn(world)
        let lin = world.lin
        try await world.act { try $0.receive(id, by: lin, in: $1, $2) }
        try await world.inspect(id, accepted: 0, refused: 1)
        await #expect(throws: AfterSalesRefusal.self, "they have not been sent") {
            try await missing(id, world)
        }
        try await world.sendRefusedGoods(id)
        let told = try await missing(id, world)
        #expect(told.state == .rejected)
        #expect(try await world.view(id).parts.goodsBack?.sentAt == nil)
        try await world.sendRefusedGoods(id)
        try await world.pass(.days(20))
        await #expect(throws: AfterSalesRefusal.self, "that is too long ago") { try await missing(id, world) }
    }

    @Test func `what is on its way by now is not paid back by silence`() async throws {
        let order = OrderSpecification("1001", .pending, lines: [.init("pot-white", 2)])
        let world = try await TestWorld.opened(order: order)
        let id = try await world.open(CaseApplication(.refundOnly, "lateShipping", [.init("pot-white", 2)]))
            .id
        #expect(try await world.find(id).state == .reviewing)
        await #expect(throws: AfterSalesRefusal.self, "what has not left cannot come back") {
            try await world.offer(.returnRefund, on: id, by: world.lin)
        }
        try await world.order(OrderSpecification("1001", .shipped, lines: [.init("pot-white", 2)]))
        try await world.pass(.days(4))
        #expect(try await world.find(id).state.isClosed == false)
        #expect(try await world.find(id).isEscalated)
        #expect(try await world.view(id).movements.isEmpty)
    }

    @Test func `who turns an offer down may go to the platform at once`() async throws {
        let world = try await TestWorld.opened()
        let id = try await world.inReview().id
        await #expect(throws: AfterSalesRefusal.self) { try await world.dispute(id) }
        try await world.offer(.partialRefund, 1, on: id, by: world.lin)
        let mei = world.mei
        try await world.act { try $0.declineOffer(1, on: id, by: mei, in: $1, $2) }
        #expect(try await world.dispute(id).state == .disputed)
    }
}
