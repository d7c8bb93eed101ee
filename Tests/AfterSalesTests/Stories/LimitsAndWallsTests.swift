import Base
import Events
import Files
import Orders
import Payments
import Policies
import Storage
import TestSupport
import Testing

@testable import AfterSales

@Suite struct GrantLimitTests {
    /// Seven-day: an agent grants 200.00 by himself, a supervisor 2,000.00, the owner anything.
    @Test(arguments: [
        (Role.agent, 200_00, true), (.agent, 200_01, false), (.supervisor, 200_01, true),
        (.supervisor, 2_000_01, false), (.owner, 2_000_01, true), (.platform, 2_000_01, true),
        (.viewer, 10_00, true),
        (.viewer, 10_01, false),
    ])
    func `how much one person may grant`(role: Role, fen: Int64, isAllowed: Bool) async throws {
        let lines = [OrderSpecification.Line("pot-white", 30)]
        let world = try await TestWorld.opened(order: OrderSpecification("1001", lines: lines))
        let taker = world.staff("somebody", role)
        let id = try await world.open(
            CaseApplication(.refundOnly, "notReceived", [CaseApplication.Line("pot-white", 30)])
        ).id
        if isAllowed {
            try await world.approve(id, fen, by: taker)
            #expect(try await world.view(id).refunded == .fen(fen))
        } else {
            await #expect(throws: AfterSalesRefusal.self) { try await world.approve(id, fen, by: taker) }
            #expect(try await world.view(id).refunded == nil)
        }
        #expect(try await world.faults() == [])
    }

    @Test func `a limit bounds what a role gives in a case, not in a call`() async throws {
        let lines = [OrderSpecification.Line("pot-white", 5)]
        let world = try await TestWorld.opened(order: OrderSpecification("1001", lines: lines))
        let id = try await world.open(
            CaseApplication(.refundOnly, "notReceived", [CaseApplication.Line("pot-white", 5)])
        ).id
        let refusal = AfterSalesRefusal.grantAboveLimit(limit: "200.00 CNY")
        try await world.offer(.partialRefund, 150_00, on: id, by: world.lin)
        try await world.accept(1, on: id, by: world.mei)
        try await world.runDueJobs()
        try await world.reopen(id)
        await #expect(throws: refusal) { try await world.approve(id, 51_00, by: world.lin) }
        await #expect(throws: refusal) {
            try await world.offer(.partialRefund, 51_00, on: id, by: world.staff("lan", .agent))
        }
        try await world.approve(id, 50_00, by: world.lin)
        try await world.runDueJobs()
        try await world.reopen(id)
        try await world.approve(id, 100_00, by: world.supervisor)
        try await world.runDueJobs()
        #expect(try await world.view(id).refunded == .fen(300_00))
        #expect(try await world.faults() == [])
    }

    @Test func `several cases of one order count together`() async throws {
        let lines = [OrderSpecification.Line("pot-white", 5)]
        let world = try await TestWorld.opened(order: OrderSpecification("1001", lines: lines))
        var ids: [TestWorld.CaseID] = []
        for _ in 1...3 {
            ids.append(
                try await world.open(
                    CaseApplication(.refundOnly, "notReceived", [CaseApplication.Line("pot-white", 1)])
                ).id)
        }
        try await world.approve(ids[0], by: world.lin)
        try await world.approve(ids[1], by: world.staff("lan", .agent))
        await #expect(throws: AfterSalesRefusal.grantAboveLimit(limit: "200.00 CNY")) {
            try await world.approve(ids[2], by: world.lin)
        }
        try await world.approve(ids[2], 10_00, by: world.staff("zhou", .supervisor))
        #expect(try await world.faults() == [])
    }

    @Test func `what the pack approves by itself an agent approves in any case of the order`() async throws {
        let lines = [OrderSpecification.Line("pot-white", 5)]
        let world = try await TestWorld.opened(order: OrderSpecification("1001", lines: lines))
        let first = try await world.open(
            CaseApplication(.refundOnly, "notReceived", [CaseApplication.Line("pot-white", 2)]))
        let second = try await world.open(CaseApplication(.refundOnly, "notReceived"))
        try await world.approve(first.id, by: world.lin)
        try await world.approve(second.id, 10_00, by: world.lin)
        #expect(try await world.view(second.id).refunded == .fen(10_00))
    }

    @Test func `nobody grants more than was asked`() async throws {
        let world = try await TestWorld.opened()
        let id = try await world.inReview().id
        await #expect(throws: AfterSalesRefusal.amountAboveAsked(most: "100.00 CNY")) {
            try await world.approve(id, 100_01, by: world.owner)
        }
    }

    @Test func `an offer and a counter-offer stay within the limit too`() async throws {
        let lines = [OrderSpecification.Line("pot-white", 3)]
        let world = try await TestWorld.opened(order: OrderSpecification("1001", lines: lines))
        let id = try await world.open(
            CaseApplication(.refundOnly, "notReceived", [CaseApplication.Line("pot-white", 3)])
        ).id
        let refusal = AfterSalesRefusal.grantAboveLimit(limit: "200.00 CNY")
        await #expect(throws: refusal) {
            try await world.offer(.partialRefund, 201_00, on: id, by: world.lin)
        }
        try await world.offer(.partialRefund, 10_00, on: id, by: world.lin)
        try await world.offer(.partialRefund, 250_00, on: id, by: world.mei)
        await #expect(throws: refusal) { try await world.accept(2, on: id, by: world.lin) }
        #expect(try await world.accept(2, on: id, by: world.supervisor).state == .refunding)
    }

    @Test func `a partial grant for goods that come back is shared by what passes inspection`() async throws {
        let lines = [OrderSpecification.Line("pot-white", 2)]
        let world = try await TestWorld.opened(
            pack: "pinduoduo-like", order: OrderSpecification("1001", lines: lines))
        let id = try await world.open(
            CaseApplication(.returnRefund, "wrongSize", [CaseApplication.Line("pot-white", 2)])
        ).id
        try await world.approve(id, 60_00, by: world.lin)
        try await world.sendBack(id)
        try await world.inspect(id, accepted: 1, refused: 1)
        #expect(try await world.view(id).refunded == .fen(30_00))
    }
}

@Suite struct WallTests {
    @Test func `a customer sees and moves own cases only`() async throws {
        let world = try await TestWorld.opened()
        let (lan, id) = (world.lan, try await world.inReview().id)
        await #expect(throws: AfterSalesRefusal.caseUnknown) {
            try await world.look { try $0.view(id, for: lan, in: $1, $2).record.id }
        }
        await #expect(throws: AfterSalesRefusal.caseUnknown) {
            try await world.act { try $0.withdraw(id, by: lan, in: $1, $2) }
        }
        await #expect(throws: AfterSalesRefusal.caseUnknown) {
            try await world.look { try $0.timeline(of: id, for: lan, in: $1, $2).count }
        }
        await #expect(throws: OrderRefusal.orderUnknownInBody) {
            try await world.open(CaseApplication(.refundOnly, "notReceived"), by: world.lan)
        }
        #expect(try await world.find(id).state == .reviewing)
    }

    @Test func `a customer's timeline leaves out what the shop notes for itself`() async throws {
        let world = try await TestWorld.opened()
        let (mei, lin, id) = (world.mei, world.lin, try await world.inReview().id)
        try await world.act {
            _ = try $0.note("a known troublemaker", isInternal: true, on: id, by: lin, in: $1, $2)
            _ = try $0.note("we are asking the carrier", isInternal: false, on: id, by: lin, in: $1, $2)
            _ = try $0.assign(id, to: "lin", by: lin, in: $1, $2)
        }
        let seen = try await world.look { try $0.timeline(of: id, for: mei, in: $1, $2).map(\.type) }
        #expect(seen == ["case.opened", "case.remarked"])
        #expect(
            try await world.story(of: id) == ["case.opened", "case.noted", "case.remarked", "case.assigned"])
    }

    @Test func `another shop sees nothing`() async throws {
        let world = try await TestWorld.opened()
        let id = try await world.inReview().id
        let bookshop = try TestWorld.profile(TestWorld.otherShop)
        let owner = world.owner
        await #expect(throws: AfterSalesRefusal.caseUnknown) {
            try await world.look { desk, _, transaction in
                try desk.view(id, for: owner, in: bookshop, transaction).record.id
            }
        }
        await #expect(throws: AfterSalesRefusal.caseUnknown) {
            try await world.act { desk, _, transaction in
                try desk.approve(id, CaseApproval(), by: owner, in: bookshop, transaction)
            }
        }
        let found = try await world.look { desk, _, transaction in
            var filter = CaseFilter()
            filter.search = id.text
            return try desk.list(filter, in: bookshop, transaction).items.count
                + desk.ids(ofOrder: "1001", in: bookshop.id, transaction).count
                + desk.openCounts(in: bookshop.id, transaction).all.values.reduce(0, +)
        }
        #expect(found == 0)
    }

    @Test func `a file of another shop is no evidence here`() async throws {
        let world = try await TestWorld.opened()
        let stored = try world.files.store(TestWorld.picture)
        let foreign = try await world.database.write { [files = world.files] in
            try files.record(stored, by: .system, in: TestWorld.otherShop, $0).id.text
        }
        await #expect(throws: AfterSalesRefusal.fileUnknown(id: foreign)) {
            try await world.open(CaseApplication(.returnRefund, "defective", evidence: [foreign]))
        }
    }

    @Test func `who saw an older version is told`() async throws {
        let world = try await TestWorld.opened()
        let opened = try await world.inReview()
        try await world.offer(.partialRefund, 10_00, on: opened.id, by: world.lin)
        await #expect(throws: AfterSalesRefusal.caseMovedOn(version: opened.version + 1)) {
            try await world.approve(opened.id, by: world.staff("zhou", .supervisor, seeing: opened.version))
        }
    }
}

@Suite struct PreviewTests {
    @Test(arguments: [
        CaseApplication(.returnRefund, "wrongSize"), CaseApplication(.returnRefund, "defective"),
        CaseApplication(.refundOnly, "notReceived"), CaseApplication(.compensation, "lateDelivery"),
        CaseApplication(.exchange, "preferOther", [.init("pot-white", 1, for: "pot-blue")]),
        CaseApplication(.repair, "wrongSize"), CaseApplication(.priceProtection, "priceDropped"),
    ])
    func `a preview stores nothing and says what the decision will be`(
        application: CaseApplication
    ) async throws {
        let world = try await TestWorld.opened()
        let mei = world.mei
        let before = try await world.counts()
        let preview = try await world.act { try $0.preview(application, by: mei, in: $1, $2) }
        #expect(try await world.counts() == before)
        let opened = try await world.open(application)
        #expect(opened.decision.outcome == preview.assessed.verdict.outcome)
        #expect(opened.decision.rules == preview.assessed.verdict.findings)
        #expect(opened.asked == preview.assessed.verdict.amount)
        #expect(opened.priceDifference == preview.assessed.priceDifference)
        let settles = preview.state == .refunding && opened.state == .refunded
        #expect(opened.state == preview.state || settles)
        #expect(opened.deadline == preview.deadline || settles)
    }
}

extension TestWorld {
    fileprivate func counts() async throws -> [Int] {
        try await database.read { transaction in
            try [
                transaction.count("SELECT COUNT(*) FROM cases"),
                transaction.count("SELECT COUNT(*) FROM case_lines"),
                transaction.count("SELECT COUNT(*) FROM jobs"),
                transaction.count("SELECT COUNT(*) FROM events"),
                transaction.count("SELECT COUNT(*) FROM movements"),
                transaction.count("SELECT COUNT(*) FROM transfers"),
            ]
        }
    }
}
