import Base
import Events
import Orders
import Payments
import Policies
import TestSupport
import Testing

@testable import AfterSales

@Suite struct EndingTests {
    @Test func `a withdrawn case frees its units and falls silent`() async throws {
        let world = try await TestWorld.opened()
        let first = try await world.open(CaseApplication(.returnRefund, "wrongSize"))
        await #expect(throws: AfterSalesRefusal.unitsTaken(id: "pot-white", goods: "pot-white", left: 0)) {
            try await world.inReview()
        }
        #expect(try await world.withdraw(first.id).state == .withdrawn)
        #expect(try await world.inReview().state == .reviewing)
        try await world.pass(.days(60))
        #expect(try await world.find(first.id).state == .withdrawn)
        #expect(try await world.faults() == [])
    }

    @Test(arguments: [true, false])
    func `a case that has had everything and is opened again closes as it was`(byPerson: Bool) async throws {
        let world = try await TestWorld.opened()
        let id = try await world.open(CaseApplication(.returnRefund, "wrongSize")).id
        try await world.sendBack(id)
        try await world.inspect(id)
        try await world.runDueJobs()
        let reopened = try await world.reopen(id)
        #expect(reopened.decision.rules.map(\.id) == ["reopenedDecided"], "the old reasons no longer hold")
        if byPerson {
            try await world.approve(id, by: world.lin)
            #expect(try await world.find(id).state == .refunded)
        } else {
            try await world.pass(.hours(49))
            let left = try await world.find(id)
            #expect((left.state, left.isEscalated) == (.reviewing, true), "silence grants nothing anew")
        }
        #expect(try await world.view(id).refunded == .fen(100_00), "nothing goes out twice")
        #expect(try await world.faults() == [])
    }

    @Test func `a case that expired can be reopened and granted`() async throws {
        let world = try await TestWorld.opened()
        let id = try await world.open(CaseApplication(.returnRefund, "wrongSize")).id
        try await world.pass(.days(8))
        #expect(try await world.find(id).state == .expired)
        let reopened = try await world.reopen(id)
        #expect(reopened.state == .reviewing)
        #expect(reopened.closedAt == nil)
        #expect(try await world.approve(id, by: world.lin).state == .awaitingReturn)
        #expect(try await world.view(id).parts.notes.map(\.text) == ["the parcel came after all"])
        #expect(try await world.faults() == [])
    }

    @Test func `an undecided case that is reopened has both its clocks again`() async throws {
        let world = try await TestWorld.opened()
        let id = try await world.inReview().id
        try await world.pass(.minutes(1))
        try await world.withdraw(id)
        try await world.pass(.hours(30))
        let reopened = try await world.reopen(id)
        #expect(reopened.promiseDue == world.now + .minutes(5))
        #expect(reopened.deadline?.due == world.now + .hours(48))
        let figures = { @Sendable in
            try await world.look { try $0.promise(days: [TestClock.start - .days(1)], in: $1.id, $2) }
        }
        #expect(try await figures().broken == 0)
        #expect(try await figures().waiting.map(\.id) == [id])
        try await world.pass(.minutes(5))
        let answered = try await world.find(id)
        #expect(answered.state == .offered)
        #expect(answered.decidedAt.map { $0 <= answered.promiseDue } == true)
        #expect(try await (figures().kept, figures().broken) == (1, 0))
        #expect(try await world.faults() == [])
    }

    @Test func `a refund that is reopened and approved asks for no goods that are back already`() async throws
    {
        let world = try await TestWorld.opened(
            order: OrderSpecification("1001", lines: [.init("pot-white", 2)]))
        let id = try await world.open(
            CaseApplication(.returnRefund, "wrongSize", [.init("pot-white", 2)])
        ).id
        try await world.sendBack(id)
        try await world.inspect(id, accepted: 1, refused: 1)
        try await world.runDueJobs()
        try await world.reopen(id)
        #expect(try await world.approve(id, by: world.owner).state == .refunding)
        try await world.runDueJobs()
        #expect(try await world.view(id).refunded == .fen(200_00))
        #expect(try await world.find(id).lines.map(\.accepted) == [2])
        #expect(try await world.faults() == [])
    }

    @Test func `reopening what was refunded in part pays the rest and not all of it again`() async throws {
        let lines = [OrderSpecification.Line("pot-white"), OrderSpecification.Line("cup-white", 10)]
        let world = try await TestWorld.opened(order: OrderSpecification("1001", lines: lines))
        let id = try await world.inReview().id
        try await world.offer(.partialRefund, 30_00, on: id, by: world.lin)
        try await world.accept(1, on: id, by: world.mei)
        try await world.runDueJobs()
        try await world.reopen(id)
        try await world.approve(id, by: world.owner)
        try await world.runDueJobs()
        #expect(try await world.view(id).refunded == .fen(100_00))
        #expect(try await world.find(id).state == .refunded)
        #expect(try await world.faults() == [])
    }

    @Test func `a compensation that was paid is not paid again by reopening`() async throws {
        var late = OrderSpecification()
        late.daysOnTheWay = 6
        let world = try await TestWorld.opened(order: late)
        let opened = try await world.open(CaseApplication(.compensation, "lateDelivery"))
        #expect(opened.state == .refunding)
        try await world.runDueJobs()
        #expect(try await world.view(opened.id).refunded == .fen(5_00))
        try await world.reopen(opened.id)
        #expect(try await world.approve(opened.id, by: world.owner).state == .refunded)
        try await world.pass(.days(3))
        #expect(try await world.view(opened.id).refunded == .fen(5_00))
        #expect(try await world.faults() == [])
    }

    @Test func `a compensation may be more than asked, up to the cap of its row, and never nothing`()
        async throws
    {
        let world = try await TestWorld.opened(
            order: OrderSpecification("1001", lines: [.init("pot-white", 4)]))
        let opened = try await world.open(
            CaseApplication(.compensation, "outOfStock", [.init("pot-white", 4)]))
        #expect(opened.state == .reviewing && opened.asked == .fen(40_00))
        await #expect(throws: AfterSalesRefusal.amountAboveAsked(most: "400.00 CNY")) {
            try await world.approve(opened.id, 400_01, by: world.owner)
        }
        await #expect(throws: AfterSalesRefusal.offerNeedsAmount) {
            try await world.approve(opened.id, 0, by: world.owner)
        }
        try await world.approve(opened.id, 120_00, by: world.owner)
        try await world.runDueJobs()
        #expect(try await world.view(opened.id).refunded == .fen(120_00))
        #expect(try await world.faults() == [])
    }

    @Test func `a pack without a row for a reason allows it no compensation`() async throws {
        let world = try await TestWorld.opened()
        let text = try ShippedPacks.text("seven-day").replacing(
            /(?m)^  - \{cause: damagedInTransit, .*\n/, with: "")
        try await world.keep(stored: text)
        let refused = try await world.open(
            CaseApplication(.compensation, "damagedInTransit", evidence: [world.upload()]))
        #expect(refused.state == .refused)
        #expect(refused.decision.rules.map(\.id) == ["reasonNotForKind"])
    }

    @Test func `a compensation for nothing is never granted, by a person or by time`() async throws {
        let free = OrderSpecification("1001", lines: [.init("pot-white", paid: 0)], payments: [])
        let world = try await TestWorld.opened(order: free)
        try await world.publish {
            $0.replacing("share: 10%, floor: \"5.00\"", with: "share: 10%, floor: \"0\"")
        }
        let photo = try await world.upload()
        let refused = try await world.open(
            CaseApplication(.compensation, "damagedInTransit", evidence: [photo]))
        #expect(refused.state == .refused)
        #expect(refused.decision.rules.map(\.id) == ["compensationIsNothing"])
        try await world.reopen(refused.id)
        await #expect(throws: AfterSalesRefusal.nothingToGrant) {
            try await world.approve(refused.id, by: world.owner)
        }
        try await world.pass(.days(4))
        #expect(try await world.find(refused.id).state.isClosed == false)
        #expect(try await world.faults() == [])
    }

    @Test func `a refused case uses up no application and no units`() async throws {
        let world = try await TestWorld.opened(pack: "retail-simple")
        #expect(try await world.open(CaseApplication(.refundOnly, "defective")).state == .refused)
        #expect(try await world.open(CaseApplication(.returnRefund, "defective")).state == .awaitingReturn)
        let second = try await world.open(CaseApplication(.compensation, "defective"))
        #expect(second.state == .refused)
        #expect(Set(second.decision.rules.map(\.id)).isSuperset(of: ["casesPerOrder"]))
    }

    @Test func `an application must name what there is`() async throws {
        let world = try await TestWorld.opened()
        await #expect(throws: AfterSalesRefusal.self) {
            try await world.open(CaseApplication(.returnRefund, "becauseICan"))
        }
        await #expect(throws: AfterSalesRefusal.lineUnknown(id: "cup-white")) {
            try await world.open(CaseApplication(.returnRefund, "wrongSize", ["cup-white"]))
        }
        await #expect(throws: AfterSalesRefusal.refundMethodUnknown) {
            try await world.open(CaseApplication(.returnRefund, "wrongSize", refundTo: "lan-wechat"))
        }
        await #expect(throws: AfterSalesRefusal.refundMethodNotAllowed) {
            try await world.open(CaseApplication(.returnRefund, "wrongSize", refundTo: "mei-card"))
        }
        await #expect(throws: AfterSalesRefusal.notForThisKind(kind: .returnRefund)) {
            try await world.open(
                CaseApplication(.returnRefund, "wrongSize", [.init("pot-white", 1, for: "pot-blue")]))
        }
    }

    @Test func `a case keeps the pack that decided it`() async throws {
        let world = try await TestWorld.opened()
        let old = try await world.open(CaseApplication(.returnRefund, "wrongSize"))
        try await world.publish {
            $0.replacing(
                "returning: {owner: carrier, within: 120h", with: "returning: {owner: carrier, within: 240h")
        }
        let mei = world.mei
        let shipped = try await world.act {
            try $0.shipReturn(old.id, carrier: "SF", trackingNumber: "1", freight: nil, by: mei, in: $1, $2)
        }
        #expect(shipped.deadline?.due == world.now + .hours(120))
    }

    @Test func `stored facts are rehearsed under another pack`() async throws {
        let world = try await TestWorld.opened()
        try await world.open(CaseApplication(.returnRefund, "wrongSize"))
        let other = try ShippedPacks.load("pinduoduo-like")
        try await world.look {
            let rehearsal = try $0.rehearse(other, since: TestClock.start - .days(1), in: $1, $2)
            #expect(rehearsal.cases == 1)
            #expect(rehearsal.changed == 1)
            #expect(rehearsal.differences.map(\.after.outcome) == [.human])
            #expect((rehearsal.approvedBefore, rehearsal.approvedAfter) == (100_00, 0))
        }
    }
}
