import Base
import Orders
import Payments
import Policies
import TestSupport
import Testing

@testable import AfterSales

/// What inspection turned down, in part or in whole: nobody ends with both goods and money, and nobody with neither.
@Suite struct TurnedDownTests {
    private func inspected(
        _ kind: CaseKind = .returnRefund, for new: String? = nil, accepted: Int, refused: Int
    ) async throws -> (world: TestWorld, id: Identifier<Case>) {
        let bought = OrderSpecification("1001", lines: [.init("pot-white", accepted + refused)])
        let world = try await TestWorld.opened(order: bought)
        let lines = [CaseApplication.Line("pot-white", accepted + refused, for: new)]
        let id = try await world.open(
            CaseApplication(kind, "preferOther", lines, refundTo: new.map { _ in "mei-wechat" })
        ).id
        try await world.sendBack(id)
        try await world.inspect(id, accepted: accepted, refused: refused)
        try await world.runDueJobs()
        return (world, id)
    }

    @Test(arguments: ["approval", "ruling", "reopening"])
    func `goods that went back to the customer come again before they are paid for`(
        way: String
    ) async throws {
        let (world, id) = try await inspected(accepted: 0, refused: 2)
        try await world.sendRefusedGoods(id)
        switch way {
        case "approval": try await world.approve(id, by: world.owner)
        case "ruling":
            try await world.dispute(id)
            try await world.rule(.customer, on: id)
        default:
            try await world.withdraw(id)
            try await world.reopen(id)
            try await world.approve(id, by: world.owner)
        }
        #expect(try await world.find(id).state == .awaitingReturn)
        #expect(try await world.view(id).movements.isEmpty)
        try await world.sendBack(id)
        try await world.inspect(id)
        try await world.runDueJobs()
        #expect(try await world.view(id).refunded == .fen(200_00))
        #expect(try await world.view(id).parts.goodsBack == nil)
        #expect(try await world.faults() == [])
    }

    @Test func `a part that was turned down can be disputed, and is paid for when it lies at the shop`()
        async throws
    {
        let (world, id) = try await inspected(accepted: 2, refused: 1)
        #expect(try await world.find(id).state == .refunded)
        #expect(try await world.dispute(id).state == .disputed)
        try await world.rule(.customer, on: id)
        try await world.runDueJobs()
        #expect(try await world.view(id).refunded == .fen(300_00))
        #expect(try await world.view(id).parts.goodsBack == nil, "the shop keeps what it paid for")
        #expect(try await world.find(id).state == .refunded)
        #expect(try await world.faults() == [])
    }

    @Test func `of a part that went back to the customer only that part comes again`() async throws {
        let (world, id) = try await inspected(accepted: 2, refused: 1)
        try await world.sendRefusedGoods(id)
        try await world.reopen(id)
        let asked = try await world.approve(id, by: world.owner)
        #expect(asked.state == .awaitingReturn)
        #expect(asked.lines.map(\.quantity) == [2, 1] && asked.lines.map(\.accepted) == [2, nil])
        try await world.sendBack(id)
        try await world.inspect(id)
        try await world.runDueJobs()
        #expect(try await world.view(id).refunded == .fen(300_00))
        #expect(try await world.faults() == [])
    }

    @Test func `a ruling for the shop leaves a part that was paid as it is, and is final`() async throws {
        let (world, id) = try await inspected(accepted: 1, refused: 1)
        try await world.dispute(id)
        let ruled = try await world.rule(.shop, on: id)
        #expect(ruled.state == .refunded)
        #expect(try await world.view(id).refunded == .fen(100_00))
        await #expect(throws: AfterSalesRefusal.self) { try await world.dispute(id) }
        #expect(try await world.view(id).parts.goodsBack?.units == 1, "the rest is owed back")
    }

    @Test func `nobody disputes a part after the time to answer a rejection`() async throws {
        let (world, id) = try await inspected(accepted: 1, refused: 1)
        try await world.sendRefusedGoods(id)
        try await world.pass(.days(8))
        await #expect(throws: AfterSalesRefusal.disputeTooLate) { try await world.dispute(id) }
    }

    @Test func `an exchange of which a part was turned down goes on with that part alone`() async throws {
        let (world, id) = try await inspected(.exchange, for: "pot-blue", accepted: 1, refused: 1)
        try await world.sendRefusedGoods(id)
        #expect(try await world.deliver(id).state == .fulfilled)
        try await world.reopen(id)
        let asked = try await world.approve(id, by: world.owner)
        #expect(asked.state == .awaitingReturn)
        #expect(asked.lines.map(\.isExchanged) == [true, false])
        #expect(asked.lines.map(\.accepted) == [1, nil])
        try await world.sendBack(id)
        try await world.inspect(id)
        try await world.runDueJobs()
        #expect(try await world.deliver(id).state == .fulfilled)
        let charges = try await world.view(id).movements.map(\.amount)
        #expect(charges == [.fen(20_00), .fen(20_00)], "a difference for each")
        let lines = try await world.orderView().order.lines.map { "\($0.variantID) \($0.quantity)" }
        #expect(lines.sorted() == ["pot-blue 1", "pot-blue 1"])
        #expect(try await world.faults() == [])
    }

    @Test func `what could not be repaired is paid for, and not what was turned down`() async throws {
        let world = try await TestWorld.opened(
            order: OrderSpecification("1001", lines: [.init("pot-white", 2)]))
        let photo = try await world.upload()
        let id = try await world.open(
            CaseApplication(.repair, "defective", [.init("pot-white", 2)], evidence: [photo])
        ).id
        try await world.sendBack(id)
        try await world.inspect(id, accepted: 1, refused: 1)
        try await world.repair(id, .failed)
        try await world.repair(id, .failed)
        let offers = try await world.view(id).parts.offers
        let money = try #require(offers.first { $0.kind == .returnRefund })
        try await world.accept(money.number, on: id, by: world.mei)
        try await world.runDueJobs()
        #expect(try await world.view(id).refunded == .fen(100_00))
        #expect(try await world.view(id).parts.goodsBack?.units == 1)
        #expect(try await world.faults() == [])
    }

    @Test func `units of several wishes are accepted for what costs least, unless they are named`() throws {
        func line(_ new: String, _ quantity: Int, price: Int64) -> CaseLine {
            CaseLine(
                lineID: "1", variantID: "pot-white", newVariantID: Identifier(new), quantity: quantity,
                accepted: nil, refused: nil, inspectionNote: nil, value: .fen(100_00 * Int64(quantity)),
                granted: .fen(0), newPrice: .fen(price * Int64(quantity)),
                listPrice: .fen(100_00 * Int64(quantity)), isExchanged: false)
        }
        let lines = [line("pot-blue", 2, price: 120_00), line("pot-small", 1, price: 80_00)]
        let cheap = try InspectedLine.apply(
            [InspectedLine(line: .line("1"), accepted: 2, refused: 1, note: nil)], to: lines)
        #expect(cheap.map(\.accepted) == [1, 1])
        let named = try InspectedLine.apply(
            [
                InspectedLine(line: .line("1"), for: "pot-blue", accepted: 2, refused: 0, note: nil),
                InspectedLine(line: .line("1"), for: "pot-small", accepted: 0, refused: 1, note: nil),
            ], to: lines)
        #expect(named.map(\.accepted) == [2, 0])
    }
}
