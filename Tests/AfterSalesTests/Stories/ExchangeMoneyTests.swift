import Base
import Customers
import Orders
import Payments
import Policies
import Storage
import TestSupport
import Testing

@testable import AfterSales

/// What an exchange costs in the end, and what becomes of it when that cannot be collected.
@Suite struct ExchangeMoneyTests {
    @Test func `a difference that could not be collected is taken back, and the exchange is decided anew`()
        async throws
    {
        let (world, id) = try await failed()
        await #expect(throws: AfterSalesRefusal.differenceUnpaid(amount: "20.00 CNY")) {
            try await world.deliver(id)
        }
        let taken = try await world.giveUpDifference(id, then: .review)
        #expect((taken.state, taken.isEscalated) == (.reviewing, false))
        #expect((taken.deadline?.owner, taken.deadline?.fallback) == (.merchant, .escalate))
        #expect(try await world.view(id).movements.map(\.state) == [.undone])
        #expect(try await world.faults() == [])
        await #expect(throws: AfterSalesRefusal.self, "her pot is with the shop") {
            try await world.withdraw(id)
        }
        try await world.offer(.returnRefund, on: id, by: world.lin)
        try await world.pass(.days(20))
        #expect(try await world.view(id).movements.map(\.state) == [.undone], "silence collects nothing")
    }

    @Test func `the exchange goes on with another method`() async throws {
        let (world, id) = try await failed()
        try await world.giveUpDifference(id, then: .review)
        let lin = world.lin
        let approved = try await world.act {
            try $0.approve(id, CaseApproval(refundTo: "mei-gift"), by: lin, in: $1, $2)
        }
        #expect(approved.state == .fulfilling, "the old pot is with the shop and not asked for again")
        #expect(try await world.balance() == 30_00)
        #expect(try await world.deliver(id).state == .fulfilled)
        #expect(try await world.faults() == [])
    }

    @Test func `the customer pays what could not be collected by another method, and the new goods go out`()
        async throws
    {
        let (world, id) = try await failed()
        #expect(try await world.view(id).isDifferenceOpen)
        #expect(try await payers(of: id, world) == ["mei-card", "mei-gift", "mei-wechat"])
        let paid = try await pay(id, "mei-gift", world)
        #expect((paid.state, paid.isEscalated) == (.fulfilling, false))
        #expect(try await world.balance() == 30_00)
        #expect(try await world.view(id).unpaid == .fen(0))
        #expect(try await payers(of: id, world) == [])
        await #expect(throws: AfterSalesRefusal.nothingUnpaid) { try await pay(id, "mei-gift", world) }
        #expect(try await world.deliver(id).state == .fulfilled)
        #expect(try await world.faults() == [])
    }

    @Test func `a provider collects it once, and until then the goods wait`() async throws {
        let (world, id) = try await failed()
        #expect(try await pay(id, "mei-wechat", world).isEscalated)
        #expect(try await !world.view(id).isDifferenceOpen, "it is being collected")
        await #expect(throws: OrderRefusal.chargeUnderWay) { try await pay(id, "mei-gift", world) }
        await #expect(throws: AfterSalesRefusal.differenceUnpaid(amount: "20.00 CNY")) {
            try await world.deliver(id)
        }
        try await world.runDueJobs()
        #expect(try await !world.find(id).isEscalated)
        #expect(try await world.deliver(id).state == .fulfilled)
        #expect(try await world.balance() == 50_00)
        #expect(try await world.faults() == [])
    }

    @Test func `a method that is nobody's or that the pack does not allow pays nothing`() async throws {
        let (world, id) = try await failed()
        await #expect(throws: AfterSalesRefusal.refundMethodUnknown) {
            try await pay(id, "li-alipay", world)
        }
        let (sound, paid) = try await inspected(to: "pot-small")
        await #expect(throws: AfterSalesRefusal.nothingUnpaid) { try await pay(paid, "mei-gift", sound) }
    }

    @Test func `what inspection turned down stays turned down when the exchange is approved anew`()
        async throws
    {
        let (world, id) = try await TestWorld.inspectedExchange(ofTwo: 1)
        world.gateway.answer(.refused(reason: "NO_MONEY"))
        try await world.runDueJobs()
        try await world.giveUpDifference(id, then: .review)
        let lin = world.lin
        let approved = try await world.act {
            try $0.approve(id, CaseApproval(refundTo: "mei-gift"), by: lin, in: $1, $2)
        }
        #expect(approved.lines.map(\.accepted) == [1] && approved.lines.map(\.refused) == [1])
        #expect(try await world.balance() == 30_00, "twenty yuan for one pot, not forty for two")
        #expect(try await world.faults() == [])
    }

    @Test func `or ends with the money back, which one call accepts`() async throws {
        let (world, id) = try await failed()
        try await world.giveUpDifference(id, then: .review)
        try await world.offer(.returnRefund, on: id, by: world.lin)
        #expect(try await world.accept(1, on: id, by: world.mei).state == .refunding)
        try await world.runDueJobs()
        #expect(try await world.find(id).state == .refunded)
        #expect(try await world.view(id).refunded == .fen(100_00))
        await #expect(throws: AfterSalesRefusal.unitsTaken(id: "pot-white", goods: "pot-white", left: 0)) {
            try await world.open(CaseApplication(.returnRefund, "wrongSize"))
        }
        #expect(try await world.faults() == [])
    }

    @Test func `or the shop bears it, as far as the role may give money away`() async throws {
        let (world, id) = try await failed()
        try await world.publish { $0.replacing("agent: \"200.00\"", with: "agent: \"10.00\"") }
        let waived = try await world.giveUpDifference(id, then: .waive)
        #expect((waived.state, waived.settledDifference) == (.fulfilling, .fen(0)))
        #expect(try await world.deliver(id).state == .fulfilled)
        let returned = try await world.open(CaseApplication(.returnRefund, "wrongSize", ["pot-blue"]))
        #expect(returned.asked == .fen(100_00), "what the shop bore does not go back")
        #expect(try await world.faults() == [])
    }

    @Test func `a difference that is paid or under way is not given up`() async throws {
        let (world, id) = try await inspected(to: "pot-blue")
        await #expect(throws: PaymentRefusal.movementNotRetryable(state: "ordered")) {
            try await world.giveUpDifference(id, then: .review)
        }
        await #expect(throws: AfterSalesRefusal.differenceUnpaid(amount: "20.00 CNY")) {
            try await world.deliver(id)
        }
        try await world.runDueJobs()
        await #expect(throws: AfterSalesRefusal.nothingUnpaid) {
            try await world.giveUpDifference(id, then: .waive)
        }
        #expect(try await world.deliver(id).state == .fulfilled)
    }

    @Test func `a charge that is made after it was taken back goes back under a number of its own`()
        async throws
    {
        let (world, id) = try await failed()
        let charge = try #require(try await world.view(id).movements.first).number
        try await world.giveUpDifference(id, then: .review)
        for _ in 1...2 {
            try await world.database.write { [jobs = world.paymentJobs] in
                try jobs.take(.succeeded, of: charge, in: TestWorld.shop, $0)
            }
        }
        try await world.runDueJobs()
        let movements = try await world.view(id).movements
        #expect(movements.map(\.kind) == [.payment, .refund])
        #expect(movements.map(\.state) == [.succeeded, .succeeded])
        #expect(movements.last?.returns == charge)
        #expect(movements.last?.number != charge)
        #expect(try await world.view(id).refunded == nil, "the case itself gave nothing back")
        #expect(try await world.find(id).state == .reviewing)
        #expect(try await world.story(of: id).contains("charge.cameLate"))
        #expect(try await world.faults() == [])
    }

    @Test(arguments: [("pot-blue", Int64(120_00)), ("pot-small", 80_00), ("pot-white", 100_00)])
    func `goods that were exchanged come back for what they cost in the end`(
        variant: String, price: Int64
    ) async throws {
        let world = try await TestWorld.opened()
        try await world.exchange(["pot-white"], for: variant)
        let line = try #require(try await world.orderView().order.lines.first)
        #expect((line.variantID.text, line.paid, line.quantity) == (variant, .fen(price), 1))
        let returned = try await world.open(CaseApplication(.returnRefund, "wrongSize", [.init(variant)]))
        #expect(returned.asked == .fen(price))
        try await world.sendBack(returned.id)
        try await world.inspect(returned.id)
        try await world.runDueJobs()
        #expect(try await world.find(returned.id).state == .refunded)
        #expect(try await world.view(returned.id).refunded == .fen(price))
        #expect(try await world.faults() == [])
    }

    @Test func `some units of a line are exchanged, again and again, and each comes back for its own price`()
        async throws
    {
        let order = OrderSpecification("1001", lines: [.init("pot-white", 3, paid: 299_99)])
        let world = try await TestWorld.opened(order: order)
        try await world.exchange([.init("pot-white", 2)], for: "pot-blue")
        var lines = try await world.orderView().order.lines
        #expect(lines.map { "\($0.quantity) \($0.variantID)" } == ["1 pot-white", "2 pot-blue"])
        #expect(lines.map(\.paid) == [.fen(100_00), .fen(239_99)], "the discount of a fen stays with them")
        try await world.exchange(["pot-blue"], for: "pot-small")
        lines = try await world.orderView().order.lines
        #expect(
            lines.map { "\($0.quantity) \($0.variantID)" } == ["1 pot-white", "1 pot-blue", "1 pot-small"])
        #expect(lines.map(\.paid) == [.fen(100_00), .fen(120_00), .fen(79_99)])
        for (variant, price) in [("pot-white", Int64(100_00)), ("pot-blue", 120_00), ("pot-small", 79_99)] {
            let id = try await world.open(CaseApplication(.returnRefund, "wrongSize", [.init(variant)])).id
            try await world.sendBack(id)
            try await world.inspect(id)
            try await world.runDueJobs()
            #expect(try await world.view(id).refunded == .fen(price), "\(variant)")
        }
        #expect(try await world.faults() == [])
    }

    @Test func `only units that passed inspection are exchanged and paid for`() async throws {
        let order = OrderSpecification("1001", lines: [.init("pot-white", 2)])
        let world = try await TestWorld.opened(order: order)
        let id = try await world.open(
            CaseApplication(
                .exchange, "preferOther", [.init("pot-white", 2, for: "pot-blue")], refundTo: "mei-gift")
        ).id
        try await world.sendBack(id)
        let inspected = try await world.inspect(id, accepted: 1, refused: 1)
        #expect((inspected.priceDifference, inspected.settledDifference) == (.fen(40_00), .fen(20_00)))
        #expect(try await world.balance() == 30_00)
        try await world.deliver(id)
        #expect(
            try await world.orderView().order.lines.map { "\($0.quantity) \($0.variantID) \($0.paid)" } == [
                "1 pot-white 100.00 CNY", "1 pot-blue 120.00 CNY",
            ])
        #expect(try await world.faults() == [])
    }

    @Test func `reopening an exchange charges nothing twice`() async throws {
        let world = try await TestWorld.opened()
        let id = try await world.exchange(["pot-white"], for: "pot-blue")
        try await world.reopen(id)
        #expect(try await world.approve(id, by: world.lin).state == .awaitingReturn)
        try await world.sendBack(id)
        try await world.inspect(id)
        try await world.deliver(id)
        #expect(try await world.view(id).movements.count == 1)
        let line = try #require(try await world.orderView().order.lines.first)
        #expect((line.variantID, line.paid) == ("pot-blue", .fen(120_00)))
        #expect(try await world.faults() == [])
    }

    private func inspected(to variant: String) async throws -> (TestWorld, TestWorld.CaseID) {
        let world = try await TestWorld.opened()
        let opened = try await world.open(
            CaseApplication(
                .exchange, "preferOther", [.init("pot-white", 1, for: variant)], refundTo: "mei-wechat"))
        try await world.sendBack(opened.id)
        try await world.inspect(opened.id)
        return (world, opened.id)
    }

    @discardableResult
    private func pay(
        _ id: TestWorld.CaseID, _ method: Identifier<PaymentMethod>, _ world: TestWorld
    ) async throws -> Case {
        let mei = world.mei
        return try await world.act { try $0.payDifference(id, with: method, by: mei, in: $1, $2) }
    }

    private func payers(of id: TestWorld.CaseID, _ world: TestWorld) async throws -> [String] {
        let mei = world.mei
        return try await world.act {
            let record = try $0.view(id, for: mei, in: $1, $2).record
            return try $0.payers(ofDifferenceOf: record, in: $1, $2).map(\.id.text).sorted()
        }
    }

    /// WeChat Pay says no to the twenty yuan.
    private func failed() async throws -> (TestWorld, TestWorld.CaseID) {
        let (world, id) = try await inspected(to: "pot-blue")
        world.gateway.answer(.refused(reason: "NO_MONEY"))
        try await world.runDueJobs()
        #expect(try await world.find(id).isEscalated)
        return (world, id)
    }
}

extension TestWorld {
    /// Two pots for dearer ones, of which so many passed inspection and the others did not.
    static func inspectedExchange(ofTwo accepted: Int) async throws -> (TestWorld, CaseID) {
        let lines = [OrderSpecification.Line("pot-white", 2)]
        let world = try await TestWorld.opened(order: OrderSpecification("1001", lines: lines))
        let wish = CaseApplication.Line(line: .variant("pot-white"), quantity: 2, newVariantID: "pot-blue")
        let id = try await world.open(
            CaseApplication(.exchange, "preferOther", [wish], refundTo: "mei-wechat")
        ).id
        try await world.sendBack(id)
        try await world.inspect(id, accepted: accepted, refused: 2 - accepted)
        return (world, id)
    }

    /// A whole exchange, its difference over WeChat Pay.
    @discardableResult
    func exchange(_ lines: [CaseApplication.Line], for variant: String) async throws -> CaseID {
        let wishes = lines.map {
            CaseApplication.Line(line: $0.line, quantity: $0.quantity, newVariantID: Identifier(variant))
        }
        let id = try await open(CaseApplication(.exchange, "preferOther", wishes, refundTo: "mei-wechat")).id
        try await sendBack(id)
        try await inspect(id)
        try await runDueJobs()
        try await deliver(id)
        return id
    }
}
