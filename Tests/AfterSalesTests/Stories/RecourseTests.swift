import Base
import Orders
import Payments
import Policies
import TestSupport
import Testing

@testable import AfterSales

/// Nobody is put off for ever, and nobody gives away more than they may.
@Suite struct RecourseTests {
    @Test func `an offer during a dispute leaves it with the platform, whose clock runs on`() async throws {
        let world = try await TestWorld.opened()
        let id = try await world.inReview().id
        try await world.reject(id, by: world.lin)
        let disputed = try await world.dispute(id)
        try await world.pass(.days(1))
        let offered = try await world.offer(.partialRefund, 1_00, on: id, by: world.lin)
        #expect((offered.state, offered.deadline) == (.disputed, disputed.deadline))
        let mei = world.mei
        let declined = try await world.act { try $0.declineOffer(1, on: id, by: mei, in: $1, $2) }
        #expect((declined.state, declined.deadline) == (.disputed, disputed.deadline))
        try await world.offer(.partialRefund, 60_00, on: id, by: world.lin)
        try await world.accept(2, on: id, by: world.mei)
        try await world.runDueJobs()
        #expect(try await world.view(id).refunded == .fen(60_00))
        #expect(try await world.faults() == [])
    }

    @Test func `a ruling ends what was offered meanwhile`() async throws {
        let world = try await TestWorld.opened()
        let id = try await world.inReview().id
        try await world.reject(id, by: world.lin)
        try await world.dispute(id)
        try await world.offer(.partialRefund, 1_00, on: id, by: world.lin)
        try await world.rule(.customer, on: id)
        #expect(try await world.view(id).parts.offers.map(\.state) == [.replaced])
        try await world.runDueJobs()
        #expect(try await world.view(id).refunded == .fen(100_00))
    }

    @Test func `a shop that offers and asks gets no more time to decide than it had`() async throws {
        let world = try await TestWorld.opened()
        let opened = try await world.inReview()
        let due = try #require(opened.deadline?.due)
        let mei = world.mei
        for round in 1...3 {
            try await world.pass(.hours(10))
            try await world.offer(.partialRefund, 1, on: opened.id, by: world.lin)
            let number = try #require(try await world.view(opened.id).parts.offers.last?.number)
            let back = try await world.act {
                try $0.declineOffer(number, on: opened.id, by: mei, in: $1, $2)
            }
            #expect(back.deadline?.due == due, "round \(round)")
        }
        try await world.pass(.hours(19))
        #expect(try await world.view(opened.id).refunded == .fen(100_00), "silence grants what was asked")
    }

    @Test func `new goods that did not arrive are sent again, or paid for`() async throws {
        let world = try await TestWorld.opened()
        let photo = try await world.upload()
        let id = try await world.open(CaseApplication(.resend, "missingItem", evidence: [photo])).id
        if try await world.find(id).state == .reviewing { try await world.approve(id, by: world.owner) }
        let (mei, lin) = (world.mei, world.lin)
        try await world.act {
            try $0.shipReplacement(id, carrier: "SF", trackingNumber: "SF200", by: lin, in: $1, $2)
        }
        let told = try await world.act { try $0.reportNotArrived(id, note: nil, by: mei, in: $1, $2) }
        #expect(told.state == .reviewing && told.deadline?.owner == .merchant)
        #expect(told.decision.rules.map(\.id) == ["goodsNotArrived"])
        try await world.approve(id, by: world.owner)
        #expect(try await world.deliver(id).state == .fulfilled)
        #expect(try await world.faults() == [])
    }

    @Test func `goods that are sold out are settled otherwise, and a difference that was paid goes back`()
        async throws
    {
        let world = try await TestWorld.opened()
        let application = CaseApplication(
            .exchange, "preferOther", [.init("pot-white", 1, for: "pot-blue")], refundTo: "mei-gift")
        let id = try await world.open(application).id
        try await world.sendBack(id)
        #expect(try await world.inspect(id).state == .fulfilling)
        #expect(try await world.balance() == 30_00)
        try await world.offer(.returnRefund, on: id, by: world.lin)
        try await world.accept(1, on: id, by: world.mei)
        try await world.runDueJobs()
        #expect(try await world.find(id).state == .refunded)
        let moved = try await world.view(id).movements.map { "\($0.kind) \($0.methodID) \($0.amount)" }
        #expect(
            moved == [
                "payment mei-gift 20.00 CNY", "refund mei-gift 20.00 CNY", "refund mei-wechat 100.00 CNY",
            ])
        #expect(try await world.balance() == 50_00, "the price goes where it came from")
        #expect(try await world.faults() == [])
    }

    @Test func `what the policy refused is granted by nobody beyond their limit, and not by silence`()
        async throws
    {
        var old = OrderSpecification("1001", lines: [.init("pot-white", 3)])
        old.deliveredDaysAgo = 40
        let world = try await TestWorld.opened(order: old)
        let id = try await world.open(
            CaseApplication(.returnRefund, "noLongerNeeded", [.init("pot-white", 3)])
        ).id
        #expect(try await world.find(id).state == .refused)
        let lin = world.lin
        let reopened = try await world.act {
            try $0.reopen(id, reason: "a good customer", by: lin, in: $1, $2)
        }
        #expect(reopened.deadline?.fallback == .escalate)
        await #expect(throws: AfterSalesRefusal.self) { try await world.approve(id, by: lin) }
        #expect(try await world.approve(id, by: world.owner).state == .awaitingReturn)
    }

    @Test func `a difference above their limit is waived by nobody`() async throws {
        let world = try await TestWorld.opened()
        let application = CaseApplication(
            .exchange, "preferOther", [.init("pot-white", 1, for: "pot-blue")], refundTo: "mei-gift")
        let id = try await world.open(application).id
        try await world.spend(40_00)
        try await world.sendBack(id)
        try await world.inspect(id)
        let nobody = StepTaker(actor: world.lin.actor, role: .viewer)
        await #expect(throws: AfterSalesRefusal.self) {
            try await world.giveUpDifference(id, then: .waive, by: nobody)
        }
        #expect(try await world.giveUpDifference(id, then: .waive, by: world.lin).state == .fulfilling)
    }

    @Test(arguments: [("pot-white", Int64(0)), ("pot-blue", 20_00), ("pot-small", -16_00)])
    func `an exchange costs what the lists differ by, so that a discount stays with the goods`(
        new: String, difference: Int64
    ) async throws {
        let bought = OrderSpecification("1001", lines: [.init("pot-white", 1, paid: 80_00)])
        let world = try await TestWorld.opened(order: bought)
        let opened = try await world.open(
            CaseApplication(
                .exchange, "preferOther", [.init("pot-white", 1, for: new)], refundTo: "mei-wechat"))
        #expect(opened.priceDifference == .fen(difference))
        try await world.sendBack(opened.id)
        try await world.inspect(opened.id)
        try await world.runDueJobs()
        #expect(try await world.deliver(opened.id).state == .fulfilled)
        #expect(try await world.orderView().order.lines.map(\.paid) == [.fen(80_00 + difference)])
        #expect(try await world.faults() == [])
    }

    @Test(arguments: [("pot-white", Int64(0)), ("pot-small", 0), ("pot-blue", 20_00)])
    func `a gift is exchanged without money going back that nobody paid`(
        new: String, difference: Int64
    ) async throws {
        let bought = OrderSpecification(
            "1001", lines: [.init("pot-white", 1, paid: 0), .init("cup-white")])
        let world = try await TestWorld.opened(order: bought)
        let opened = try await world.open(
            CaseApplication(
                .exchange, "preferOther", [.init("pot-white", 1, for: new)], refundTo: "mei-wechat"))
        #expect(opened.priceDifference == .fen(difference))
    }

    @Test func `a part of the price is given once, and comes off what goods still bring back`() async throws {
        let world = try await TestWorld.opened(
            order: OrderSpecification("1001", lines: [.init("pot-white", 2)]))
        let photo = try await world.upload()
        func part(_ reason: String) async throws -> Case {
            try await world.open(
                CaseApplication(.compensation, reason, [.init("pot-white", 2)], evidence: [photo]))
        }
        let first = try await part("defective")
        try await world.runDueJobs()
        #expect(try await world.view(first.id).refunded == .fen(20_00))
        #expect(try await part("notAsDescribed").state == .reviewing, "a person looks at a second one")
        let rest = try await world.open(
            CaseApplication(.returnRefund, "noLongerNeeded", [.init("pot-white", 2)]))
        #expect(rest.asked == .fen(180_00))
        #expect(try await world.faults() == [])
    }

    @Test func `nothing of a price is left where all of it has gone back`() async throws {
        let world = try await TestWorld.opened()
        let id = try await world.open(CaseApplication(.returnRefund, "noLongerNeeded")).id
        try await world.sendBack(id)
        try await world.inspect(id)
        try await world.runDueJobs()
        let photo = try await world.upload()
        let part = try await world.open(CaseApplication(.compensation, "defective", evidence: [photo]))
        #expect(part.state == .refused)
        #expect(part.decision.rules.map(\.id).contains("compensationIsNothing"))
    }

    @Test func `nobody is promised money that is not there`() async throws {
        let paid: [OrderSpecification.Payment] = [
            .init("mei-wechat", 200_00), .init("mei-wechat", 150_00, .refund),
        ]
        let world = try await TestWorld.opened(
            order: OrderSpecification("1001", lines: [.init("pot-white", 2)], payments: paid))
        let first = try await world.open(CaseApplication(.returnRefund, "noLongerNeeded"))
        #expect(first.asked == .fen(50_00))
        let second = try await world.open(CaseApplication(.returnRefund, "noLongerNeeded"))
        #expect(second.state == .refused)
        #expect(second.decision.rules.map(\.id).contains("nothingToRefund"))
    }

    @Test func `a parcel that never reaches the shop can be disputed, and is paid for`() async throws {
        let world = try await TestWorld.opened()
        let id = try await world.open(CaseApplication(.returnRefund, "noLongerNeeded")).id
        let mei = world.mei
        try await world.act {
            try $0.shipReturn(
                id, carrier: "SF", trackingNumber: "SF100", freight: nil, by: mei, in: $1, $2)
        }
        await #expect(throws: AfterSalesRefusal.self, "nobody is late yet") { try await world.dispute(id) }
        try await world.pass(.hours(121))
        #expect(try await world.dispute(id).state == .disputed)
        try await world.rule(.customer, on: id)
        try await world.runDueJobs()
        #expect(try await world.view(id).refunded == .fen(100_00))
        #expect(try await world.faults() == [])
    }
}
