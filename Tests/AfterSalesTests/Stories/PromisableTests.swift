import AfterSales
import Base
import Orders
import Payments
import Policies
import TestSupport
import Testing

/// What is offered, ruled and exchanged stays within what is left of an order.
@Suite struct PromisableTests {
    private static let two = OrderSpecification("1001", lines: [.init("pot-white", 2)])

    @Test func `offers and rulings name what is left when they promise more`() async throws {
        let world = try await TestWorld.opened(order: Self.two)
        let id = try await world.open(
            CaseApplication(.returnRefund, "noLongerNeeded", [.init("pot-white", 2)])
        ).id
        try await world.sendBack(id)
        try await world.inspect(id, accepted: 1, refused: 1)
        try await world.runDueJobs()
        try await world.dispute(id)
        let owner = world.owner
        for taker in [owner, world.lin] {
            await #expect(throws: AfterSalesRefusal.offerAboveAsked(most: "100.00 CNY")) {
                try await world.offer(.partialRefund, 150_00, on: id, by: taker)
            }
        }
        await #expect(throws: AfterSalesRefusal.amountAboveAsked(most: "100.00 CNY")) {
            try await world.rule(.partial, 150_00, on: id)
        }
        try await world.rule(.partial, 100_00, on: id)
        try await world.runDueJobs()
        #expect(try await world.view(id).refunded == .fen(200_00))
        #expect(try await world.faults() == [])
    }

    @Test func `a customer asks for no more than is left`() async throws {
        let world = try await TestWorld.opened(order: Self.two)
        let id = try await world.open(CaseApplication(.refundOnly, "notReceived", [.init("pot-white", 2)])).id
        try await world.offer(.partialRefund, 10_00, on: id, by: world.lin)
        try await world.refundElsewhere(150_00)
        await #expect(throws: AfterSalesRefusal.offerAboveAsked(most: "50.00 CNY")) {
            try await world.offer(.partialRefund, 51_00, on: id, by: world.mei)
        }
    }

    @Test func `an offer that is no longer there is not paid short`() async throws {
        let world = try await TestWorld.opened(order: Self.two)
        let id = try await world.open(CaseApplication(.refundOnly, "notReceived", [.init("pot-white", 2)])).id
        try await world.offer(.partialRefund, 100_00, on: id, by: world.lin)
        try await world.refundElsewhere(150_00)
        await #expect(throws: AfterSalesRefusal.offerAboveLeft(left: "50.00 CNY")) {
            try await world.accept(1, on: id, by: world.mei)
        }
        #expect(try await world.find(id).state == .offered)
        #expect(try await world.faults() == [])
    }

    @Test func `an exchange of goods that were paid back before gives nothing back, and goes on`()
        async throws
    {
        let order = OrderSpecification(
            "1001", lines: [.init("pot-white", 2)],
            payments: [.init("mei-wechat", 200_00), .init("mei-wechat", 170_00, .refund)])
        let world = try await TestWorld.opened(order: order)
        let opened = try await world.open(
            CaseApplication(
                .exchange, "preferOther", [.init("pot-white", 2, for: "pot-small")], refundTo: "mei-wechat"))
        #expect(opened.priceDifference == .fen(-30_00))
        try await world.approve(opened.id, by: world.lin)
        try await world.refundElsewhere(20_00)
        try await world.sendBack(opened.id)
        #expect(try await world.inspect(opened.id).state == .fulfilling)
        try await world.runDueJobs()
        #expect(try await world.view(opened.id).refunded == .fen(10_00))
        #expect(try await world.find(opened.id).settledDifference == .fen(-10_00))
        #expect(try await world.deliver(opened.id).state == .fulfilled)
        #expect(try await world.faults() == [])
    }

    @Test func `who accepts an offer while a difference is being collected is told to wait for that`()
        async throws
    {
        let world = try await TestWorld.opened()
        let id = try await world.open(
            CaseApplication(
                .exchange, "preferOther", [.init("pot-white", 1, for: "pot-blue")], refundTo: "mei-wechat")
        ).id
        world.gateway.answer(otherwise: .accepted)
        try await world.sendBack(id)
        try await world.inspect(id)
        try await world.offer(.returnRefund, on: id, by: world.lin)
        await #expect(throws: OrderRefusal.chargeUnderWay) {
            try await world.accept(1, on: id, by: world.mei)
        }
    }
}
