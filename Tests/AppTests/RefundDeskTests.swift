import App
import Base
import Testing

/// What people at the desk may give and pay themselves.
@Suite(.timeLimit(.minutes(10))) struct RefundDeskTests {
    private static let password = "四月的龙井要趁早 2026"

    @Test func `above the own limit there is no button to agree, only a word and the amount that is left`()
        async throws
    {
        try await DeskWorkTests.inShop { shop in
            let day = Timestamp(milliseconds: 1_795_000_000_000)
            try await shop.take([TestOrder(id: "dear", quantity: 5).json(at: day)])
            let dear = try await shop.open("refundOnly", "notReceived", "dear", "pot-white", 5).expect(201).id
            let cheap = try await shop.open("refundOnly", "notReceived", "mine", "pot-white").expect(201).id
            var lin = try await DeskWorkTests.browser(shop, "agent")
            let above = try await lin.see("/desk/\(shop.id)/cases/\(dear)")
            #expect(above.text.contains("超过你的权限") && above.text.contains("200.00"))
            #expect(!above.text.contains("同意退款 ¥500.00"))
            let within = try await lin.see("/desk/\(shop.id)/cases/\(cheap)")
            #expect(!within.text.contains("超过你的权限"))
            var boss = try await DeskWorkTests.browser(shop, "supervisor")
            let seen = try await boss.see("/desk/\(shop.id)/cases/\(dear)")
            #expect(!seen.text.contains("超过你的权限"))
        }
    }

    @Test func `who pays by hand sees the whole number and says why it could not be paid`() async throws {
        try await Self.inShopThatPaysByHand { shop, browser in
            var boss = browser
            let id = try await shop.open("refundOnly", "notReceived", "mine", "pot-white").expect(201).id
            try await shop.post("cases/\(id)/approval").expect(200)
            let refund = try #require(try await shop.get("refunds").expect(200).items.first)
            let number = try #require(refund["number"]?.string)
            let board = try await boss.see("/desk/\(shop.id)/refunds")
            #expect(board.text.contains("等人付款") && !board.text.contains("已发出"))
            let place = "/desk/\(shop.id)/refunds/\(number)"
            let page = try await boss.see(place)
            #expect(page.text.contains(number) && page.text.contains("等人付款"))
            let failed = ["outcome.outcome": "failed"]
            #expect(try await boss.submit(page, to: "/outcome?on=page", failed).status == 400)
            let why = failed.merging(["outcome.reason": "other", "outcome.words": "账号少一位"]) { $1 }
            let reply = try await boss.submit(page, to: "/outcome?on=page", why).expect(303)
            #expect(reply.headers["location"] == place)
            #expect(try await boss.see(place).text.contains("账号少一位"))
        }
    }

    @Test func `林 charges a difference that was not paid to another method, once 梅 agrees`() async throws {
        try await DeskWorkTests.inShop { shop in
            let clock = Sandbox(root: shop.root)
            let id = try await shop.open("exchange", "preferOther", "mine", "pot-white", new: "pot-blue")
                .expect(201).id
            let parcel: JSONValue = ["carrier": "SF", "trackingNumber": "SF1", "by": "customer"]
            try await shop.step(id, "return-shipment", parcel)
            try await shop.step(id, "receipt")
            try await shop.step(id, "inspection", ["lines": [["variantId": "pot-white", "accepted": 1]]])
            let place = "/desk/\(shop.id)/cases/\(id)"
            var lin = try await DeskWorkTests.browser(shop, "agent")
            #expect(try await !lin.see(place).text.contains("difference-payment"), "it is being collected")
            try await shop.root.put("/v1/sandbox/provider", ["refused": 10_000]).expect(204)
            try await clock.pass(.minutes(1))
            let page = try await lin.see(place)
            #expect(page.text.contains("收取 ¥20.00"))
            let by = ["difference-payment.methodId": "nobodys"]
            #expect(try await lin.submit(page, to: "/difference-payment", by).status == 422)
            let gift = ["difference-payment.methodId": "mei-gift"]
            try await lin.submit(page, to: "/difference-payment", gift).expect(303)
            #expect(try await shop.get("cases/\(id)").json["unpaidDifference"] == nil)
            let sent = try await lin.see(place)
            #expect(!sent.text.contains("difference-payment"))
            try await shop.step(id, "replacement-shipment", ["carrier": "SF", "trackingNumber": "SF2"])
        }
    }

    private static func inShopThatPaysByHand(
        _ body: @escaping @Sendable (Qinghe, Browser) async throws -> Void
    ) async throws {
        try await TestServer.run {
            $0.isSandbox = false
            $0.provider = .manual
            $0.addressBurst = 10_000
            $0.keyBurst = 10_000
        } _: { server in
            let shop = try await Qinghe.open(server.root)
            try await shop.take([TestOrder(id: "mine").json(at: Outside.system.now())])
            let made = try await shop.post(
                "staff", ["email": "supervisor@example.com", "name": "周", "role": "supervisor"]
            ).expect(201)
            try await server.root.put(
                shop.path("staff/\(made.id)/password"), ["password": .string(password)]
            ).expect(204)
            var browser = Browser(server.root)
            try await browser.signIn(shop, as: "supervisor", password)
            try await body(shop, browser)
        }
    }
}
