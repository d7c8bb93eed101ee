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

/// What happens to cases by itself.
@Suite struct PromiseTests {
    @Test func `nobody decides for five minutes: an offer goes out, in time`() async throws {
        let world = try await TestWorld.opened()
        let opened = try await world.inReview()
        try await world.pass(.seconds(294))
        #expect(try await world.find(opened.id).state == .reviewing)
        try await world.pass(.seconds(6))
        let answered = try await world.view(opened.id)
        #expect(answered.record.state == .offered)
        #expect(answered.record.decision.rules.map(\.id) == ["promiseProvisional"])
        #expect(answered.parts.offers.map(\.amount) == [.fen(30_00)])
        let decidedAt = try #require(answered.record.decidedAt)
        #expect(decidedAt <= answered.record.promiseDue)
        #expect(decidedAt - opened.openedAt <= .minutes(5))
        #expect(world.decisions.elements == [295])
    }

    @Test func `whoever says nothing to a provisional answer gets what the shop's silence gives`()
        async throws
    {
        let world = try await TestWorld.opened()
        let photo = try await world.upload()
        let opened = try await world.open(CaseApplication(.refundOnly, "notAsDescribed", evidence: [photo]))
        #expect(opened.state == .reviewing)
        try await world.pass(.minutes(5))
        let answered = try await world.find(opened.id)
        #expect(answered.state == .offered && answered.isAnsweredProvisionally)
        #expect(answered.deadline == opened.deadline, "the shop's own clock runs on")
        try await world.pass(.hours(48))
        #expect(try await world.find(opened.id).state == .refunded)
        #expect(try await world.view(opened.id).refunded == .fen(100_00))
        #expect(try await world.view(opened.id).parts.offers.map(\.state) == [.declined])
        #expect(try await world.faults() == [])
    }

    @Test func `declining a provisional offer, or another one proposed, leaves the shop's clock as it was`()
        async throws
    {
        for counters in [false, true] {
            let world = try await TestWorld.opened()
            let (mei, opened) = (world.mei, try await world.inReview())
            try await world.pass(.hours(1))
            let answered =
                counters
                ? try await world.offer(.partialRefund, 80_00, on: opened.id, by: mei)
                : try await world.act { try $0.declineOffer(1, on: opened.id, by: mei, in: $1, $2) }
            #expect(answered.state == .reviewing)
            #expect(answered.deadline?.due == opened.deadline?.due)
        }
    }

    @Test func `evidence is asked for where it is needed and not there, and decides the case when it comes`()
        async throws
    {
        let world = try await TestWorld.opened()
        try await world.publish {
            $0.replacing("approval: {upTo: \"10.00\"}", with: "approval: {upTo: \"100.00\"}")
        }
        let opened = try await world.open(CaseApplication(.refundOnly, "notAsDescribed"))
        try await world.withdraw(opened.id)
        let reopened = try await world.reopen(opened.id)
        #expect(reopened.state == .reviewing)
        #expect(reopened.decidedAt != nil, "asking was a decision")
        let due = try #require(reopened.deadline?.due)
        let asked = try await world.act { desk, shop, transaction in
            try desk.step(.askedProvisionally, of: opened.id, by: .system, in: shop, transaction) {
                record, _ in
                record.decision = Decision(
                    outcome: .askEvidence, rules: [RuleFinding("promiseAskedEvidence", .asksEvidence)],
                    packName: "seven-day", packVersion: record.decision.packVersion, at: transaction.now,
                    by: .system)
            }
        }
        #expect(asked.state == .awaitingEvidence && asked.deadline?.due == due)
        let given = try await world.give([world.upload()], on: opened.id)
        #expect(given.state == .refunding, "the policy decides again, on what is there now")
        #expect(given.decision.rules.map(\.id).contains("evidenceGiven"))
    }

    @Test func `where no offer can be made, the customer is told, and the promise is broken`() async throws {
        let world = try await TestWorld.opened()
        try await world.publish { "# as it was published once\n" + $0 }
        try await world.database.write {
            try $0.run("UPDATE policy_packs SET yaml = REPLACE(yaml, 'offer: 30%', 'offer: 0%')")
        }
        let opened = try await world.inReview()
        try await world.pass(.minutes(6))
        let record = try await world.find(opened.id)
        #expect(record.state == .reviewing && record.decidedAt == nil)
        #expect(try await world.story(of: opened.id) == ["case.opened", "case.promiseMissed"])
    }

    @Test func `for a promise that the order shows was kept proof is asked for, and no money goes out`()
        async throws
    {
        var inTime = OrderSpecification()
        inTime.daysOnTheWay = 2
        let world = try await TestWorld.opened(order: inTime)
        let opened = try await world.open(CaseApplication(.compensation, "lateDelivery"))
        #expect(opened.decision.rules.map(\.id).contains("promisedTimeKept"))
        try await world.pass(.minutes(6))
        let asked = try await world.find(opened.id)
        #expect((asked.state, asked.deadline?.due) == (.awaitingEvidence, opened.deadline?.due))
        #expect(asked.decision.rules.map(\.id) == ["promiseAskedEvidence", "promisedTimeKept"])
        let shown = try await world.give([world.upload()], on: opened.id)
        #expect(shown.state == .reviewing, "a person looks at it")
        try await world.pass(.hours(49))
        #expect(try await world.find(opened.id).state == .reviewing)
        #expect(try await world.view(opened.id).refunded == nil)
    }

    @Test(arguments: [
        (OrderStatus.delivered, "lateDelivery", "promisedTimeKept"),
        (.pending, "lateDelivery", "promisedTimeUnknown"),
    ])
    func `what speaks against a claim, or cannot be told, is not granted by silence either`(
        status: OrderStatus, reason: String, rule: String
    ) async throws {
        var order = OrderSpecification()
        (order.status, order.daysOnTheWay) = (status, 2)
        let world = try await TestWorld.opened(order: order)
        let opened = try await world.open(CaseApplication(.compensation, reason))
        #expect(opened.decision.rules.map(\.id).contains(rule))
        #expect(opened.deadline?.fallback == .escalate, "which is what the page says")
        try await world.pass(.hours(49))
        let after = try await world.find(opened.id)
        #expect((after.state, after.isEscalated) == (.awaitingEvidence, true), "a supervisor sees it")
        #expect(try await world.dispute(opened.id).state == .disputed, "and the customer need not wait on")
        #expect(try await world.view(opened.id).refunded == nil)
    }

    @Test func `a small case is approved instead`() async throws {
        let answered = try await sentAgain(worth: 9_00)
        #expect(answered.state == .fulfilling)
        #expect(answered.decision.rules.map(\.id) == ["promiseApproved"])
    }

    @Test func `goods to be sent again are worth what they cost`() async throws {
        let answered = try await sentAgain(worth: 100_00)
        #expect(answered.state == .offered, "a part of what they cost, where no money was asked for")
    }

    /// What goes out after five minutes when a pot of this price is to be sent again.
    private func sentAgain(worth fen: Int64) async throws -> Case {
        let order = OrderSpecification("1001", lines: [.init("pot-white", paid: fen)])
        let world = try await TestWorld.opened(pack: "pinduoduo-like", order: order)
        let photo = try await world.upload()
        let opened = try await world.open(CaseApplication(.resend, "missingItem", evidence: [photo]))
        #expect(opened.state == .reviewing)
        try await world.pass(.minutes(5))
        return try await world.find(opened.id)
    }

    @Test func `a pack can have an offer go out`() async throws {
        let world = try await TestWorld.opened()
        try await world.publish { $0.replacing("otherwise: requestEvidence", with: "otherwise: offer") }
        let opened = try await world.inReview()
        try await world.pass(.minutes(5))
        let view = try await world.view(opened.id)
        #expect(view.record.state == .offered)
        #expect(view.parts.offers.map(\.amount) == [.fen(30_00)])
        #expect(view.record.decision.rules.map(\.id) == ["promiseProvisional"])
    }

    @Test func `a person who was faster is not answered over`() async throws {
        let world = try await TestWorld.opened()
        let opened = try await world.inReview()
        try await world.pass(.minutes(2))
        try await world.reject(opened.id, by: world.lin)
        try await world.pass(.minutes(10))
        #expect(try await world.find(opened.id).state == .rejected)
        #expect(world.decisions.elements == [120])
    }

    @Test func `the figures say kept, broken and waiting`() async throws {
        let lines = [OrderSpecification.Line("pot-white", 4)]
        let world = try await TestWorld.opened(order: OrderSpecification("1001", lines: lines))
        try await world.open(CaseApplication(.returnRefund, "wrongSize"))
        let late = try await world.inReview()
        world.clock.move(by: .minutes(20))  // the program was down
        try await world.reject(late.id, by: world.lin)
        let withdrawn = try await world.inReview()
        try await world.withdraw(withdrawn.id)
        let waiting = try await world.inReview()
        world.clock.move(by: .minutes(1))
        let figures = try await world.look {
            try $0.promise(days: [TestClock.start - .days(1)], in: $1.id, $2)
        }
        #expect(figures.kept == 1)
        #expect(figures.broken == 1)
        #expect(figures.waiting.map(\.id) == [waiting.id])
        world.clock.move(by: .hours(1))
        let starts = [TestClock.start - .days(1), TestClock.start, TestClock.start + .days(1)]
        let later = try await world.look { try $0.promise(days: starts, in: $1.id, $2) }
        #expect(later.days.map(\.broken) == [0, 2, 0], "a day ends where the next begins")
        #expect(later.broken == 2, "what waits is broken now; what was withdrawn in time never is")
    }
}

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

    @Test func `what inspection turned down is not granted by the clock, and charges nobody`() async throws {
        let lines = [OrderSpecification.Line("pot-white", 2)]
        let world = try await TestWorld.opened(order: OrderSpecification("1001", lines: lines))
        let wish = CaseApplication.Line(line: .variant("pot-white"), quantity: 2, newVariantID: "pot-blue")
        let id = try await world.open(
            CaseApplication(.exchange, "preferOther", [wish], refundTo: "mei-wechat")
        ).id
        try await world.sendBack(id)
        try await world.inspect(id, accepted: 0, refused: 2)
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
        let payments: [OrderSpecification.Payment] = []
        let world = try await TestWorld.opened(order: OrderSpecification("1001", payments: payments))
        let waiting = try await world.open(CaseApplication(.returnRefund, "wrongSize"))
        try await world.sendBack(waiting.id)
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
