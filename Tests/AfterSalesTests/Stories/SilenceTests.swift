import Base
import Orders
import Policies
import TestSupport
import Testing

@testable import AfterSales

/// What a silent shop grants, and what it never does, whatever it has said before.
@Suite struct SilenceTests {
    /// The shop says nothing more for longer than any of its clocks.
    private func silence(_ world: TestWorld) async throws { try await world.pass(.days(9)) }

    @Test(arguments: [true, false])
    func `an honest small offer does not make silence pay for what nothing shows`(
        isAnswered: Bool
    ) async throws {
        let world = try await TestWorld.opened()
        let id = try await world.open(CaseApplication(.refundOnly, "notAsDescribed")).id
        #expect(try await world.find(id).state == .awaitingEvidence)
        try await world.offer(.partialRefund, 5_00, on: id, by: world.lin)
        if isAnswered {
            let mei = world.mei
            let declined = try await world.act { try $0.declineOffer(1, on: id, by: mei, in: $1, $2) }
            #expect((declined.state, declined.deadline?.fallback) == (.reviewing, .escalate))
        }
        try await silence(world)
        #expect(try await world.view(id).refunded == nil)
        #expect(try await !world.find(id).state.isClosed)
    }

    @Test func `words after a rejection do not make silence pay for what nothing shows`() async throws {
        let world = try await TestWorld.opened()
        let id = try await world.open(CaseApplication(.refundOnly, "notAsDescribed")).id
        try await world.reject(id, "no photo", by: world.lin)
        #expect(try await world.give([], on: id).deadline?.fallback == .escalate)
        try await silence(world)
        #expect(try await world.view(id).refunded == nil)
    }

    @Test func `a picture that comes after an offer was declined lets silence speak again`() async throws {
        let world = try await TestWorld.opened()
        let (id, mei) = (try await world.open(CaseApplication(.refundOnly, "notAsDescribed")).id, world.mei)
        try await world.offer(.partialRefund, 5_00, on: id, by: world.lin)
        try await world.act { try $0.declineOffer(1, on: id, by: mei, in: $1, $2) }
        let shown = try await world.give([try await world.upload()], on: id)
        #expect((shown.state, shown.deadline?.fallback) == (.reviewing, .approve))
        #expect(!shown.decision.rules.contains { $0.id == "evidenceMissing" })
    }

    @Test func `words in place of a picture that a person asked for are read by a person`() async throws {
        let world = try await TestWorld.opened()
        let (id, lin) = (try await world.inReview().id, world.lin)
        try await world.act { try $0.requestEvidence(id, kinds: [.photo], note: nil, by: lin, in: $1, $2) }
        #expect(try await world.give([], on: id).deadline?.fallback == .escalate)
        try await silence(world)
        #expect(try await world.view(id).refunded == nil)
    }

    @Test func `a picture that was asked for lets silence speak again`() async throws {
        let world = try await TestWorld.opened()
        let id = try await world.open(CaseApplication(.refundOnly, "notAsDescribed")).id
        let shown = try await world.give([try await world.upload()], on: id)
        #expect((shown.state, shown.deadline?.fallback) == (.reviewing, .approve))
    }

    @Test func `what was settled and opened again is not paid by an offer that nobody answers`() async throws
    {
        let world = try await TestWorld.opened()
        let id = try await world.inReview().id
        try await world.approve(id, 30_00, by: world.owner)
        try await world.runDueJobs()
        try await world.reopen(id)
        try await world.offer(.partialRefund, 1_00, on: id, by: world.lin)
        try await silence(world)
        #expect(try await world.view(id).refunded == .fen(30_00))
    }

    @Test func `a parcel that never came is not paid for by silence once the shop has said no`() async throws
    {
        let world = try await TestWorld.opened()
        let (id, lin, mei) = (
            try await world.open(CaseApplication(.returnRefund, "preferOther")).id, world.lin, world.mei
        )
        try await world.act {
            try $0.shipReturn(id, carrier: "SF", trackingNumber: "SF1", freight: nil, by: mei, in: $1, $2)
        }
        try await world.pass(.days(31))
        #expect(try await world.find(id).isEscalated)
        try await world.reject(id, "nothing came", by: lin)
        #expect(try await world.give([], on: id).deadline?.fallback == .escalate)
        try await silence(world)
        #expect(try await world.view(id).refunded == nil)
        #expect(try await world.faults() == [])
    }

    @Test func `what the customer proposes last is not accepted before anybody could have seen it`()
        async throws
    {
        let world = try await TestWorld.opened()
        let id = try await world.inReview().id
        try await world.pass(.hours(47))
        try await world.offer(.partialRefund, 10_00, on: id, by: world.lin)
        try await world.pass(.hours(20))
        let countered = try await world.offer(.partialRefund, 90_00, on: id, by: world.mei)
        #expect(try #require(countered.deadline?.due) - world.now >= .hours(4))
    }

    @Test func `what the order has left behind is not promised by any clock`() async throws {
        let order = OrderSpecification("1001", .processed)
        let world = try await TestWorld.opened(order: order)
        let id = try await world.open(CaseApplication(.refundOnly, "lateShipping")).id
        #expect(try await world.find(id).deadline?.fallback == .approve)
        var shipped = order
        shipped.status = .shipped
        try await world.take([shipped.json(at: world.now)], of: .orders)
        #expect(try await world.find(id).deadline?.fallback == .escalate)
        #expect(try await world.story(of: id).last == "case.orderMovedOn")
        try await world.pass(.days(3))
        #expect(try await world.find(id).deadline?.fallback == .escalate)
        try await world.offer(.partialRefund, 10_00, on: id, by: world.lin)
        try await world.pass(.days(10))
        #expect(try await world.find(id).deadline?.fallback != .approve)
        #expect(try await world.view(id).refunded == nil)
    }

    @Test func `a proposal that the shop declines leaves the clock as it was before`() async throws {
        let world = try await TestWorld.opened()
        let (id, lin) = (try await world.inReview().id, world.lin)
        try await world.offer(.partialRefund, 10_00, on: id, by: lin)
        let countered = try await world.offer(.returnRefund, on: id, by: world.mei)
        #expect(countered.deadline?.fallback == .escalate)
        let declined = try await world.act { try $0.declineOffer(2, on: id, by: lin, in: $1, $2) }
        #expect((declined.deadline?.fallback, declined.deadline?.due) == (.approve, countered.deadline?.due))
        #expect(declined.version == countered.version + 1)
    }

    @Test func `whoever asked to send goods back gets no money by the clock for keeping them`() async throws {
        let world = try await TestWorld.opened()
        let id = try await world.open(CaseApplication(.returnRefund, "preferOther")).id
        try await world.withdraw(id)
        try await world.reopen(id)
        let mei = world.mei
        try await world.offer(.partialRefund, 1_00, on: id, by: world.lin)
        let countered = try await world.offer(.partialRefund, 100_00, on: id, by: mei)
        #expect(countered.deadline?.fallback == .escalate)
        try await silence(world)
        #expect(try await world.view(id).refunded == nil)
    }
}
