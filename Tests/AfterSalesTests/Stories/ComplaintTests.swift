import Base
import Events
import Orders
import Payments
import Policies
import Storage
import TestSupport
import Testing

@testable import AfterSales

@Suite struct ComplaintTests {
    @Test func `a complaint is found out, put right with money, accepted and closed`() async throws {
        let (world, id) = try await complained()
        let lin = world.lin
        let found = try await world.complain {
            try $0.find("The carrier lost it", on: id, owner: nil, by: lin, in: $1, $2)
        }
        #expect(found.state == .found)
        #expect(found.owner == "lin")
        let remedy = Complaint.Remedy(kind: .compensation, amount: .fen(30_00), note: nil)
        #expect(
            try await world.complain { try $0.propose(remedy, on: id, by: lin, in: $1, $2) }.state
                == .remedied)
        let mei = world.mei
        let accepted = try await world.complain { try $0.answer(id, accepts: .accepted, by: mei, in: $1, $2) }
        #expect(accepted.state == .accepted)
        try await world.runDueJobs()
        let paid = try await world.orderView().movements.filter { $0.kind == .refund }
        #expect(paid.map(\.amount) == [.fen(30_00)])
        #expect(paid.map(\.state) == [.succeeded])
        #expect(try await world.complain { try $0.close(id, by: lin, in: $1, $2) }.closedAt != nil)
        #expect(try await world.faults() == [])
    }

    @Test func `a declined remedy goes back to the shop, another one is accepted and opens a case`()
        async throws
    {
        let (world, id) = try await complained()
        let (lin, mei) = (world.lin, world.mei)
        let apology = Complaint.Remedy(kind: .apology, amount: nil, note: "We are sorry")
        try await world.complain { try $0.propose(apology, on: id, by: lin, in: $1, $2) }
        let declined = try await world.complain { try $0.answer(id, accepts: .declined, by: mei, in: $1, $2) }
        #expect(declined.state == .found)
        #expect(declined.isAccepted == false)
        let resend = Complaint.Remedy(kind: .resend, amount: nil, note: nil)
        try await world.complain { try $0.propose(resend, on: id, by: lin, in: $1, $2) }
        let accepted = try await world.complain { try $0.answer(id, accepts: .accepted, by: mei, in: $1, $2) }
        let opened = try await world.find(Identifier(try #require(accepted.caseIDs.first)))
        #expect((opened.kind, opened.state) == (.resend, .fulfilling), "what was promised is done")
        #expect(try await world.faults() == [])
    }

    @Test func `two complaints about one order propose no more of its price than there is`() async throws {
        let (world, first) = try await complained()
        let (second, owner, mei) = (try await complain(in: world), world.owner, world.mei)
        func propose(_ fen: Int64, on id: Identifier<Complaint>) async throws {
            let remedy = Complaint.Remedy(kind: .priceDifference, amount: .fen(fen), note: nil)
            try await world.complain { try $0.propose(remedy, on: id, by: owner, in: $1, $2) }
        }
        let paid = try await world.orderView().paid.reduce(0) { $0 + $1.amount.amount }
        try await propose(paid - 10_00, on: first)
        await #expect(throws: AfterSalesRefusal.remedyOutsideTable(most: Money.fen(10_00).description)) {
            try await propose(10_01, on: second)
        }
        try await propose(10_00, on: second)
        for id in [first, second] {
            try await world.complain { try $0.answer(id, accepts: .accepted, by: mei, in: $1, $2) }
        }
        try await world.runDueJobs()
        #expect(try await world.faults() == [])
    }

    @Test func `a breach is compensated once, by whichever complaint or case`() async throws {
        let (world, first) = try await complained()
        let (second, owner, mei) = (try await complain(in: world), world.owner, world.mei)
        let whole = Complaint.Remedy(
            kind: .compensation, amount: .fen(5_00), note: nil, breach: "lateDelivery")
        try await world.complain { try $0.propose(whole, on: first, by: owner, in: $1, $2) }
        try await world.complain { try $0.answer(first, accepts: .accepted, by: mei, in: $1, $2) }
        await #expect(throws: AfterSalesRefusal.remedyOutsideTable(most: "0.00 CNY")) {
            try await world.complain { try $0.propose(whole, on: second, by: owner, in: $1, $2) }
        }
        await #expect(throws: AfterSalesRefusal.remedyOutsideTable(most: "25.00 CNY"), "of 30.00 in all") {
            let more = Complaint.Remedy(kind: .compensation, amount: .fen(25_01), note: nil)
            try await world.complain { try $0.propose(more, on: second, by: owner, in: $1, $2) }
        }
        let opened = try await world.open(CaseApplication(.compensation, "lateDelivery"))
        #expect(opened.state == .reviewing)
        #expect(opened.decision.rules.map(\.id).contains("compensatedBefore"))
        try await world.pass(.hours(49))
        #expect(try await world.view(opened.id).refunded == nil, "nor does it go out by itself")
    }

    @Test func `a case for a breach leaves a complaint nothing of it`() async throws {
        var late = OrderSpecification()
        late.daysOnTheWay = 20
        let world = try await TestWorld.opened(order: late)
        let id = try await complain(in: world)
        let opened = try await world.open(CaseApplication(.compensation, "lateDelivery"))
        #expect(opened.state == .refunding, "twenty days were too long")
        let owner = world.owner
        let remedy = Complaint.Remedy(kind: .compensation, amount: .fen(1), note: nil, breach: "lateDelivery")
        await #expect(throws: AfterSalesRefusal.remedyOutsideTable(most: "0.00 CNY")) {
            try await world.complain { try $0.propose(remedy, on: id, by: owner, in: $1, $2) }
        }
    }

    @Test func `goods are sent again for a reason that fits, and only those that were named`() async throws {
        let lines = [OrderSpecification.Line("pot-white", 3)]
        let world = try await TestWorld.opened(order: OrderSpecification("1001", lines: lines))
        let (id, lin, mei) = (try await complain(in: world), world.lin, world.mei)
        await #expect(throws: AfterSalesRefusal.self, "no reason to send anything again") {
            let odd = Complaint.Remedy(kind: .resend, amount: nil, note: nil, reason: "wrongSize")
            try await world.complain { try $0.propose(odd, on: id, by: lin, in: $1, $2) }
        }
        let one = Complaint.Remedy(
            kind: .resend, amount: nil, note: nil, lines: [CaseApplication.Line("pot-white", 1)])
        let proposed = try await world.complain { try $0.propose(one, on: id, by: lin, in: $1, $2) }
        #expect(proposed.remedy?.reason == "damagedInTransit", "the complaint is about the delivery")
        #expect(try await world.complaint(id).remedy == proposed.remedy)
        let accepted = try await world.complain { try $0.answer(id, accepts: .accepted, by: mei, in: $1, $2) }
        let opened = try await world.find(Identifier(try #require(accepted.caseIDs.first)))
        #expect((opened.reason, opened.lines.map(\.quantity)) == ("damagedInTransit", [1]))
    }

    @Test func `what was not sent yet is not sent again`() async throws {
        var order = OrderSpecification()
        order.status = .pending
        let world = try await TestWorld.opened(order: order)
        let (id, lin) = (try await complain(in: world), world.lin)
        let resend = Complaint.Remedy(kind: .resend, amount: nil, note: nil)
        await #expect(throws: AfterSalesRefusal.remedyBeforeSending) {
            try await world.complain { try $0.propose(resend, on: id, by: lin, in: $1, $2) }
        }
    }

    @Test func `a price difference goes back as part of the price, never more than was paid`() async throws {
        let (world, id) = try await complained()
        let (owner, mei) = (world.owner, world.mei)
        await #expect(throws: AfterSalesRefusal.remedyOutsideTable(most: "100.00 CNY")) {
            let more = Complaint.Remedy(kind: .priceDifference, amount: .fen(100_01), note: nil)
            try await world.complain { try $0.propose(more, on: id, by: owner, in: $1, $2) }
        }
        let remedy = Complaint.Remedy(kind: .priceDifference, amount: .fen(15_00), note: nil)
        try await world.complain { try $0.propose(remedy, on: id, by: owner, in: $1, $2) }
        try await world.complain { try $0.answer(id, accepts: .accepted, by: mei, in: $1, $2) }
        let returned = try await world.open(CaseApplication(.returnRefund, "wrongSize"))
        try await world.sendBack(returned.id)
        try await world.inspect(returned.id)
        try await world.runDueJobs()
        #expect(try await world.view(returned.id).refunded == .fen(85_00))
        #expect(try await world.faults() == [])
    }

    @Test func `a complaint and a return do not promise the same money`() async throws {
        let (world, id) = try await complained()
        let (owner, mei) = (world.owner, world.mei)
        let first = try await world.open(CaseApplication(.returnRefund, "wrongSize"))
        let remedy = Complaint.Remedy(kind: .priceDifference, amount: .fen(15_00), note: nil)
        await #expect(throws: AfterSalesRefusal.remedyOutsideTable(most: "0.00 CNY")) {
            try await world.complain { try $0.propose(remedy, on: id, by: owner, in: $1, $2) }
        }
        try await world.withdraw(first.id)
        try await world.complain { try $0.propose(remedy, on: id, by: owner, in: $1, $2) }
        try await world.complain { try $0.answer(id, accepts: .accepted, by: mei, in: $1, $2) }
        let second = try await world.open(CaseApplication(.returnRefund, "wrongSize"))
        #expect(second.asked == .fen(85_00), "what is left of the price")
    }

    @Test func `every turn has its own time`() async throws {
        let (world, id) = try await complained()
        let (lin, mei) = (world.lin, world.mei)
        try await world.pass(.days(2))
        let apology = Complaint.Remedy(kind: .apology, amount: nil, note: "We are sorry")
        let proposed = try await world.complain { try $0.propose(apology, on: id, by: lin, in: $1, $2) }
        #expect(proposed.due == world.now + .days(3))
        try await world.pass(.days(2))
        let declined = try await world.complain { try $0.answer(id, accepts: .declined, by: mei, in: $1, $2) }
        #expect((declined.isLate, declined.due) == (false, world.now + .days(3)))
        try await world.complain { try $0.propose(apology, on: id, by: lin, in: $1, $2) }
        try await world.pass(.days(4))
        let lapsed = try await world.complaint(id)
        #expect((lapsed.state, lapsed.isAccepted) == (.closed, nil), "the customer did not answer")
    }

    @Test func `a remedy that could not be carried out is not proposed`() async throws {
        let (world, id) = try await complained()
        let (lin, mei) = (world.lin, world.mei)
        for kind in [Complaint.RemedyKind.apology, .resend] {
            let paid = Complaint.Remedy(kind: kind, amount: .fen(0), note: nil)
            await #expect(throws: AfterSalesRefusal.remedyTakesNoAmount) {
                try await world.complain { try $0.propose(paid, on: id, by: lin, in: $1, $2) }
            }
        }
        let free = try await world.complain {
            try $0.open(customer: "mei", order: nil, cause: .service, words: "慢", by: mei, in: $1, $2)
        }.id
        for kind in Complaint.RemedyKind.allCases where kind != .apology {
            let remedy = Complaint.Remedy(kind: kind, amount: kind.needsAmount ? .fen(1) : nil, note: nil)
            await #expect(throws: AfterSalesRefusal.remedyNeedsOrder) {
                try await world.complain { try $0.propose(remedy, on: free, by: lin, in: $1, $2) }
            }
        }
    }

    @Test func `nobody accepts what was not proposed, and a closed complaint stays closed`() async throws {
        let (world, id) = try await complained()
        let (lin, mei) = (world.lin, world.mei)
        await #expect(throws: AfterSalesRefusal.complaintClosed) {
            try await world.complain { try $0.answer(id, accepts: .accepted, by: mei, in: $1, $2) }
        }
        await #expect(throws: AfterSalesRefusal.complaintUnanswered, "nothing was noted yet") {
            try await world.complain { try $0.close(id, by: lin, in: $1, $2) }
        }
        let apology = Complaint.Remedy(kind: .apology, amount: nil, note: nil)
        try await world.complain { try $0.propose(apology, on: id, by: lin, in: $1, $2) }
        let found = try await world.complain {
            try $0.find("the courier", on: id, owner: nil, by: lin, in: $1, $2)
        }
        #expect(found.state == .remedied, "what was found is noted until the end")
        try await world.complain { try $0.close(id, by: lin, in: $1, $2) }
        await #expect(throws: AfterSalesRefusal.complaintClosed) {
            try await world.complain { try $0.find("late", on: id, owner: nil, by: lin, in: $1, $2) }
        }
    }

    @Test(arguments: [
        (Role.agent, Int64?(30_00), String?.none, AfterSalesRefusal?.none),
        (.owner, 30_01, nil, .remedyOutsideTable(most: "30.00 CNY")),
        (.owner, 5_01, "lateDelivery", .remedyOutsideTable(most: "5.00 CNY")),
        (.owner, 1, "noSuchRow", .remedyOutsideTable(most: "0.00 CNY")),
        (.agent, 200_01, "counterfeit", .grantAboveLimit(limit: "200.00 CNY")),
        (.owner, 500_00, "counterfeit", nil),
        (.owner, 500_01, "counterfeit", .remedyOutsideTable(most: "500.00 CNY")),
        (.agent, nil, nil, .offerNeedsAmount), (.viewer, 1, nil, .grantAboveLimit(limit: "0.00 CNY")),
    ])
    func `compensation stays within the pack's table and the role's limit`(
        role: Role, fen: Int64?, breach: String?, refusal: AfterSalesRefusal?
    ) async throws {
        let (world, id) = try await complained()
        let taker = world.staff("somebody", role)
        let remedy = Complaint.Remedy(
            kind: .compensation, amount: fen.map { .fen($0) }, note: nil, breach: breach)
        let propose = { @Sendable in
            try await world.complain { try $0.propose(remedy, on: id, by: taker, in: $1, $2) }
        }
        if let refusal {
            await #expect(throws: refusal) { try await propose() }
        } else {
            #expect(try await propose().state == .remedied)
        }
    }

    @Test func `the shop is warned, then the complaint is late`() async throws {
        let (world, id) = try await complained()
        try await world.pass(.seconds(2 * 86_400 - 1))
        #expect(try await world.timeline(of: id.text).map(\.type) == ["complaint.opened"])
        try await world.pass(.seconds(1))
        #expect(try await world.timeline(of: id.text).map(\.type).last == "complaint.deadlineNear")
        try await world.pass(.days(1))
        #expect(try await world.complaint(id).isLate)
    }

    @Test func `others see no complaint of 梅's`() async throws {
        let (world, id) = try await complained()
        let lan = world.lan
        await #expect(throws: AfterSalesRefusal.complaintUnknown) {
            try await world.complain { try $0.complaint(id, for: lan, in: $1.id, $2) }
        }
        await #expect(throws: OrderRefusal.orderUnknownInBody) {
            try await world.complain {
                try $0.open(
                    customer: "lan", order: "1001", cause: .delivery, words: "Where is it?", by: lan, in: $1,
                    $2)
            }
        }
    }

    private func complained() async throws -> (TestWorld, Identifier<Complaint>) {
        let world = try await TestWorld.opened()
        return (world, try await complain(in: world))
    }

    @Test func `goods that cannot be sent again are named`() async throws {
        let (world, id) = try await complained()
        let (lin, mei) = (world.lin, world.mei)
        let resend = Complaint.Remedy(kind: .resend, amount: nil, note: nil)
        try await world.complain { try $0.propose(resend, on: id, by: lin, in: $1, $2) }
        let other = try await world.open(CaseApplication(.returnRefund, "noLongerNeeded"))
        #expect(other.state == .awaitingReturn)
        await #expect(throws: AfterSalesRefusal.unitsTaken(id: "1", goods: "pot-white", left: 0)) {
            try await world.complain { try $0.answer(id, accepts: .accepted, by: mei, in: $1, $2) }
        }
    }

    private func complain(in world: TestWorld) async throws -> Identifier<Complaint> {
        let mei = world.mei
        return try await world.complain {
            try $0.open(
                customer: "mei", order: "1001", cause: .delivery, words: "It came three weeks late.", by: mei,
                in: $1, $2)
        }.id
    }
}

extension TestWorld {
    @discardableResult
    func complain<Result: Sendable>(
        _ body: @escaping @Sendable (ComplaintDesk, ShopProfile, Transaction) throws -> Result
    ) async throws -> Result {
        try await database.write { [complaints, profile] in try body(complaints, profile, $0) }
    }

    fileprivate func complaint(_ id: Identifier<Complaint>) async throws -> Complaint {
        let lin = lin
        return try await complain { try $0.complaint(id, for: lin, in: $1.id, $2) }
    }
}
