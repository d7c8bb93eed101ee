import Base
import Testing

/// What the customer's pages say where a word would be wrong.
@Suite(.timeLimit(.minutes(10))) struct CustomerWordsTests {
    @Test func `who still waits for goods that were turned down is not told that all is done`() async throws {
        try await PageTests.inShop { server, shop, _ in
            let now = try await server.clock.now()
            try await shop.take([TestOrder(id: "two", quantity: 2).json(at: now)])
            let opened = try await shop.open("returnRefund", "noLongerNeeded", "two", "pot-white", 2).expect(
                201)
            try await shop.step(
                opened.id, "return-shipment", ["carrier": "sf", "trackingNumber": "SF100", "by": "customer"])
            try await shop.step(opened.id, "receipt")
            try await shop.step(
                opened.id, "inspection",
                ["lines": [["variantId": "pot-white", "accepted": 1, "refused": 1, "note": "有裂纹"]]])
            try await server.clock.pass()
            var mei = Browser(server.root)
            try await mei.signIn(server, shop)
            let waiting = try await mei.see("/s/\(shop.id)/cases/\(opened.id)").text
            #expect(waiting.contains("没通过验货的商品，店铺会寄回给您") && !waiting.contains("不用再做什么"))
            try await shop.step(
                opened.id, "refused-goods-shipment", ["carrier": "sf", "trackingNumber": "SF101"])
            let sent = try await mei.see("/s/\(shop.id)/cases/\(opened.id)").text
            #expect(sent.contains("没通过验货的商品已经寄回给您") && !sent.contains("不用再做什么"))
        }
    }

    @Test func `a compensation is called one, not a refund`() async throws {
        try await PageTests.inShop { server, shop, _ in
            let now = try await server.clock.now()
            try await shop.take([TestOrder(id: "late", onTheWay: .days(6)).json(at: now)])
            var mei = Browser(server.root)
            try await mei.signIn(server, shop)
            let apply = "/s/\(shop.id)/orders/late/apply"
            let wishes = try await mei.see("\(apply)/details?goods=1*1&reason=lateDelivery").text
            #expect(wishes.contains("当场同意。补偿"))
            let result = try await mei.see(
                "\(apply)/result?goods=1*1&reason=lateDelivery&kind=compensation"
            ).text
            #expect(result.contains("补偿给您") && !result.contains("退给您"))
            let opened = try await shop.open("compensation", "lateDelivery", "late", "pot-white").expect(201)
            try await server.clock.pass()
            let letter = try await mei.see("/s/\(shop.id)/cases/\(opened.id)").text
            #expect(letter.contains("补偿已经付给您") && !letter.contains("退给您"))
        }
    }

    @Test func `what an exchange costs stands beside each choice, and what a card lacks is said`()
        async throws
    {
        try await PageTests.inShop { server, shop, _ in
            let now = try await server.clock.now()
            try await shop.take([TestOrder(id: "three", quantity: 3).json(at: now)])
            var mei = Browser(server.root)
            try await mei.signIn(server, shop)
            let apply = "/s/\(shop.id)/orders/three/apply"
            let details = try await mei.see("\(apply)/details?goods=1*3&reason=preferOther")
            #expect(details.text.contains("pot-blue · 补差价 ¥60.00"))
            #expect(details.text.contains("pot-small · 退差价 ¥60.00"))
            let sent = try await mei.submit(
                details, to: "/apply/details",
                ["kind": "exchange", "variant.1": "pot-blue", "difference": "mei-gift"]
            ).expect(303)
            let result = try await mei.see(try #require(sent.headers["location"])).text
            #expect(result.contains("需要付 ¥60.00，余额只有 ¥50.00"))
        }
    }
}
