import Base
import Orders
import Payments
import Policies
import TestSupport
import Testing

@testable import AfterSales

/// What is decided once, and once more: less than was asked for, a part after the other, what was agreed on.
@Suite struct SecondTurnTests {
    @Test func `less than was asked for is no agreement: the customer may ask the platform, once`()
        async throws
    {
        let world = try await TestWorld.opened()
        let id = try await world.inReview().id
        #expect(try await world.approve(id, 1, by: world.lin).decision.rules.map(\.id) == ["approvedForLess"])
        try await world.runDueJobs()
        #expect(try await world.find(id).state == .refunded)
        try await world.dispute(id)
        try await world.rule(.customer, on: id)
        try await world.runDueJobs()
        #expect(try await world.view(id).refunded == .fen(100_00))
        await #expect(throws: AfterSalesRefusal.self, "the platform rules once") {
            try await world.dispute(id)
        }
        #expect(try await world.faults() == [])
    }

    @Test func `what both sides have agreed on about turned-down goods is settled`() async throws {
        let world = try await TestWorld.opened()
        let id = try await world.open(CaseApplication(.returnRefund, "wrongSize")).id
        try await world.sendBack(id)
        try await world.inspect(id, accepted: 0, refused: 1)
        try await world.offer(.partialRefund, 30_00, on: id, by: world.lin)
        try await world.accept(1, on: id, by: world.mei)
        try await world.runDueJobs()
        #expect(try await world.view(id).refunded == .fen(30_00))
        #expect(try await world.view(id).parts.goodsBack?.units == 1, "the goods are the customer's")
        await #expect(throws: AfterSalesRefusal.self) { try await world.dispute(id) }
        #expect(try await world.faults() == [])
    }

    @Test func `agreed new goods take the place of turned-down ones, which the shop keeps`() async throws {
        let world = try await TestWorld.opened()
        let id = try await world.open(CaseApplication(.returnRefund, "wrongSize")).id
        try await world.sendBack(id)
        try await world.inspect(id, accepted: 0, refused: 1)
        try await world.offer(.replacement, on: id, by: world.supervisor)
        #expect(try await world.accept(1, on: id, by: world.mei).state == .fulfilling)
        #expect(try await world.view(id).parts.goodsBack == nil)
        #expect(try await world.deliver(id).state == .fulfilled)
        #expect(try await world.faults() == [])
    }

    @Test(arguments: [OfferKind.partialRefund, .storeCredit])
    func `who keeps goods for a part of their price has them again from the shop`(
        kind: OfferKind
    ) async throws {
        let world = try await TestWorld.opened()
        let id = try await world.open(
            CaseApplication(
                .exchange, "preferOther", [.init("pot-white", 1, for: "pot-blue")], refundTo: "mei-gift")
        ).id
        try await world.sendBack(id)
        try await world.inspect(id)
        try await world.runDueJobs()
        try await world.offer(kind, 5_00, on: id, by: world.lin)
        try await world.accept(1, on: id, by: world.mei)
        try await world.runDueJobs()
        #expect(try await world.find(id).state == .refunded)
        #expect(try await world.view(id).parts.goodsBack?.units == 1)
        #expect(try await world.faults() == [])
    }

    @Test func `an exchange paid back whole owes no goods when it is opened again and turned down`()
        async throws
    {
        let world = try await TestWorld.opened()
        let id = try await world.open(
            CaseApplication(
                .exchange, "preferOther", [.init("pot-white", 1, for: "pot-blue")], refundTo: "mei-gift")
        ).id
        try await world.sendBack(id)
        try await world.inspect(id)
        try await world.runDueJobs()
        try await world.offer(.returnRefund, on: id, by: world.owner)
        try await world.accept(1, on: id, by: world.mei)
        try await world.runDueJobs()
        #expect(try await world.view(id).refunded == .fen(100_00))
        try await world.reopen(id)
        try await world.reject(id, by: world.lin)
        #expect(try await world.view(id).parts.goodsBack == nil)
        #expect(try await world.withdraw(id).state == .refunded)
        await #expect(throws: AfterSalesRefusal.self, "the goods are paid for") {
            try await world.open(CaseApplication(.returnRefund, "wrongSize"))
        }
        #expect(try await world.faults() == [])
    }

    @Test func `a ruling for the shop about goods that came leaves everybody what they have`() async throws {
        let world = try await TestWorld.opened()
        let id = try await world.open(
            CaseApplication(
                .exchange, "preferOther", [.init("pot-white", 1, for: "pot-blue")], refundTo: "mei-gift")
        ).id
        try await world.sendBack(id)
        try await world.inspect(id)
        try await world.runDueJobs()
        let (lin, mei) = (world.lin, world.mei)
        try await world.act {
            _ = try $0.shipReplacement(id, carrier: "SF", trackingNumber: "SF200", by: lin, in: $1, $2)
            return try $0.reportNotArrived(id, note: nil, by: mei, in: $1, $2)
        }
        try await world.reject(id, by: world.lin)
        try await world.dispute(id)
        #expect(try await world.rule(.shop, on: id).state == .fulfilled)
        try await world.runDueJobs()
        #expect(try await world.view(id).parts.goodsBack == nil)
        #expect(try await world.balance() == 30_00, "the difference stays paid")
        #expect(try await world.orderView().order.lines.map(\.variantID) == ["pot-blue"])
        #expect(try await world.faults() == [])
    }

    @Test func `turned-down goods that were lost on their way back are a person's to decide`() async throws {
        let world = try await TestWorld.opened()
        let id = try await world.open(CaseApplication(.returnRefund, "wrongSize")).id
        try await world.sendBack(id)
        try await world.inspect(id, accepted: 0, refused: 1)
        try await world.sendRefusedGoods(id)
        try await world.dispute(id)
        #expect(try await world.rule(.customer, on: id).state == .awaitingReturn)
        let mei = world.mei
        let told = try await world.act { try $0.reportNotArrived(id, note: nil, by: mei, in: $1, $2) }
        #expect((told.state, told.deadline?.fallback) == (.reviewing, .escalate))
        try await world.approve(id, by: world.owner)
        try await world.runDueJobs()
        #expect(try await world.view(id).refunded == .fen(100_00))
        #expect(try await world.faults() == [])
    }

    @Test func `goods that are to be sent again can be called off until they leave`() async throws {
        let world = try await TestWorld.opened()
        let photo = try await world.upload()
        let id = try await world.open(CaseApplication(.resend, "missingItem", evidence: [photo])).id
        if try await world.find(id).state == .reviewing { try await world.approve(id, by: world.owner) }
        #expect(try await world.withdraw(id).state == .withdrawn)
        #expect(try await world.faults() == [])
    }

    @Test func `goods that came again and are missing again are looked at by a person`() async throws {
        let line = OrderSpecification.Line("cup-white")
        let world = try await TestWorld.opened(order: OrderSpecification("1001", lines: [line]))
        let photo = try await world.upload()
        let first = try await world.open(
            CaseApplication(.resend, "missingItem", [.init("cup-white")], evidence: [photo]))
        #expect(first.state == .fulfilling)
        try await world.deliver(first.id)
        let second = try await world.open(
            CaseApplication(.resend, "missingItem", [.init("cup-white")], evidence: [photo]))
        #expect((second.state, second.deadline?.fallback) == (.reviewing, .escalate))
        #expect(second.decision.rules.contains { $0.id == "sentAgainBefore" })
    }

    @Test func `compensation beyond the price is never given by silence`() async throws {
        let world = try await TestWorld.opened()
        let photo = try await world.upload()
        let opened = try await world.open(CaseApplication(.compensation, "counterfeit", evidence: [photo]))
        #expect(opened.asked > .fen(100_00))
        #expect((opened.state, opened.deadline?.fallback) == (.reviewing, .escalate))
        try await world.pass(.days(5))
        #expect(try await world.view(opened.id).refunded == nil)
    }

    @Test func `who is asked for evidence twice may ask the platform`() async throws {
        let world = try await TestWorld.opened()
        let (id, lin) = (try await world.inReview().id, world.lin)
        for _ in 1...2 {
            await #expect(throws: AfterSalesRefusal.self) { try await world.dispute(id) }
            try await world.act {
                try $0.requestEvidence(id, kinds: [.photo], note: nil, by: lin, in: $1, $2)
            }
            try await world.give([try await world.upload()], on: id)
        }
        #expect(try await world.dispute(id).state == .disputed)
    }
}
