import Base
import Events
import Jobs
import Orders
import Payments
import Policies
import Storage
import TestSupport
import Testing

@testable import AfterSales

@Suite struct DeadlineTests {
    /// The way into a state, how long it may last in the seven-day pack, who is warned and what follows.
    @Test(arguments: [
        (CaseState.offered, Span.days(3), DeadlineOwner.customer, CaseState.reviewing),
        (.awaitingEvidence, .days(7), .customer, .expired), (.rejected, .days(7), .customer, .expired),
        (.awaitingReturn, .days(7), .customer, .expired), (.returning, .hours(120), .carrier, .returning),
        (.inspecting, .days(7), .merchant, .refunding), (.refunding, .hours(24), .provider, .refunding),
        (.fulfilling, .days(7), .merchant, .fulfilling), (.repairing, .days(30), .merchant, .repairing),
        (.disputed, .days(7), .platform, .disputed), (.reviewing, .hours(48), .merchant, .refunding),
    ])
    func `each wait is warned of and ends with its fallback`(
        state: CaseState, within: Span, owner: DeadlineOwner, next: CaseState
    ) async throws {
        let world = try await TestWorld.opened()
        world.gateway.answer(otherwise: .accepted)
        let waiting = try await world.arrive(at: state)
        let deadline = try #require(waiting.deadline)
        #expect(deadline.owner == owner)
        #expect(deadline.due == world.now + within)
        try await world.runDueJobs(until: deadline.warnAt - .seconds(1))
        #expect(try await !world.story(of: waiting.id).contains("case.deadlineNear"))
        try await world.pass(.seconds(1))
        #expect(try await world.find(waiting.id).deadline?.isWarned == true)
        try await world.runDueJobs(until: deadline.due - .seconds(1))
        #expect(try await world.find(waiting.id).state == state)
        try await world.pass(.seconds(1))
        let after = try await world.find(waiting.id)
        #expect(after.state == next)
        #expect(after.isEscalated == (next == state))
        if next == state {
            #expect(after.deadline?.due == world.now + within, "an alarm sets the clock again")
        }
        #expect(try await world.faults() == [])
    }

    @Test func `silence grants what the customer proposed last, not what was asked at first`() async throws {
        let world = try await TestWorld.opened()
        let id = try await world.inReview().id
        try await world.offer(.partialRefund, 10_00, on: id, by: world.lin)
        try await world.offer(.partialRefund, 60_00, on: id, by: world.mei)
        try await world.pass(.hours(49))
        #expect(try await world.view(id).refunded == .fen(60_00))
        #expect(try await world.view(id).parts.offers.map(\.state) == [.replaced, .accepted])
    }

    @Test func `a proposal that cannot be granted raises an alarm like anything else`() async throws {
        let world = try await TestWorld.opened()
        let id = try await world.inReview().id
        try await world.offer(.partialRefund, 10_00, on: id, by: world.lin)
        try await world.offer(.partialRefund, 60_00, on: id, by: world.mei)
        try await world.refundElsewhere(100_00)
        try await world.pass(.hours(49))
        let after = try await world.find(id)
        #expect((after.state, after.isEscalated) == (.reviewing, true))
        #expect(after.deadline.map { $0.due > world.now } == true, "somebody is waited for")
        #expect(world.deadJobs.elements == [])
    }

    @Test func `what inspection turned down is not granted by the clock, and charges nobody`() async throws {
        let (world, id) = try await TestWorld.inspectedExchange(ofTwo: 0)
        try await world.offer(.partialRefund, 30_00, on: id, by: world.mei)
        #expect(try await world.find(id).deadline?.fallback == .escalate)
        try await world.pass(.hours(49))
        let after = try await world.find(id)
        #expect((after.state, after.isEscalated) == (.reviewing, true))
        #expect(after.lines.map(\.refused) == [2])
        #expect(try await world.view(id).movements.isEmpty)
    }

    @Test func `a timer that fires late after a crash acts once and skips the warning`() async throws {
        let world = try await TestWorld.opened()
        let waiting = try await world.open(CaseApplication(.returnRefund, "wrongSize"))
        world.clock.move(by: .days(30))
        try await world.runDueJobs()
        try await world.runDueJobs()
        #expect(try await world.find(waiting.id).state == .expired)
        #expect(try await world.story(of: waiting.id) == ["case.opened", "case.overdue"])
    }

    @Test func `a fallback that cannot be carried out raises an alarm`() async throws {
        let world = try await TestWorld.opened()
        let waiting = try await world.open(CaseApplication(.returnRefund, "wrongSize"))
        try await world.sendBack(waiting.id)
        try await world.refundElsewhere(100_00)
        try await world.pass(.days(8))
        let after = try await world.find(waiting.id)
        #expect(after.state == .inspecting)
        #expect(after.isEscalated)
        let overdue = try await world.timeline(of: waiting.id.text).first { $0.type == "case.overdue" }
        #expect(overdue?.detail["refused"]?.string == "refundAboveLeft")
        #expect(after.deadline?.fallback == .escalate, "nobody is promised again what cannot be done")
        #expect(world.deadJobs.elements == [])
    }

    @Test func `a provider that stays silent is asked again and again, and a human sees the case`()
        async throws
    {
        let world = try await TestWorld.opened()
        world.gateway.answer(.lost, otherwise: .accepted)
        let waiting = try await world.arrive(at: .refunding)
        try await world.pass(.hours(25))
        #expect(try await world.find(waiting.id).isEscalated)
        let movement = try #require(try await world.view(waiting.id).movements.first)
        #expect(movement.isLate)
        #expect(!movement.state.isSettled)
        world.gateway.answer(otherwise: .succeeded)
        try await world.pass(.hours(7))
        #expect(try await world.find(waiting.id).state == .refunded)
        #expect(Set(world.gateway.calls.map(\.number)).count == 1)
        #expect(try await world.faults() == [])
    }
}

extension TestWorld {
    /// Brings a case of the seven-day pack to a state.
    func arrive(at state: CaseState) async throws -> Case {
        switch state {
        case .reviewing, .offered, .rejected, .disputed, .refunding: return try await decided(state)
        case .awaitingEvidence: return try await open(CaseApplication(.returnRefund, "defective"))
        case .awaitingReturn, .returning, .inspecting, .fulfilling, .repairing:
            return try await travelling(state)
        case .refunded, .fulfilled, .withdrawn, .expired, .refused:
            preconditionFailure("\(state) waits for nothing")
        }
    }

    private func decided(_ state: CaseState) async throws -> Case {
        let opened = try await inReview()
        switch state {
        case .offered: return try await offer(.partialRefund, 10_00, on: opened.id, by: lin)
        case .refunding: return try await approve(opened.id, by: owner)
        case .rejected: return try await reject(opened.id, by: lin)
        case .disputed:
            try await reject(opened.id, by: lin)
            return try await dispute(opened.id)
        default:
            // Evidence that was asked for has come, so that the five minutes are over and the shop's days begin.
            let lin = lin
            try await act {
                try $0.requestEvidence(opened.id, kinds: [.photo], note: nil, by: lin, in: $1, $2)
            }
            return try await give([upload()], on: opened.id)
        }
    }

    private func travelling(_ state: CaseState) async throws -> Case {
        let photo = try await upload()
        let opened = try await open(
            state == .repairing || state == .fulfilling
                ? CaseApplication(.repair, "defective", evidence: [photo])
                : CaseApplication(.returnRefund, "wrongSize"))
        guard state != .awaitingReturn else { return opened }
        let mei = mei
        let shipped = try await act {
            try $0.shipReturn(
                opened.id, carrier: "SF", trackingNumber: "SF1", freight: nil, by: mei, in: $1, $2)
        }
        guard state != .returning else { return shipped }
        let lin = lin
        let received = try await act { try $0.receive(opened.id, by: lin, in: $1, $2) }
        guard state != .inspecting else { return received }
        let inspected = try await inspect(opened.id)
        return state == .repairing ? inspected : try await repair(opened.id, .repaired)
    }
}
