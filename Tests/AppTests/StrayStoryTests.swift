import Base
import Testing

/// An order of 梅's is cancelled, and the shop's own system sends it all the same.
@Suite(.timeLimit(.minutes(10))) struct StrayStoryTests {
    @Test
    func `everybody at the desk sees goods that were sent by mistake until a supervisor has seen to it`()
        async throws
    {
        try await DeskWorkTests.inShop { shop in
            try await Self.stray("fresh", shop)
            let (list, place) = ("/desk/\(shop.id)/orders", "/desk/\(shop.id)/orders/fresh")
            var lin = try await DeskWorkTests.browser(shop, "agent")
            #expect(try await lin.see(list).text.contains("误发"))
            let seen = try await lin.see(place).text
            #expect(seen.contains("误发") && !seen.contains("\(place)/stray-settlement"))
            var boss = try await DeskWorkTests.browser(shop, "supervisor")
            let page = try await boss.see(place)
            try await boss.submit(page, to: "/stray-settlement").expect(303)
            #expect(try await !lin.see(list).text.contains("误发"))
            #expect(try await lin.see(place).text.contains("误发"), "the order keeps what happened to it")
        }
    }

    @Test func `a program is told of them, and says when somebody has seen to it`() async throws {
        try await DeskWorkTests.inShop { shop in
            try await shop.post("orders/mine/stray-settlement").expect(409, "nothingStrayed")
            try await Self.stray("fresh", shop)
            let order = try await shop.get("orders/fresh").json
            #expect(order["strayShipment"]?["at"]?.string != nil)
            #expect(order["strayShipment"]?["settledAt"] == nil)
            try await shop.caller("agent").api.post(shop.path("orders/fresh/stray-settlement"))
                .expect(403, "permissionMissing")
            let settled = try await shop.caller("supervisor").api.post(
                shop.path("orders/fresh/stray-settlement")
            ).expect(200).json
            #expect(settled["strayShipment"]?["settledAt"]?.string != nil)
            try await shop.post("orders/fresh/stray-settlement").expect(409, "nothingStrayed")
        }
    }

    private static func stray(_ id: String, _ shop: Qinghe) async throws {
        try await shop.post("orders/\(id)/changes", ["kind": "cancel", "reason": "noLongerNeeded"]).expect(
            201)
        let sent = TestOrder(id: id, status: "shipped").json(at: Outside.system.now())
        let report = try await shop.root.importing([sent], as: "orders", to: shop.id).expect(200).json
        let doubts = report["doubtfulLines"]?.items.compactMap { $0["code"]?.string } ?? []
        #expect(doubts.contains("shippedThoughCancelled"), "\(report.text)")
    }
}
