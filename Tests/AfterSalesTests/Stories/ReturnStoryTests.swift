import Base
import Customers
import Events
import Orders
import Payments
import Policies
import Storage
import TestSupport
import Testing

@testable import AfterSales

/// From the application to the money back, on a real database.
@Suite struct ReturnStoryTests {
    @Test func `梅 sends a pot back and gets her money over the payment it came from`() async throws {
        let world = try await TestWorld.opened()
        let opened = try await world.open(CaseApplication(.returnRefund, "wrongSize"))
        #expect(opened.state == .awaitingReturn)
        #expect(opened.decision.outcome == .approve)
        #expect(opened.asked == .fen(100_00))
        try await world.sendBack(opened.id)
        let inspected = try await world.inspect(opened.id)
        #expect(inspected.state == .refunding)
        #expect(try await world.view(opened.id).movements.map(\.state) == [.ordered])
        try await world.runDueJobs()
        let refunded = try await world.view(opened.id)
        #expect(refunded.record.state == .refunded)
        #expect(refunded.record.deadline == nil)
        #expect(refunded.refunded == .fen(100_00))
        #expect(refunded.movements.map(\.methodID) == ["mei-wechat"])
        let story = [
            "case.opened", "case.returnShipped", "case.returnReceived", "refund.ordered", "case.inspected",
            "refund.confirmed", "case.moneySettled",
        ]
        #expect(Set(try await world.story(of: opened.id)) == Set(story))
        #expect(try await world.story(of: opened.id).last == "case.moneySettled")
        #expect(try await world.faults() == [])
    }

    @Test func `what somebody writes as a carrier stands with the parcel, and in the log a code`()
        async throws
    {
        let world = try await TestWorld.opened()
        let opened = try await world.open(CaseApplication(.returnRefund, "wrongSize"))
        let mei = world.mei
        try await world.act {
            try $0.shipReturn(
                opened.id, carrier: "王师傅 13800001234", trackingNumber: "1", freight: nil, by: mei, in: $1, $2)
        }
        #expect(try await world.view(opened.id).parts.parcels.map(\.carrier) == ["王师傅 13800001234"])
        let told = try await world.timeline(of: opened.id.text).filter { $0.type == "case.returnShipped" }
        #expect(told.map { $0.detail["carrier"] } == ["other"])
    }

    @Test func `a refund over two payments goes back to both in proportion`() async throws {
        let payments: [OrderSpecification.Payment] = [.init("mei-gift", 30_00), .init("mei-wechat", 70_00)]
        let world = try await TestWorld.opened(order: OrderSpecification("1001", payments: payments))
        let opened = try await world.open(CaseApplication(.returnRefund, "wrongSize"))
        try await world.sendBack(opened.id)
        try await world.inspect(opened.id)
        #expect(try await world.balance() == 80_00, "the gift card has its share at once")
        try await world.runDueJobs()
        let amounts = try await world.view(opened.id).movements.map { "\($0.methodID) \($0.amount)" }
        #expect(amounts == ["mei-gift 30.00 CNY", "mei-wechat 70.00 CNY"])
        #expect(try await world.find(opened.id).state == .refunded)
        #expect(try await world.faults() == [])
    }

    @Test func `money to a gift card has arrived when the inspection is over`() async throws {
        let world = try await TestWorld.opened(pack: "retail-simple")
        let opened = try await world.open(CaseApplication(.returnRefund, "defective", refundTo: "mei-gift"))
        try await world.sendBack(opened.id)
        #expect(try await world.inspect(opened.id).state == .refunded)
        #expect(try await world.balance() == 150_00)
        #expect(try await world.faults() == [])
    }

    @Test func `five bought: two returned, one refused at inspection, one kept with part of its price`()
        async throws
    {
        let line = OrderSpecification.Line("pot-white", 5, paid: 333_33)
        let world = try await TestWorld.opened(order: OrderSpecification("1001", lines: [line]))
        let returned = try await world.open(
            CaseApplication(.returnRefund, "wrongSize", [CaseApplication.Line("pot-white", 3)]))
        #expect(returned.asked == .fen(199_99))
        try await world.sendBack(returned.id)
        try await world.inspect(returned.id, accepted: 2, refused: 1)
        await #expect(throws: AfterSalesRefusal.unitsTaken(id: "pot-white", goods: "pot-white", left: 2)) {
            // What was turned down lies at the shop, so that nobody can send it.
            try await world.open(CaseApplication(.returnRefund, "wrongSize", [.init("pot-white", 3)]))
        }
        try await world.sendRefusedGoods(returned.id)
        let kept = try await world.open(CaseApplication(.refundOnly, "notReceived"))
        #expect(kept.state == .reviewing)
        let lin = world.lin
        try await world.act {
            try $0.offer(.partialRefund, amount: .fen(20_00), note: nil, on: kept.id, by: lin, in: $1, $2)
        }
        let mei = world.mei
        try await world.act { try $0.acceptOffer(1, on: kept.id, by: mei, in: $1, $2) }
        try await world.runDueJobs()
        #expect(try await world.view(returned.id).refunded == .fen(133_32))
        #expect(try await world.view(kept.id).refunded == .fen(20_00))
        // The unit that was refused at inspection and the fifth one can still be sent back at their price, the one that
        // was kept for what is left of it; nobody is paid for keeping it twice.
        let rest = try await world.open(
            CaseApplication(.returnRefund, "wrongSize", [CaseApplication.Line("pot-white", 2)]))
        #expect(rest.asked == .fen(133_33))
        await #expect(throws: AfterSalesRefusal.unitsTaken(id: "pot-white", goods: "pot-white", left: 0)) {
            try await world.open(CaseApplication(.refundOnly, "notReceived"))
        }
        let last = try await world.open(CaseApplication(.returnRefund, "wrongSize"))
        #expect(last.asked == .fen(66_67 - 20_00))
        #expect(try await world.faults() == [])
    }

    @Test func `what passed inspection is paid for, and what did not can still come back in full`()
        async throws
    {
        let lines = [OrderSpecification.Line("pot-white"), OrderSpecification.Line("kettle-steel")]
        let world = try await TestWorld.opened(order: OrderSpecification("1001", lines: lines))
        let opened = try await world.open(
            CaseApplication(.returnRefund, "wrongSize", ["pot-white", "kettle-steel"]))
        try await world.sendBack(opened.id)
        let lin = world.lin
        try await world.act {
            try $0.inspect(
                opened.id,
                [
                    InspectedLine(line: .variant("pot-white"), accepted: 1, refused: 0, note: nil),
                    InspectedLine(line: .variant("kettle-steel"), accepted: 0, refused: 1, note: "used"),
                ], by: lin, in: $1, $2)
        }
        try await world.runDueJobs()
        #expect(try await world.view(opened.id).refunded == .fen(100_00))
        try await world.sendRefusedGoods(opened.id)
        let second = try await world.open(CaseApplication(.returnRefund, "wrongSize", ["kettle-steel"]))
        #expect(second.asked == .fen(200_00))
        #expect(try await world.faults() == [])
    }

    @Test(arguments: [(12_00, "上海", 12_00), (40_00, "上海", 18_00), (40_00, "新疆", 25_00)])
    func `where the shop is at fault it pays for the parcel, up to a cap`(
        claim: Int64, region: String, paid: Int64
    ) async throws {
        var order = OrderSpecification()
        order.region = region
        let world = try await TestWorld.opened(order: order)
        let photo = try await world.upload()
        let opened = try await world.open(CaseApplication(.returnRefund, "defective", evidence: [photo]))
        try await world.sendBack(opened.id, freight: claim)
        try await world.inspect(opened.id)
        try await world.runDueJobs()
        #expect(try await world.view(opened.id).refunded == .fen(100_00 + paid))
        #expect(try await world.faults() == [])
    }

    @Test func `the customer pays for the parcel of a change of mind`() async throws {
        let world = try await TestWorld.opened()
        let opened = try await world.open(CaseApplication(.returnRefund, "wrongSize"))
        try await world.sendBack(opened.id, freight: 12_00)
        try await world.inspect(opened.id)
        #expect(try await world.view(opened.id).refunded == .fen(100_00))
    }

    @Test func `a provider that refuses raises an alarm, and a retry ends the case`() async throws {
        let world = try await TestWorld.opened()
        world.gateway.answer(.refused(reason: "NOT_ENOUGH"))
        let opened = try await world.open(CaseApplication(.returnRefund, "wrongSize"))
        try await world.sendBack(opened.id)
        try await world.inspect(opened.id)
        try await world.runDueJobs()
        let failed = try await world.view(opened.id)
        #expect(failed.record.state == .refunding)
        #expect(failed.record.isEscalated)
        #expect(failed.movements.map(\.fault) == ["NOT_ENOUGH"])
        let number = try #require(failed.movements.first).number
        try await world.database.write { [payments = world.payments] in
            _ = try payments.retry(number, by: .system, in: TestWorld.shop, $0)
        }
        try await world.runDueJobs()
        #expect(try await world.find(opened.id).state == .refunded)
        #expect(Set(world.gateway.calls.map(\.number)) == [number], "a retry keeps its number")
        #expect(try await world.faults() == [])
    }

    @Test func `money that was given back behind the program's back is not paid twice, and a person is told`()
        async throws
    {
        let world = try await TestWorld(provider: .simulated(.init()))
        let provider = try #require(world.simulated)
        try await world.stock()
        try await world.order()
        let payment = try #require(try await world.orderView().movements.first)
        // What the shop does in the provider's own console: the whole payment goes back there.
        let elsewhere = GatewayOrder(shop: TestWorld.shop, movement: payment, payment: payment)
        #expect(await provider.send(elsewhere) == .succeeded)
        let opened = try await world.open(CaseApplication(.returnRefund, "wrongSize"))
        try await world.sendBack(opened.id)
        try await world.inspect(opened.id)
        try await world.runDueJobs()
        let failed = try await world.view(opened.id)
        #expect(failed.record.state == .refunding && failed.record.isEscalated)
        #expect(failed.movements.map(\.state) == [.failed])
        #expect(failed.movements.map(\.fault) == [SimulatedProvider.refundAbovePayment])
        #expect(try await world.faults() == [])
    }

    @Test func `money that came back before the order came here counts`() async throws {
        let payments: [OrderSpecification.Payment] = [
            .init("mei-wechat", 100_00), .init("mei-wechat", 60_00, .refund),
        ]
        let world = try await TestWorld.opened(
            pack: "retail-simple", order: OrderSpecification("1001", payments: payments))
        let opened = try await world.open(CaseApplication(.returnRefund, "defective", refundTo: "mei-gift"))
        #expect(opened.state == .reviewing, "a person knows what it was for")
        try await world.approve(opened.id, by: world.lin)
        try await world.sendBack(opened.id)
        try await world.inspect(opened.id)
        #expect(try await world.view(opened.id).refunded == .fen(40_00))
        #expect(try await world.balance() == 90_00)
        #expect(try await world.faults() == [])
    }
}
