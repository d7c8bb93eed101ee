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
        #expect(shown.decidedAt == nil && shown.promiseDue == world.now + .minutes(5))
        try await world.pass(.minutes(6))
        #expect(try await world.story(of: opened.id).last == "case.promiseMissed", "nothing is asked twice")
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

    @Test func `nobody is offered money who asked for goods`() async throws {
        let answered = try await sentAgain(worth: 100_00)
        #expect(answered.state == .reviewing && answered.decidedAt == nil)
    }

    @Test func `an offer that nobody has seen to is no larger than the pack says`() async throws {
        let order = OrderSpecification("1001", lines: [.init("pot-white", 6)])
        let world = try await TestWorld.opened(order: order)
        let opened = try await world.open(
            CaseApplication(.refundOnly, "notReceived", [.init("pot-white", 6)]))
        try await world.pass(.minutes(5))
        #expect(try await world.view(opened.id).parts.offers.map(\.amount) == [.fen(30_00)])
    }

    @Test func `nobody is paid for a wish of their own because nobody looked`() async throws {
        let order = OrderSpecification("1001", lines: [.init("pot-white", 3)])
        let world = try await TestWorld.opened(pack: "pinduoduo-like", order: order)
        let opened = try await world.open(
            CaseApplication(.exchange, "preferOther", [.init("pot-white", 1, for: "pot-blue")]))
        try await world.pass(.minutes(5))
        #expect(try await world.view(opened.id).parts.offers.isEmpty)
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
