import Base
import Orders
import Payments
import Policies
import TestSupport
import Testing

@testable import AfterSales

/// An exchange whose parts are handed over one after the other: each costs what it costs, whatever came before.
@Suite struct ExchangeInPartsTests {
    /// Two pots of 100.00 are to become others; inspection takes one, which is handed over, and the platform gives the
    /// customer the second as well.
    private func half(for variant: String) async throws -> (world: TestWorld, id: Identifier<Case>) {
        let world = try await TestWorld.opened(
            order: OrderSpecification("1001", lines: [.init("pot-white", 2)]))
        let id = try await world.open(
            CaseApplication(
                .exchange, "preferOther", [.init("pot-white", 2, for: variant)], refundTo: "mei-gift")
        ).id
        try await world.sendBack(id)
        try await world.inspect(id, accepted: 1, refused: 1)
        try await world.runDueJobs()
        try await world.deliver(id)
        try await world.dispute(id)
        try await world.rule(.customer, on: id)
        try await world.runDueJobs()
        return (world, id)
    }

    @Test(arguments: [("pot-blue", Int64(120_00), Int64(10_00)), ("pot-small", 80_00, 90_00)])
    func `each part enters the order at its own price`(
        variant: String, price: Int64, balance: Int64
    ) async throws {
        let (world, id) = try await half(for: variant)
        #expect(try await world.deliver(id).state == .fulfilled)
        #expect(try await world.orderView().order.lines.map(\.paid) == [.fen(price), .fen(price)])
        #expect(try await world.balance() == balance)
        let returned = try await world.open(CaseApplication(.returnRefund, "wrongSize", [.init(variant)]))
        #expect(returned.asked == .fen(price))
        #expect(try await world.faults() == [])
    }

    @Test(arguments: [("pot-blue", Int64(10_00)), ("pot-small", 90_00)])
    func `new goods that turn out faulty are replaced for nothing, however often and in whatever parts`(
        variant: String, balance: Int64
    ) async throws {
        let world = try await TestWorld.opened(
            order: OrderSpecification("1001", lines: [.init("pot-white", 2)]))
        let id = try await world.open(
            CaseApplication(
                .exchange, "preferOther", [.init("pot-white", 2, for: variant)], refundTo: "mei-gift")
        ).id
        try await world.sendBack(id)
        try await world.inspect(id)
        try await world.runDueJobs()
        #expect(try await world.deliver(id).state == .fulfilled)
        #expect(try await world.balance() == balance)
        try await world.reopen(id)
        try await world.approve(id, by: world.owner)
        try await world.sendBack(id)
        try await world.inspect(id, accepted: 1, refused: 1)
        #expect(try await world.deliver(id).state == .fulfilled)
        #expect(try await world.faults() == [])
        try await world.sendRefusedGoods(id)
        try await world.dispute(id)
        #expect(try await world.rule(.customer, on: id).state == .awaitingReturn)
        try await world.sendBack(id)
        try await world.inspect(id)
        try await world.runDueJobs()
        #expect(try await world.deliver(id).state == .fulfilled)
        #expect(try await world.balance() == balance)
        #expect(try await world.faults() == [])
    }

    /// A pot was exchanged, the new one is faulty, and the shop has it back.
    private func backAgain(
        _ variant: String
    ) async throws -> (world: TestWorld, id: Identifier<Case>) {
        let world = try await TestWorld.opened()
        let id = try await world.open(
            CaseApplication(
                .exchange, "preferOther", [.init("pot-white", 1, for: variant)], refundTo: "mei-gift")
        ).id
        try await world.sendBack(id)
        try await world.inspect(id)
        try await world.deliver(id)
        try await world.reopen(id)
        try await world.approve(id, by: world.owner)
        try await world.sendBack(id)
        #expect(try await world.inspect(id).state == .fulfilling)
        return (world, id)
    }

    @Test(arguments: [("pot-blue", Int64(120_00)), ("pot-small", 80_00)])
    func `new goods that came back are worth what they cost: in money, too`(
        variant: String, cost: Int64
    ) async throws {
        let (world, id) = try await backAgain(variant)
        try await world.offer(.returnRefund, on: id, by: world.owner)
        try await world.accept(1, on: id, by: world.mei)
        try await world.runDueJobs()
        let view = try await world.view(id)
        #expect(view.record.state == .refunded)
        let back = view.movements.filter { $0.kind == .refund }.reduce(0) { $0 + $1.amount.amount }
        #expect(
            back - (variant == "pot-small" ? 20_00 : 0) == cost, "a cheaper one has given back its difference"
        )
        #expect(try await world.faults() == [])
        await #expect(throws: AfterSalesRefusal.self, "that pot is paid for") {
            try await world.open(CaseApplication(.returnRefund, "wrongSize", [.init(variant)]))
        }
    }

    @Test(arguments: ["pot-blue", "pot-small", "pot-white"])
    func `new goods that came back go back to the customer when the platform rules for the shop`(
        variant: String
    ) async throws {
        let (world, id) = try await backAgain(variant)
        let balance = try await world.balance()
        try await world.pass(.days(20))
        try await world.dispute(id)
        let ruled = try await world.rule(.shop, on: id)
        #expect(ruled.state == .refused)
        #expect(try await world.view(id).parts.goodsBack?.units == 1)
        #expect(try await world.balance() == balance)
        try await world.sendRefusedGoods(id)
        #expect(try await world.faults() == [])
    }

    @Test func `a part of what new goods cost may be given for them, and they stay the customer's`()
        async throws
    {
        let world = try await TestWorld.opened()
        let id = try await world.open(
            CaseApplication(
                .exchange, "preferOther", [.init("pot-white", 1, for: "pot-blue")], refundTo: "mei-gift")
        ).id
        try await world.sendBack(id)
        try await world.inspect(id)
        try await world.deliver(id)
        try await world.reopen(id)
        try await world.offer(.partialRefund, 110_00, on: id, by: world.owner)
        try await world.accept(1, on: id, by: world.mei)
        try await world.runDueJobs()
        #expect(try await world.view(id).refunded == .fen(110_00))
        #expect(try await world.faults() == [])
    }

    @Test(arguments: [("pot-blue", Int64(120_00)), ("pot-small", 80_00), ("pot-white", 100_00)])
    func `what was given for keeping new goods stays, and is asked back by no later exchange`(
        variant: String, cost: Int64
    ) async throws {
        let world = try await TestWorld.opened()
        let id = try await world.open(
            CaseApplication(
                .exchange, "preferOther", [.init("pot-white", 1, for: variant)], refundTo: "mei-gift")
        ).id
        try await world.sendBack(id)
        try await world.inspect(id)
        try await world.deliver(id)
        try await world.reopen(id)
        try await world.offer(.partialRefund, 20_00, on: id, by: world.owner)
        try await world.accept(1, on: id, by: world.mei)
        try await world.runDueJobs()
        let balance = try await world.balance()
        try await world.reopen(id)
        try await world.approve(id, by: world.owner)
        try await world.sendBack(id)
        #expect(try await world.inspect(id).state == .fulfilling)
        #expect(try await world.balance() == balance, "as good for as good")
        #expect(try await world.deliver(id).state == .fulfilled)
        #expect(try await world.faults() == [])
        try await world.reopen(id)
        try await world.approve(id, by: world.owner)
        try await world.sendBack(id)
        try await world.inspect(id)
        try await world.offer(.returnRefund, on: id, by: world.owner)
        try await world.accept(2, on: id, by: world.mei)
        try await world.runDueJobs()
        let view = try await world.view(id)
        let back = view.movements.filter { $0.kind == .refund }.reduce(0) { $0 + $1.amount.amount }
        #expect(
            back - (variant == "pot-small" ? 20_00 : 0) == cost, "20.00 for keeping it, and then the rest")
        #expect(try await world.faults() == [])
    }

    @Test
    func `what was given for keeping goods is no part of the difference when they are exchanged after all`()
        async throws
    {
        let world = try await TestWorld.opened()
        let id = try await world.open(
            CaseApplication(
                .exchange, "preferOther", [.init("pot-white", 1, for: "pot-blue")], refundTo: "mei-gift")
        ).id
        try await world.withdraw(id)
        try await world.reopen(id)
        try await world.offer(.partialRefund, 15_00, on: id, by: world.owner)
        try await world.accept(1, on: id, by: world.mei)
        try await world.runDueJobs()
        let balance = try #require(try await world.balance())
        try await world.reopen(id)
        try await world.approve(id, by: world.owner)
        try await world.sendBack(id)
        try await world.inspect(id)
        #expect(try await world.balance() == balance - 20_00, "120.00 for 100.00")
        #expect(try await world.deliver(id).state == .fulfilled)
        let returned = try await world.open(CaseApplication(.returnRefund, "wrongSize", [.init("pot-blue")]))
        try await world.sendBack(returned.id)
        try await world.inspect(returned.id)
        try await world.runDueJobs()
        #expect(try await world.view(returned.id).refunded == .fen(105_00), "15.00 had gone back before")
        #expect(try await world.faults() == [])
    }

    @Test func `an exchange that is opened again and left as it was is sound`() async throws {
        let world = try await TestWorld.opened()
        let id = try await world.open(
            CaseApplication(
                .exchange, "preferOther", [.init("pot-white", 1, for: "pot-small")], refundTo: "mei-gift")
        ).id
        try await world.sendBack(id)
        try await world.inspect(id)
        try await world.deliver(id)
        try await world.reopen(id)
        try await world.reject(id, by: world.lin)
        try await world.withdraw(id)
        #expect(try await world.find(id).state == .fulfilled)
        #expect(try await world.faults() == [])
    }

    @Test func `the difference of a part that ends in money goes back, that of the other stays`() async throws
    {
        let (world, id) = try await half(for: "pot-blue")
        #expect(try await world.balance() == 10_00)
        try await world.offer(.returnRefund, on: id, by: world.owner)
        try await world.accept(1, on: id, by: world.mei)
        try await world.runDueJobs()
        #expect(try await world.find(id).state == .refunded)
        let refunds = try await world.view(id).movements.filter { $0.kind == .refund }
        #expect(refunds.filter { $0.returns != nil }.map(\.amount) == [.fen(20_00)])
        #expect(try await world.view(id).refunded == .fen(100_00))
        #expect(try await world.faults() == [])
    }

    @Test func `cheaper goods that are sold out end in what they cost, less what went back`() async throws {
        let world = try await TestWorld.opened(
            order: OrderSpecification("1001", lines: [.init("pot-white", 2)]))
        let id = try await world.open(
            CaseApplication(
                .exchange, "preferOther", [.init("pot-white", 2, for: "pot-small")], refundTo: "mei-gift")
        ).id
        try await world.sendBack(id)
        try await world.inspect(id, accepted: 1, refused: 1)
        try await world.runDueJobs()
        #expect(try await world.balance() == 70_00, "20.00 is the difference of the accepted one")
        try await world.offer(.returnRefund, on: id, by: world.owner)
        try await world.accept(1, on: id, by: world.mei)
        try await world.runDueJobs()
        #expect(try await world.find(id).state == .refunded)
        #expect(try await world.view(id).refunded == .fen(100_00), "one pot came, at 100.00")
        #expect(try await world.view(id).parts.goodsBack?.units == 1)
        #expect(try await world.faults() == [])
    }

    @Test func `a part that ended in money is not charged for when the case is opened again`() async throws {
        let (world, id) = try await half(for: "pot-blue")
        try await world.offer(.returnRefund, on: id, by: world.owner)
        try await world.accept(1, on: id, by: world.mei)
        try await world.runDueJobs()
        #expect(try await world.view(id).unpaid.isZero)
        let balance = try await world.balance()
        try await world.reopen(id)
        try await world.approve(id, by: world.owner)
        try await world.runDueJobs()
        #expect(try await world.balance() == balance)
        #expect(try await world.view(id).refunded == .fen(100_00))
        #expect(try await world.faults() == [])
    }

    @Test(arguments: [true, false])
    func `differences that go opposite ways are settled each for itself`(dearerFirst: Bool) async throws {
        let world = try await TestWorld.opened(
            order: OrderSpecification(
                "1001", lines: [.init("pot-white"), .init("pot-small", paid: 80_00)]))
        let id = try await world.open(
            CaseApplication(
                .exchange, "preferOther",
                [.init("pot-white", 1, for: "pot-small"), .init("pot-small", 1, for: "pot-blue")],
                refundTo: "mei-gift")
        ).id
        try await world.sendBack(id)
        let (lin, lines) = (world.lin, try await world.find(id).lines)
        try await world.act {
            try $0.inspect(
                id,
                lines.map {
                    let isTaken = ($0.newVariantID == "pot-blue") == dearerFirst
                    return InspectedLine(
                        line: .line($0.lineID), accepted: isTaken ? 1 : 0, refused: isTaken ? 0 : 1, note: nil
                    )
                }, by: lin, in: $1, $2)
        }
        try await world.runDueJobs()
        #expect(try await world.balance() == (dearerFirst ? 10_00 : 70_00))
        try await world.deliver(id)
        try await world.dispute(id)
        try await world.rule(.customer, on: id)
        try await world.runDueJobs()
        try await world.deliver(id)
        #expect(try await world.balance() == 30_00, "40.00 more and 20.00 less")
        let paid = try await world.orderView().order.lines.map { "\($0.variantID) \($0.paid)" }
        #expect(paid.sorted() == ["pot-blue 120.00 CNY", "pot-small 80.00 CNY"])
        #expect(try await world.faults() == [])
    }
}
