import Base
import Customers
import Orders
import Payments
import Policies
import TestSupport
import Testing

@testable import AfterSales

/// What is decided once, and once more: less than was asked for, a part after the other, what was agreed on.
@Suite struct SecondTurnTests {
    /// Dearer goods are to be sent for what the shop has; their difference is paid.
    private func exchangeAtShop() async throws -> (TestWorld, Identifier<Case>) {
        let world = try await TestWorld.opened()
        let id = try await world.open(
            CaseApplication(
                .exchange, "preferOther", [.init("pot-white", 1, for: "pot-blue")], refundTo: "mei-gift")
        ).id
        try await world.sendBack(id)
        try await world.inspect(id)
        try await world.runDueJobs()
        return (world, id)
    }

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
        let (world, id) = try await exchangeAtShop()
        try await world.offer(kind, 5_00, on: id, by: world.lin)
        try await world.accept(1, on: id, by: world.mei)
        try await world.runDueJobs()
        #expect(try await world.find(id).state == .refunded)
        #expect(try await world.view(id).parts.goodsBack?.units == 1)
        await #expect(throws: AfterSalesRefusal.self, "they have agreed") { try await world.dispute(id) }
        #expect(try await world.faults() == [])
    }

    @Test func `an exchange paid back whole owes no goods when it is opened again and turned down`()
        async throws
    {
        let (world, id) = try await exchangeAtShop()
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
        let (world, id) = try await exchangeAtShop()
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

    @Test func `an offer beside what was granted takes nothing of it back`() async throws {
        let (world, id) = try await exchangeAtShop()
        let before = try await world.find(id).deadline
        #expect(try await world.offer(.partialRefund, 1, on: id, by: world.lin).state == .fulfilling)
        await #expect(throws: AfterSalesRefusal.self, "it is granted") {
            try await world.reject(id, by: world.lin)
        }
        let mei = world.mei
        let declined = try await world.act { try $0.declineOffer(1, on: id, by: mei, in: $1, $2) }
        #expect((declined.state, declined.deadline) == (.fulfilling, before))
        try await world.offer(.partialRefund, 2, on: id, by: world.lin)
        #expect(try await world.deliver(id).state == .fulfilled)
        #expect(try await world.view(id).parts.offers.map(\.state) == [.declined, .replaced])
        #expect(try await world.faults() == [])
    }

    @Test func `the alarm for goods not sent back outlives the case`() async throws {
        let world = try await TestWorld.opened()
        let id = try await world.open(CaseApplication(.returnRefund, "preferOther")).id
        try await world.sendBack(id)
        try await world.inspect(id, accepted: 0, refused: 1)
        try await world.pass(.days(8))
        let ended = try await world.find(id)
        #expect((ended.state, ended.isEscalated) == (.expired, true))
        #expect(try await world.dispute(id).state == .disputed)
    }

    /// Of two pots one was repaired and handed over; the other was turned down, sent back, and put before the platform.
    private func halfRepaired() async throws -> (world: TestWorld, id: Identifier<Case>) {
        let world = try await TestWorld.opened(
            order: OrderSpecification("1001", lines: [.init("pot-white", 2)]))
        let id = try await world.open(
            CaseApplication(
                .repair, "defective", [.init("pot-white", 2)], evidence: [try await world.upload()])
        ).id
        if try await world.find(id).state == .reviewing { try await world.approve(id, by: world.owner) }
        try await world.sendBack(id)
        try await world.inspect(id, accepted: 1, refused: 1)
        try await world.repair(id, .repaired)
        #expect(try await world.deliver(id).state == .fulfilled)
        try await world.sendRefusedGoods(id)
        try await world.dispute(id)
        return (world, id)
    }

    @Test(arguments: [Ruling.shop, .partial])
    func `what was repaired and handed over is not owed once more when the rest is ruled on`(
        ruling: Ruling
    ) async throws {
        let (world, id) = try await halfRepaired()
        try await world.rule(ruling, ruling == .partial ? 8_00 : nil, on: id)
        try await world.runDueJobs()
        let view = try await world.view(id)
        #expect(view.record.state == (ruling == .shop ? .fulfilled : .refunded))
        #expect(view.parts.goodsBack?.sentAt != nil, "the one that was turned down, long ago")
        #expect(view.record.lines.map(\.accepted) == [1, 0])
        #expect(try await world.faults() == [])
    }

    @Test func `failed repairs of the rest are about the rest alone`() async throws {
        let (world, id) = try await halfRepaired()
        #expect(try await world.rule(.customer, on: id).state == .awaitingReturn)
        try await world.sendBack(id)
        #expect(try await world.inspect(id).state == .repairing)
        try await world.repair(id, .failed)
        try await world.repair(id, .failed)
        let money = try #require(
            try await world.view(id).parts.offers.first { $0.kind == .returnRefund && $0.state == .open })
        try await world.accept(money.number, on: id, by: world.mei)
        try await world.runDueJobs()
        #expect(try await world.view(id).refunded == .fen(100_00), "the other pot is 梅's, and repaired")
        #expect(try await world.faults() == [])
    }

    @Test func `a repair whose rest does not come back again is as done as it was`() async throws {
        let (world, id) = try await halfRepaired()
        try await world.rule(.customer, on: id)
        try await world.pass(.days(20))
        #expect(try await world.find(id).state == .fulfilled)
        #expect(try await world.faults() == [])
    }

    @Test func `goods that were sent again stay so, whatever comes of opening the case once more`()
        async throws
    {
        let world = try await TestWorld.opened()
        let id = try await world.open(
            CaseApplication(.resend, "missingItem", evidence: [try await world.upload()])
        ).id
        if try await world.find(id).state != .fulfilling { try await world.approve(id, by: world.owner) }
        #expect(try await world.deliver(id).state == .fulfilled)
        try await world.reopen(id)
        #expect(try await world.withdraw(id).state == .fulfilled)
    }

    @Test func `an exchange whose new goods another case has exchanged is not opened again`() async throws {
        let world = try await TestWorld.opened()
        var ids: [Identifier<Case>] = []
        for (old, new) in [("pot-white", "pot-blue"), ("pot-blue", "pot-small")] {
            let id = try await world.open(
                CaseApplication(.exchange, "preferOther", [.init(old, 1, for: new)], refundTo: "mei-gift")
            ).id
            try await world.sendBack(id)
            try await world.inspect(id)
            #expect(try await world.deliver(id).state == .fulfilled)
            ids.append(id)
        }
        await #expect(throws: AfterSalesRefusal.unitsInOtherCase(id: ids[1].text)) {
            try await world.reopen(ids[0])
        }
        #expect(try await world.reopen(ids[1]).state == .reviewing)
    }

    @Test func `new goods for a part are a part of their own beside the one that was paid`() async throws {
        let world = try await TestWorld.opened(
            order: OrderSpecification("1001", lines: [.init("pot-white", 2)]))
        let id = try await world.open(
            CaseApplication(.returnRefund, "wrongSize", [.init("pot-white", 2)])
        ).id
        try await world.sendBack(id)
        try await world.inspect(id, accepted: 1, refused: 1)
        try await world.runDueJobs()
        try await world.dispute(id)
        try await world.offer(.replacement, on: id, by: world.owner)
        #expect(try await world.accept(1, on: id, by: world.mei).state == .fulfilling)
        let lines = try await world.find(id).lines
        #expect(lines.map(\.quantity) == [1, 1] && lines.map(\.granted) == [.fen(100_00), .fen(0)])
        #expect(try await world.deliver(id).state == .fulfilled)
        try await world.reopen(id)
        #expect(try await world.find(id).lines.map(\.accepted) == [1, nil], "only the new one comes back")
        try await world.approve(id, by: world.owner)
        try await world.sendBack(id)
        try await world.inspect(id)
        try await world.runDueJobs()
        #expect(try await world.view(id).refunded == .fen(200_00))
        #expect(try await world.faults() == [])
    }

    @Test func `goods whose price has gone back are not given new ones besides`() async throws {
        let world = try await TestWorld.opened()
        let id = try await world.open(CaseApplication(.returnRefund, "wrongSize")).id
        try await world.sendBack(id)
        try await world.inspect(id)
        try await world.runDueJobs()
        #expect(try await world.find(id).state == .refunded)
        try await world.reopen(id)
        await #expect(throws: AfterSalesRefusal.nothingToGrant) {
            try await world.offer(.replacement, on: id, by: world.owner)
        }
    }

    @Test func `a case about less than the goods cost takes none back`() async throws {
        let world = try await TestWorld.opened()
        let id = try await world.open(CaseApplication(.compensation, "lateDelivery")).id
        try await world.runDueJobs()
        let isClosed = try await world.find(id).state.isClosed
        if isClosed { try await world.reopen(id) }
        await #expect(throws: AfterSalesRefusal.notForThisKind(kind: .compensation)) {
            try await world.offer(.returnRefund, on: id, by: world.owner)
        }
        #expect(!OfferKind.fitting(.priceProtection).contains(.returnRefund))
    }

    @Test func `goods that came for something else are taken back for money within the role's limit`()
        async throws
    {
        var order = OrderSpecification("1001", lines: [.init("pot-white", 3)])
        order.deliveredDaysAgo = 200
        let world = try await TestWorld.opened(order: order)
        let id = try await world.open(
            CaseApplication(
                .repair, "defective", [.init("pot-white", 3)], evidence: [try await world.upload()])
        ).id
        if try await world.find(id).state == .reviewing { try await world.approve(id, by: world.owner) }
        try await world.sendBack(id)
        try await world.inspect(id)
        try await world.repair(id, .repaired)
        await #expect(throws: AfterSalesRefusal.self, "300.00 long after the time for returns") {
            try await world.offer(.returnRefund, on: id, by: world.lin)
        }
        #expect(try await world.offer(.returnRefund, on: id, by: world.owner).state == .fulfilling)
    }

    @Test func `goods that came again are not paid for besides without a person`() async throws {
        let line = OrderSpecification.Line("cup-white", 1)
        let world = try await TestWorld.opened(order: OrderSpecification("1001", lines: [line]))
        let photo = try await world.upload()
        let first = try await world.open(
            CaseApplication(.resend, "missingItem", [.init("cup-white")], evidence: [photo]))
        try await world.deliver(first.id)
        let second = try await world.open(
            CaseApplication(.refundOnly, "missingItem", [.init("cup-white")], evidence: [photo]))
        #expect((second.state, second.deadline?.fallback) == (.reviewing, .escalate))
        #expect(second.decision.rules.contains { $0.id == "sentAgainBefore" })
    }

    @Test func `new goods that both sides agreed on instead of money count as goods that came again`()
        async throws
    {
        let line = OrderSpecification.Line("cup-white", 1)
        let world = try await TestWorld.opened(order: OrderSpecification("1001", lines: [line]))
        let photo = try await world.upload()
        let missing = CaseApplication(.refundOnly, "missingItem", [.init("cup-white")], evidence: [photo])
        let first = try await world.open(missing)
        #expect((first.state, first.deadline?.fallback) == (.reviewing, .approve))
        try await world.offer(.replacement, on: first.id, by: world.owner)
        try await world.accept(1, on: first.id, by: world.mei)
        try await world.deliver(first.id)
        let second = try await world.open(missing)
        #expect((second.state, second.deadline?.fallback) == (.reviewing, .escalate))
        #expect(second.decision.rules.contains { $0.id == "sentAgainBefore" })
    }

    @Test func `a ruling in part goes back the way it was paid, whatever was agreed on before`() async throws
    {
        let world = try await TestWorld.opened()
        let id = try await world.open(CaseApplication(.returnRefund, "wrongSize")).id
        try await world.sendBack(id)
        try await world.inspect(id, accepted: 0, refused: 1)
        try await world.offer(.storeCredit, 30_00, on: id, by: world.lin)
        try await world.accept(1, on: id, by: world.mei)
        try await world.runDueJobs()
        try await world.pass(.days(8))
        try await world.dispute(id)
        try await world.rule(.partial, 20_00, on: id)
        try await world.runDueJobs()
        let ways = try await world.view(id).movements.map(\.methodKind)
        #expect(ways == [.storeCredit, .wechatPay])
        #expect(try await world.faults() == [])
    }

    @Test func `whoever gave a number and sent nothing has the goods, and their rights`() async throws {
        let world = try await TestWorld.opened()
        let (id, mei) = (
            try await world.open(CaseApplication(.returnRefund, "preferOther")).id, world.mei
        )
        try await world.act {
            try $0.shipReturn(id, carrier: "SF", trackingNumber: "SF1", freight: nil, by: mei, in: $1, $2)
        }
        try await world.pass(.days(31))
        try await world.reject(id, "nothing came", by: world.lin)
        #expect(try await world.withdraw(id).state == .withdrawn)
        let (repair, refund) = (
            CaseApplication(.repair, "defective", evidence: [try await world.upload()]),
            CaseApplication(.refundOnly, "notReceived")
        )
        await #expect(throws: AfterSalesRefusal.self, "no money without goods") {
            try await world.open(refund)
        }
        #expect(try await !world.open(repair).state.isClosed)
    }

    @Test func `a part of the price agreed on for a parcel that never came owes nobody goods`() async throws {
        let world = try await TestWorld.opened()
        let (id, mei, lin) = (
            try await world.open(CaseApplication(.returnRefund, "preferOther")).id, world.mei, world.lin
        )
        try await world.act {
            try $0.shipReturn(id, carrier: "SF", trackingNumber: "SF1", freight: nil, by: mei, in: $1, $2)
        }
        try await world.pass(.days(31))
        try await world.reject(id, "nothing came", by: lin)
        try await world.offer(.partialRefund, 20_00, on: id, by: lin)
        try await world.accept(1, on: id, by: mei)
        try await world.runDueJobs()
        #expect(try await world.find(id).state == .refunded)
        #expect(try await world.view(id).parts.goodsBack == nil)
        #expect(try await world.act { try $0.receive(id, by: lin, in: $1, $2) }.state == .refunded)
        #expect(try await world.view(id).parts.goodsBack?.units == 1, "it came after all, and goes back")
        #expect(try await world.faults() == [])
    }

    @Test func `new goods agreed on for a repair that failed leave turned-down ones the customer's`()
        async throws
    {
        let world = try await TestWorld.opened(
            order: OrderSpecification("1001", lines: [.init("pot-white", 2)]))
        let id = try await world.open(
            CaseApplication(
                .repair, "defective", [.init("pot-white", 2)], evidence: [try await world.upload()])
        ).id
        try await world.sendBack(id)
        try await world.inspect(id, accepted: 1, refused: 1)
        for _ in 1...2 { try await world.repair(id, .failed) }
        try await world.accept(1, on: id, by: world.mei)
        #expect(try await world.find(id).state == .fulfilling)
        #expect(try await world.view(id).parts.goodsBack?.units == 1)
        #expect(try await world.deliver(id).state == .fulfilled)
        #expect(try await world.faults() == [])
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
