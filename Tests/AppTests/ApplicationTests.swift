import Base
import Testing

/// Applying in three steps without JavaScript: words stay out of addresses, and one application opens one case.
@Suite(.timeLimit(.minutes(10))) struct ApplicationTests {
    private static let words = "杯口有一个小缺口，照片在附件"

    @Test func `what 梅 writes stands on the page and in no address, also after a reload`() async throws {
        try await PageTests.inShop { server, shop, _ in
            var mei = Browser(server.root)
            try await mei.signIn(server, shop)
            let address = try await Self.draft(&mei, shop, "notReceived", "refundOnly")
            #expect(address.contains("draft=") && !address.contains("note="))
            #expect(!address.contains(Self.words) && !address.contains("%E6%9D%AF"))
            for _ in 1...2 { #expect(try await mei.see(address).text.contains(Self.words)) }
            let details = address.replacing("/apply/result?", with: "/apply/details?")
            #expect(try await mei.see(details).text.contains(Self.words), "going back keeps them")
            var stranger = Browser(server.root)
            #expect(try await !stranger.get(address).text.contains(Self.words))
        }
    }

    @Test func `going back and sending again leads to the case that was opened`() async throws {
        try await PageTests.inShop { server, shop, _ in
            var mei = Browser(server.root)
            try await mei.signIn(server, shop)
            let before = try await shop.get("cases").expect(200).items.count
            let address = try await Self.draft(&mei, shop, "notReceived", "refundOnly")
            let first = try await mei.see(address)
            // A page that was loaded again has another key.
            let second = try await mei.see(address)
            let opened = try await mei.submit(first, to: "/orders/two/apply").expect(303).headers["location"]
            let again = try await mei.submit(second, to: "/orders/two/apply").expect(303).headers["location"]
            #expect(opened == again)
            let cases = try await shop.get("cases").expect(200).items
            #expect(cases.count == before + 1)
            #expect(cases.contains { $0["note"]?.string == Self.words })
            let back = try await mei.see(address)
            #expect(back.text.contains(try #require(opened)), "the page leads to the case")
            #expect(!HTMLForm.all(in: back.text).contains { $0.action.hasSuffix("/orders/two/apply") })
        }
    }

    @Test func `the other unit of the line can be asked for, with a word about the first`() async throws {
        try await PageTests.inShop { server, shop, _ in
            var mei = Browser(server.root)
            try await mei.signIn(server, shop)
            let address = try await Self.draft(&mei, shop, "notReceived", "refundOnly")
            let page = try await mei.see(address)
            let opened = try #require(
                try await mei.submit(page, to: "/orders/two/apply").expect(303).headers["location"])
            #expect(try await mei.see("/s/\(shop.id)/orders/two/apply").text.contains(opened))
            let other = try await Self.draft(&mei, shop, "notReceived", "refundOnly")
            let result = try await mei.see(other)
            #expect(result.text.contains(opened))
            let second = try await mei.submit(result, to: "/orders/two/apply").expect(303).headers["location"]
            #expect(second != opened)
        }
    }

    /// Steps 1 and 2 for one of the two pots of an order.
    /// - Returns: the address of step 3.
    private static func draft(
        _ mei: inout Browser, _ shop: Qinghe, _ reason: String, _ kind: String
    ) async throws -> String {
        if try await shop.get("orders/two").status == 404 {
            let day = Timestamp(milliseconds: 1_795_000_000_000)
            try await shop.take([TestOrder(id: "two", quantity: 2).json(at: day)])
        }
        let goods = try await mei.see("/s/\(shop.id)/orders/two/apply")
        let units = try await mei.submit(goods, to: "/apply/goods", ["units.1": "1"]).expect(303)
        let reasons = try #require(units.headers["location"])
        let chosen = reasons.replacing("/reason?", with: "/details?") + "&reason=\(reason)"
        let details = try await mei.see(chosen)
        let sent = try await mei.submit(
            details, to: "/apply/details", ["kind": kind, "note": words]
        ).expect(303)
        return try #require(sent.headers["location"])
    }
}
