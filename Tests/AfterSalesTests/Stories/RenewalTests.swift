import AfterSales
import Base
import Policies
import TestSupport
import Testing

/// New goods have rights of their own: for their faults windows count from when they arrived.
@Suite struct RenewalTests {
    /// The new goods arrive twelve days after the first ones.
    private func exchanged(_ quantity: Int = 1, of all: Int = 1) async throws -> TestWorld {
        let world = try await TestWorld.opened(
            order: OrderSpecification("1001", lines: [.init("pot-white", all)]))
        let id = try await world.open(
            CaseApplication(
                .exchange, "wrongSize", [.init("pot-white", quantity, for: "pot-small")],
                refundTo: "mei-wechat")
        ).id
        try await world.pass(.days(6))
        try await world.sendBack(id)
        try await world.inspect(id)
        let (mei, lin) = (world.mei, world.lin)
        try await world.act {
            try $0.shipReplacement(id, carrier: "SF", trackingNumber: "SF200", by: lin, in: $1, $2)
        }
        try await world.pass(.days(4))
        try await world.act { try $0.confirm(id, by: mei, in: $1, $2) }
        return world
    }

    private func told(
        _ kind: CaseKind, _ reason: String, _ lines: [CaseApplication.Line], in world: TestWorld
    ) async throws -> RuleFinding? {
        let photo = try await world.upload()
        let opened = try await world.open(CaseApplication(kind, reason, lines, evidence: [photo]))
        return opened.decision.rules.first { $0.id == "insideWindow" || $0.id == "windowOver" }
    }

    @Test func `faults of exchanged goods are in time from when those arrived`() async throws {
        let world = try await exchanged()
        let found = try #require(
            try await told(.returnRefund, "defective", ["pot-small"], in: world))
        #expect(found.id == "insideWindow" && found.facts["from"] == "renewedAt")
    }

    @Test func `wishes are in time from the first delivery alone`() async throws {
        let world = try await exchanged()
        let found = try await told(.returnRefund, "noLongerNeeded", ["pot-small"], in: world)
        #expect(found?.id == "windowOver")
    }

    @Test func `the time of new goods ends as well`() async throws {
        let world = try await exchanged()
        try await world.pass(.days(9))
        let found = try await told(.returnRefund, "defective", ["pot-small"], in: world)
        #expect(found?.id == "windowOver" && found?.facts["from"] == "renewedAt")
    }

    @Test func `goods that stayed as they were keep their time`() async throws {
        let world = try await exchanged(1, of: 2)
        let found = try await told(.returnRefund, "defective", ["pot-white"], in: world)
        #expect(found?.id == "windowOver" && found?.facts["from"] == "deliveredAt")
        let new = try await told(.returnRefund, "defective", ["pot-small"], in: world)
        #expect(new?.id == "insideWindow")
    }

    @Test func `goods that were sent again have their own time, those that came at first theirs`()
        async throws
    {
        var order = OrderSpecification("1001", lines: [.init("pot-white", 2)])
        order.deliveredDaysAgo = 6
        let world = try await TestWorld.opened(order: order)
        let photo = try await world.upload()
        let id = try await world.open(CaseApplication(.resend, "missingItem", evidence: [photo])).id
        if try await world.find(id).state == .reviewing { try await world.approve(id, by: world.owner) }
        try await world.pass(.days(3))
        try await world.deliver(id)
        #expect(
            try await told(.returnRefund, "defective", [.init("pot-white", 2)], in: world)?.id == "windowOver"
        )
        #expect(try await told(.returnRefund, "defective", ["pot-white"], in: world)?.id == "insideWindow")
    }
}
