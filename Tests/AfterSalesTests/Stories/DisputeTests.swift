import Base
import Events
import Orders
import Payments
import Policies
import TestSupport
import Testing

@testable import AfterSales

@Suite struct DisputeStoryTests {
    @Test func `a ruling is final, and a refusal is disputed while a rejection could be answered`()
        async throws
    {
        let world = try await TestWorld.opened()
        let id = try await world.inReview().id
        try await world.reject(id, by: world.lin)
        try await world.dispute(id)
        #expect(try await world.rule(.shop, on: id).state == .refused)
        await #expect(throws: AfterSalesRefusal.notInThisState(state: .refused, event: "disputed")) {
            try await world.dispute(id)
        }
        let refused = try await world.open(CaseApplication(.repair, "wrongSize"))
        #expect(refused.state == .refused)
        try await world.pass(.days(8))
        await #expect(throws: AfterSalesRefusal.disputeTooLate) { try await world.dispute(refused.id) }
        let steps = try await world.look { try $0.steps(of: refused, in: $1, $2) }
        #expect(!steps.contains("disputed"))
    }

    @Test(arguments: [
        (Ruling.customer, Int64?.none, CaseState.refunded, Int64?(100_00)),
        (.partial, 40_00, .refunded, 40_00),
        (.shop, nil, .refused, nil),
    ])
    func `the platform rules on a case that the shop rejected`(
        ruling: Ruling, amount: Int64?, state: CaseState, refunded: Int64?
    ) async throws {
        let world = try await TestWorld.opened()
        let id = try await world.inReview().id
        #expect(try await world.reject(id, by: world.lin).state == .rejected)
        #expect(try await world.dispute(id).state == .disputed)
        try await world.rule(ruling, amount, on: id)
        try await world.runDueJobs()
        let view = try await world.view(id)
        #expect(view.record.state == state)
        #expect(view.refunded?.amount == refunded)
        #expect(view.record.decision.by.kind == .platform)
        #expect(try await world.faults() == [])
    }

    @Test(arguments: [CaseKind.returnRefund, .repair])
    func `goods that are to come back come back first, also when the platform ruled for the customer`(
        kind: CaseKind
    ) async throws {
        let world = try await TestWorld.opened()
        let photo = try await world.upload()
        let opened = try await world.open(CaseApplication(kind, "defective", evidence: [photo]))
        #expect(opened.state == .awaitingReturn)
        try await world.withdraw(opened.id)
        try await world.reopen(opened.id)
        try await world.reject(opened.id, by: world.lin)
        try await world.dispute(opened.id)
        try await world.rule(.customer, nil, on: opened.id)
        #expect(try await world.find(opened.id).state == .awaitingReturn)
        #expect(try await world.view(opened.id).refunded == nil)
    }

    @Test(arguments: [
        (Int64?.none, AfterSalesRefusal.rulingNeedsAmount), (0, .rulingNeedsAmount),
        (100_01, .amountAboveAsked(most: "100.00 CNY")),
    ])
    func `a partial ruling names an amount within what was paid`(
        fen: Int64?, refusal: AfterSalesRefusal
    ) async throws {
        let world = try await TestWorld.opened()
        let id = try await world.inReview().id
        try await world.reject(id, by: world.lin)
        try await world.dispute(id)
        await #expect(throws: refusal) { try await world.rule(.partial, fen, on: id) }
        #expect(try await world.find(id).state == .disputed)
    }

    @Test func `what the policy refused can be disputed, and both sides add evidence`() async throws {
        let world = try await TestWorld.opened(
            order: OrderSpecification("1001", lines: [OrderSpecification.Line("tea-green")]))
        let refused = try await world.open(CaseApplication(.returnRefund, "wrongSize", ["tea-green"]))
        #expect(refused.state == .refused)
        #expect(refused.decision.rules.map(\.id) == ["goodsExcluded"])
        #expect(try await world.dispute(refused.id).closedAt == nil)
        try await world.give([world.upload()], on: refused.id)
        try await world.give([world.upload(Array("%PDF-1.7\n%%EOF".utf8))], on: refused.id, by: world.lin)
        #expect(try await world.view(refused.id).parts.evidence.count == 2)
        #expect(try await world.find(refused.id).state == .disputed)
        #expect(try await world.faults() == [])
    }

    @Test func `new evidence does not give the platform more time`() async throws {
        let world = try await TestWorld.opened()
        let id = try await world.inReview().id
        try await world.reject(id, by: world.lin)
        let disputed = try await world.dispute(id)
        try await world.pass(.days(3))
        #expect(try await world.give([world.upload()], on: id).deadline?.due == disputed.deadline?.due)
    }

    @Test func `units that another case has paid for since are not paid for twice`() async throws {
        let lines = [OrderSpecification.Line("pot-white"), OrderSpecification.Line("cup-white", 5)]
        let world = try await TestWorld.opened(order: OrderSpecification("1001", lines: lines))
        let first = try await world.inReview()
        try await world.withdraw(first.id)
        let second = try await world.inReview()
        try await world.approve(second.id, by: world.owner)
        try await world.runDueJobs()
        await #expect(throws: AfterSalesRefusal.unitsInOtherCase(id: second.id.text)) {
            try await world.reopen(first.id)
        }
        #expect(try await world.faults() == [])
    }

    @Test(arguments: [250, 2_000])
    func `a long reason for a rejection can be read again`(characters: Int) async throws {
        let world = try await TestWorld.opened()
        let id = try await world.inReview().id
        let reason = String(repeating: "因", count: characters)
        try await world.reject(id, reason, by: world.lin)
        #expect(try await world.find(id).decision.rules.first?.facts["why"] == reason)
    }
}
