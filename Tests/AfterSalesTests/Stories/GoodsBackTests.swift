import AfterSales
import Base
import Policies
import TestSupport
import Testing

/// Goods that inspection turned down are the customer's, and come back to them.
@Suite struct GoodsBackTests {
    private func inspected(
        accepted: Int, refused: Int
    ) async throws -> (world: TestWorld, id: Identifier<Case>) {
        let world = try await TestWorld.opened(
            order: OrderSpecification("1001", lines: [.init("pot-white", accepted + refused)]))
        let application = CaseApplication(
            .returnRefund, "wrongSize", [.init("pot-white", accepted + refused)])
        let id = try await world.open(application).id
        try await world.sendBack(id)
        try await world.inspect(id, accepted: accepted, refused: refused)
        return (world, id)
    }

    @Test func `units that do not pass are owed to the customer and sent back with a number`() async throws {
        let (world, id) = try await inspected(accepted: 1, refused: 2)
        let owed = try #require(try await world.view(id).parts.goodsBack)
        #expect(owed.units == 2 && owed.sentAt == nil && owed.due == world.now + .days(7))
        let lin = world.lin
        try await world.act {
            try $0.sendRefusedGoods(id, carrier: "sf", trackingNumber: "SF42", by: lin, in: $1, $2)
        }
        let parts = try await world.view(id).parts
        #expect(parts.goodsBack?.sentAt == world.now)
        #expect(parts.parcels.last?.direction == .refused && parts.parcels.last?.trackingNumber == "SF42")
        #expect(try await world.story(of: id).last == "case.refusedGoodsSent")
        await #expect(throws: AfterSalesRefusal.noGoodsToSendBack) {
            try await world.act {
                try $0.sendRefusedGoods(id, carrier: "sf", trackingNumber: "SF43", by: lin, in: $1, $2)
            }
        }
        try await world.pass(.days(30))
        #expect(try await !world.story(of: id).contains("case.refusedGoodsLate"))
    }

    @Test func `what was not in the parcel is neither paid for nor owed back, and can be disputed`()
        async throws
    {
        let world = try await TestWorld.opened(
            order: OrderSpecification("1001", lines: [.init("pot-white", 4)]))
        let application = CaseApplication(.returnRefund, "preferOther", [.init("pot-white", 4)])
        let id = try await world.open(application).id
        try await world.sendBack(id)
        await #expect(throws: AfterSalesRefusal.inspectionIncomplete(id: "1")) {
            try await world.inspect(id, accepted: 2, refused: 2, missing: 3)
        }
        try await world.inspect(id, accepted: 2, refused: 2, missing: 1)
        try await world.runDueJobs()
        #expect(try await world.view(id).refunded == .fen(200_00))
        #expect(try await world.view(id).parts.goodsBack?.units == 1, "one of the two lies at the shop")
        #expect(try await world.find(id).lines.map(\.missing) == [1])
        try await world.sendRefusedGoods(id)
        #expect(try await world.dispute(id).state == .disputed)
        #expect(try await world.faults() == [])
    }

    @Test(arguments: [true, false])
    func `what was missing is not asked for again when the platform rules for the customer`(
        isSent: Bool
    ) async throws {
        let world = try await TestWorld.opened(
            order: OrderSpecification("1001", lines: [.init("pot-white", 4)]))
        let application = CaseApplication(.returnRefund, "preferOther", [.init("pot-white", 4)])
        let id = try await world.open(application).id
        try await world.sendBack(id)
        try await world.inspect(id, accepted: 2, refused: 2, missing: 1)
        try await world.runDueJobs()
        try await world.sendRefusedGoods(id)
        try await world.dispute(id)
        let ruled = try await world.rule(.customer, on: id)
        #expect(ruled.state == .awaitingReturn)
        #expect(ruled.lines.map(\.accepted) == [2, nil, 1] && ruled.lines.map(\.quantity) == [2, 1, 1])
        if isSent {
            try await world.sendBack(id)
            try await world.inspect(id)
        } else {
            try await world.pass(.days(60))
        }
        try await world.runDueJobs()
        let view = try await world.view(id)
        #expect((view.record.state, view.refunded) == (.refunded, .fen(isSent ? 400_00 : 300_00)))
        #expect(try await world.faults() == [])
    }

    @Test func `an empty parcel is turned down with its own reason, and nothing is owed for it`() async throws
    {
        let world = try await TestWorld.opened()
        let id = try await world.open(CaseApplication(.returnRefund, "preferOther", [.init("pot-white", 1)]))
            .id
        try await world.sendBack(id)
        try await world.inspect(id, accepted: 0, refused: 1, missing: 1)
        let record = try await world.find(id)
        #expect(record.state == .rejected)
        #expect(record.decision.rules.map(\.id) == ["parcelEmpty"])
        #expect(try await world.view(id).parts.goodsBack == nil)
        try await world.approve(id, by: world.owner)
        try await world.runDueJobs()
        #expect(try await world.find(id).state == .refunded, "the shop may pay for it after all")
        #expect(try await world.find(id).lines.map(\.missing) == [0])
        #expect(try await world.faults() == [])
    }

    @Test func `the shop is warned, then a supervisor is told again and again, also of a closed case`()
        async throws
    {
        let (world, id) = try await inspected(accepted: 1, refused: 1)
        try await world.pass(.days(5))
        #expect(try await world.find(id).state == .refunded)
        #expect(try await world.story(of: id).last == "case.refusedGoodsNear")
        try await world.pass(.days(2))
        #expect(try await world.story(of: id).last == "case.refusedGoodsLate")
        #expect(try await world.view(id).parts.goodsBack?.isLate == true)
        try await world.pass(.days(7))
        let late = try await world.story(of: id).count { $0 == "case.refusedGoodsLate" }
        #expect(late == 2)
        #expect(try await world.faults() == [])
    }

    @Test func `what is owed and what is late is found, also of closed cases, until it is sent`() async throws
    {
        let (world, id) = try await inspected(accepted: 1, refused: 1)
        func found(_ wanted: CaseFilter.GoodsBack) async throws -> [String] {
            var filter = CaseFilter()
            filter.goodsBack = wanted
            return try await world.look { [filter] in
                let ids = try $0.queue(filter, in: $1.id, $2).items.map(\.id.text)
                #expect(try $0.count(filter, in: $1.id, $2) == ids.count)
                return ids
            }
        }
        #expect(try await found(.owed) == [id.text])
        #expect(try await found(.late) == [])
        try await world.pass(.days(8))
        #expect(try await world.find(id).state == .refunded)
        #expect(try await found(.owed) == [id.text])
        #expect(try await found(.late) == [id.text])
        let lin = world.lin
        try await world.act {
            try $0.sendRefusedGoods(id, carrier: "sf", trackingNumber: "SF42", by: lin, in: $1, $2)
        }
        #expect(try await found(.owed) == [])
    }

    @Test func `goods that are accepted after all stay with the shop`() async throws {
        let (world, id) = try await inspected(accepted: 0, refused: 1)
        #expect(try await world.find(id).state == .rejected)
        #expect(try await world.view(id).parts.goodsBack?.units == 1)
        try await world.approve(id, by: world.owner)
        #expect(try await world.view(id).parts.goodsBack == nil)
        try await world.pass(.days(20))
        #expect(try await !world.story(of: id).contains("case.refusedGoodsLate"))
        #expect(try await world.faults() == [])
    }

    @Test func `a case whose goods went back to the customer is inspected anew when it is reopened`()
        async throws
    {
        let (world, id) = try await inspected(accepted: 0, refused: 1)
        let lin = world.lin
        try await world.act {
            try $0.sendRefusedGoods(id, carrier: "sf", trackingNumber: "SF42", by: lin, in: $1, $2)
        }
        try await world.pass(.days(8))
        #expect(try await world.find(id).state == .expired)
        try await world.reopen(id)
        #expect(try await world.approve(id, by: world.owner).state == .awaitingReturn)
        #expect(try await world.faults() == [])
    }

    @Test func `where nothing was turned down nothing is sent back`() async throws {
        let (world, id) = try await inspected(accepted: 1, refused: 0)
        #expect(try await world.view(id).parts.goodsBack == nil)
        let lin = world.lin
        await #expect(throws: AfterSalesRefusal.noGoodsToSendBack) {
            try await world.act {
                try $0.sendRefusedGoods(id, carrier: "sf", trackingNumber: "SF42", by: lin, in: $1, $2)
            }
        }
    }
}
