import Base
import Customers
import Orders
import Payments
import Policies
import Storage
import TestSupport
import Testing

@testable import AfterSales

@Suite struct ExchangeStoryTests {
    /// The new pot, the difference, where it goes, what the gift card holds in the end.
    @Test(arguments: [
        ("pot-blue", Int64(20_00), "mei-gift", Int64(30_00)), ("pot-small", -20_00, "mei-gift", 70_00),
        ("pot-blue", 20_00, "mei-wechat", 50_00), ("pot-small", -20_00, "mei-wechat", 50_00),
        ("pot-white", 0, "mei-gift", 50_00),
    ])
    func `the price difference is settled when the old pot has passed inspection`(
        new: String, difference: Int64, method: String, card: Int64
    ) async throws {
        let world = try await TestWorld.opened()
        let application = CaseApplication(
            .exchange, "preferOther", [.init("pot-white", 1, for: new)], refundTo: method)
        let opened = try await world.open(application)
        #expect(opened.state == .awaitingReturn)
        #expect(opened.priceDifference == .fen(difference))
        #expect(try await world.balance() == 50_00, "nothing moves before")
        try await world.sendBack(opened.id)
        #expect(try await world.inspect(opened.id).state == .fulfilling)
        try await world.runDueJobs()
        #expect(try await world.balance() == card)
        let movements = try await world.view(opened.id).movements
        #expect(movements.map(\.kind) == (difference == 0 ? [] : [difference > 0 ? .payment : .refund]))
        #expect(movements.allSatisfy { $0.state == .succeeded })
        #expect(try await world.deliver(opened.id).state == .fulfilled)
        #expect(try await world.faults() == [])
    }

    @Test func `a card that does not cover the difference is refused at the application, with both sums`()
        async throws
    {
        let world = try await TestWorld.opened(giftCard: 10_00)
        await #expect(throws: AfterSalesRefusal.balanceTooLow(owed: .fen(20_00), balance: .fen(10_00))) {
            try await world.open(
                CaseApplication(
                    .exchange, "preferOther", [.init("pot-white", 1, for: "pot-blue")], refundTo: "mei-gift"))
        }
    }

    @Test func `a card that was spent meanwhile holds the new goods back and raises an alarm`() async throws {
        let world = try await TestWorld.opened()
        let opened = try await world.open(
            CaseApplication(
                .exchange, "preferOther", [.init("pot-white", 1, for: "pot-blue")], refundTo: "mei-gift"))
        try await world.spend(40_00)
        try await world.sendBack(opened.id)
        let inspected = try await world.inspect(opened.id)
        #expect(inspected.state == .fulfilling)
        #expect(inspected.isEscalated)
        #expect(try await world.balance() == 10_00)
        #expect(try await world.story(of: opened.id).contains("case.differenceUnpaid"))
        await #expect(throws: AfterSalesRefusal.differenceUnpaid(amount: "20.00 CNY")) {
            try await world.deliver(opened.id)
        }
        let waived = try await world.giveUpDifference(opened.id, then: .waive)
        #expect((waived.state, waived.isEscalated) == (.fulfilling, false))
        #expect(try await world.deliver(opened.id).state == .fulfilled)
        #expect(try await world.faults() == [])
    }

    @Test(arguments: [
        (String?.none, AfterSalesRefusal.newVariantMissing(id: "1")),
        ("pot-gone", .newVariantUnavailable(id: "pot-gone")),
        ("no-such", .newVariantUnavailable(id: "no-such")),
        ("cup-white", .newVariantOfOtherProduct(id: "cup-white")),
    ])
    func `an exchange is for another variant of the same product`(
        new: String?, refusal: AfterSalesRefusal
    ) async throws {
        let world = try await TestWorld.opened()
        await #expect(throws: refusal) {
            try await world.open(CaseApplication(.exchange, "preferOther", [.init("pot-white", 1, for: new)]))
        }
    }
}

@Suite struct RepairStoryTests {
    @Test func `a pot is repaired, sent back and has arrived`() async throws {
        let (world, id) = try await repairing()
        #expect(try await world.repair(id, .repaired).state == .fulfilling)
        #expect(try await world.deliver(id).state == .fulfilled)
        #expect(try await world.faults() == [])
    }

    @Test func `what the parcel cost goes back for a repair as well, and what the law gives on top of it`()
        async throws
    {
        for (outcome, refunded) in [(RepairOutcome.repaired, Int64(12_00)), (.failed, 112_00)] {
            let (world, id) = try await repairing(freight: 12_00)
            try await world.runDueJobs()
            #expect(try await world.view(id).refunded == .fen(12_00))
            if outcome == .failed {
                for _ in 1...2 { try await world.repair(id, .failed) }
                try await world.accept(2, on: id, by: world.mei)
                try await world.runDueJobs()
            } else {
                try await world.repair(id, .repaired)
                #expect(try await world.deliver(id).state == .fulfilled)
            }
            #expect(try await world.view(id).refunded == .fen(refunded))
            #expect(try await world.faults() == [])
        }
    }

    @Test func `a parcel's cost that cannot be paid back raises an alarm while the goods are repaired`()
        async throws
    {
        let (world, id) = try await repairing(freight: 12_00) {
            $0.gateway.answer(.refused(reason: "NOT_ENOUGH"))
        }
        try await world.runDueJobs()
        let record = try await world.find(id)
        #expect(record.state == .repairing && record.isEscalated)
    }

    @Test func `what is said of a repair reaches the customer`() async throws {
        let (world, id) = try await repairing()
        try await world.repair(id, .failed, note: "壶盖还是漏，再修一次。")
        let notes = try await world.view(id).parts.notes
        #expect(notes.map(\.text) == ["壶盖还是漏，再修一次。"] && notes.allSatisfy { !$0.isInternal })
    }

    @Test(arguments: [(OfferKind.replacement, CaseState.fulfilling), (.returnRefund, .refunding)])
    func `after two repairs that failed the customer chooses new goods or the money back`(
        choice: OfferKind, state: CaseState
    ) async throws {
        let (world, id) = try await repairing()
        #expect(try await world.repair(id, .failed).state == .repairing)
        let second = try await world.repair(id, .failed)
        #expect((second.state, second.failedRepairs) == (.offered, 2))
        #expect(second.decision.rules.map(\.id) == ["repairsFailed"])
        let offers = try await world.view(id).parts.offers
        #expect(
            offers.map(\.kind) == [.replacement, .returnRefund] && offers.allSatisfy { $0.state == .open })
        let number = try #require(offers.first { $0.kind == choice }).number
        let chosen = try await world.accept(number, on: id, by: world.mei)
        #expect(chosen.state == state && chosen.givesNewGoods == (choice == .replacement))
        #expect(try await world.view(id).parts.offers.count { $0.state == .accepted } == 1)
        try await world.runDueJobs()
        #expect(try await world.view(id).refunded == (choice == .returnRefund ? .fen(100_00) : nil))
        #expect(try await world.faults() == [])
    }

    @Test(arguments: [(OfferKind.replacement, CaseState.fulfilling), (.returnRefund, .refunding)])
    func `who proposes what may be chosen anyhow has chosen it, and the shop need not offer it again`(
        choice: OfferKind, state: CaseState
    ) async throws {
        let (world, id) = try await repairing()
        for _ in 1...2 { try await world.repair(id, .failed) }
        await #expect(throws: AfterSalesRefusal.offerStands) {
            try await world.offer(choice, on: id, by: world.owner)
        }
        #expect(try await world.offer(choice, on: id, by: world.mei).state == state)
        let offers = try await world.view(id).parts.offers
        #expect(offers.count == 2 && offers.count { $0.state == .accepted && $0.kind == choice } == 1)
        #expect(try await world.faults() == [])
    }

    @Test func `goods that could not be repaired are not repaired again because nobody answers`() async throws
    {
        let (world, id) = try await repairing()
        try await world.repair(id, .failed)
        try await world.repair(id, .failed)
        try await world.pass(.days(12))
        let left = try await world.find(id)
        #expect(left.state == .fulfilling && left.givesNewGoods, "new goods are owed for them")
        #expect(
            try await world.view(id).parts.offers.map(\.state) == [.open, .open],
            "or the money, until they leave")
        #expect(try await world.deliver(id).state == .fulfilled)
    }

    @Test func `of two offers one can be left out`() async throws {
        let (world, id) = try await repairing()
        try await world.repair(id, .failed)
        try await world.repair(id, .failed)
        let mei = world.mei
        let left = try await world.act { try $0.declineOffer(1, on: id, by: mei, in: $1, $2) }
        #expect(left.state == .offered)
        let none = try await world.act { try $0.declineOffer(2, on: id, by: mei, in: $1, $2) }
        #expect(none.state == .reviewing)
    }

    @Test func `failed repairs of the same pot count over all its cases`() async throws {
        let (world, first) = try await repairing()
        try await world.repair(first, .failed)
        #expect(try await world.repair(first, .repaired).givesNewGoods == false)
        try await world.deliver(first)
        let photo = try await world.upload()
        let again = try await world.open(CaseApplication(.repair, "defective", evidence: [photo]))
        try await world.sendBack(again.id)
        try await world.inspect(again.id)
        #expect(try await world.repair(again.id, .failed).state == .offered)
    }

    @Test func `where the pack says so they become an exchange`() async throws {
        let (world, id) = try await repairing(then: "exchange")
        try await world.repair(id, .failed)
        #expect(try await world.repair(id, .failed).state == .fulfilling)
        #expect(try await world.deliver(id).state == .fulfilled)
    }

    @Test func `or a refund of what was paid`() async throws {
        let (world, id) = try await repairing(then: "refund")
        try await world.repair(id, .failed)
        #expect(try await world.repair(id, .failed).state == .refunding)
        try await world.runDueJobs()
        #expect(try await world.view(id).refunded == .fen(100_00))
        #expect(try await world.faults() == [])
    }

    @Test func `what the law lets the customer choose is neither turned down nor replaced by an offer`()
        async throws
    {
        let (world, id) = try await repairing()
        try await world.repair(id, .failed)
        try await world.repair(id, .failed)
        let (lin, mei) = (world.lin, world.mei)
        try await world.offer(.partialRefund, 5_00, on: id, by: lin)
        #expect(try await world.view(id).parts.offers.map(\.state) == [.open, .open, .open])
        await #expect(throws: AfterSalesRefusal.self) { try await world.reject(id, by: lin) }
        await #expect(throws: AfterSalesRefusal.self) {
            try await world.act {
                try $0.requestEvidence(id, kinds: [.photo], note: nil, by: lin, in: $1, $2)
            }
        }
        await #expect(throws: AfterSalesRefusal.self) { try await world.approve(id, by: lin) }
        try await world.offer(.partialRefund, 30_00, on: id, by: mei)
        try await world.act { try $0.declineOffer(4, on: id, by: lin, in: $1, $2) }
        await #expect(throws: AfterSalesRefusal.self) { try await world.reject(id, by: lin) }
        try await world.accept(2, on: id, by: mei)
        try await world.runDueJobs()
        #expect(try await world.view(id).refunded == .fen(100_00))
        #expect(try await world.faults() == [])
    }

    @Test func `money that went back elsewhere leaves the customer the choice that the law gives`()
        async throws
    {
        let (world, id) = try await repairing()
        try await world.repair(id, .failed)
        try await world.repair(id, .failed)
        var order = OrderSpecification("1001")
        order.payments = [.init("mei-wechat", 100_00), .init("mei-wechat", 5_00, .refund)]
        _ = try await world.take([order.json(at: world.now)], of: .orders)
        let view = try await world.view(id)
        #expect(view.record.state == .offered && view.record.isEscalated)
        #expect(view.parts.offers.map(\.state) == [.open, .open])
        await #expect(throws: AfterSalesRefusal.self) { try await world.reject(id, by: world.lin) }
        let money = try #require(view.parts.offers.first { $0.kind == .returnRefund })
        try await world.accept(money.number, on: id, by: world.mei)
        try await world.runDueJobs()
        #expect(try await world.view(id).refunded == .fen(95_00))
        #expect(try await world.faults() == [])
    }

    private func repairing(
        then remedy: String = "customerChooses", freight: Int64? = nil,
        _ prepare: (TestWorld) -> Void = { _ in }
    ) async throws -> (TestWorld, TestWorld.CaseID) {
        let world = try await TestWorld.opened()
        try await world.publish { $0.replacing("then: customerChooses", with: "then: \(remedy)") }
        let photo = try await world.upload()
        let opened = try await world.open(CaseApplication(.repair, "defective", evidence: [photo]))
        #expect(opened.state == .awaitingReturn)
        prepare(world)
        try await world.sendBack(opened.id, freight: freight)
        #expect(try await world.inspect(opened.id).state == .repairing)
        return (world, opened.id)
    }
}

extension TestWorld {
    /// 梅 spends from her gift card elsewhere in the shop.
    func spend(_ fen: Int64) async throws {
        try await order(OrderSpecification("2001", .pending))
        let card = PaymentMethod(id: "mei-gift", kind: .giftCard, brand: nil, lastFour: nil, balance: nil)
        try await database.write { [payments] in
            _ = try payments.charge(
                ChargeOrder(orderID: "2001", caseID: nil, customerID: "mei", method: card, amount: .fen(fen)),
                by: .system, in: Self.shop, $0)
        }
    }

    /// Makes a text the shop's policy as an older program would have, without today's checks.
    func keep(stored text: String) async throws {
        try await database.write {
            try $0.run("UPDATE policy_packs SET yaml = \(text), edition = 'older' WHERE shop = \(Self.shop)")
        }
    }

    /// Publishes the shipped seven-day pack with a change of its text.
    func publish(pack: String = "seven-day", _ change: @escaping @Sendable (String) -> String) async throws {
        let text = try ShippedPacks.text(pack)
        try await database.write { [policies, profile] in
            _ = try policies.saveDraft(change(text), for: profile, by: .system, in: $0)
            _ = try policies.publish(for: profile, by: .system, in: $0)
        }
    }
}
