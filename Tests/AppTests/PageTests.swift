import App
import Base
import Testing

/// The pages, as a browser without JavaScript sees them.
@Suite(.timeLimit(.minutes(10))) struct PageTests {
    private static let languages = ["zh-CN", "zh-TW", "en"]
    static let password = "四月的龙井要趁早 2026"

    @Test func `梅 comes in with a code, and sees every page of hers in three languages`() async throws {
        try await Self.inShop { server, shop, id in
            var browser = Browser(server.root)
            try await browser.signIn(server, shop)
            for language in Self.languages {
                browser.language = language
                for path in [
                    "orders", "orders/mine", "orders/mine/apply", "cases/\(id)", "policy", "sign-in",
                ] {
                    try await browser.see("/s/\(shop.id)/\(path)")
                }
            }
            for path in ["orders/hers", "cases/C-none", "files/F-none", "orders/none"] {
                let reply = try await browser.get("/s/\(shop.id)/\(path)")
                #expect(reply.status == 404 && !reply.text.contains("⟦"), "\(path) \(reply.status)")
            }
            let elsewhere = try await browser.get("/s/maiping/orders")
            #expect([303, 404].contains(elsewhere.status), "\(elsewhere.status)")
        }
    }

    @Test func `who is not signed in is sent to the sign-in page`() async throws {
        try await Self.inShop { server, shop, id in
            var browser = Browser(server.root)
            for path in ["orders", "orders/mine", "cases/\(id)"] {
                let reply = try await browser.get("/s/\(shop.id)/\(path)").expect(303)
                #expect(reply.headers["location"]?.hasPrefix("/s/\(shop.id)/sign-in") == true)
            }
            for path in ["", "/orders", "/cases/\(id)", "/refunds", "/policy", "/people", "/messages"] {
                let reply = try await browser.get("/desk/\(shop.id)\(path)").expect(303)
                #expect(reply.headers["location"]?.hasPrefix("/desk/\(shop.id)/sign-in") == true)
            }
            // A customer's session opens no desk.
            try await browser.signIn(server, shop)
            let reply = try await browser.get("/desk/\(shop.id)")
            #expect([303, 403].contains(reply.status), "\(reply.status)")
        }
    }

    @Test func `the owner sees every page of the desk in three languages`() async throws {
        try await Self.inShop { server, shop, id in
            var browser = Browser(server.root)
            try await browser.signIn(shop, as: "owner", Self.password)
            for language in Self.languages {
                browser.language = language
                let pages = [
                    "", "/orders", "/orders/mine", "/cases/\(id)", "/refunds", "/promise", "/policy",
                    "/complaints", "/outbox",
                    "/messages", "/people", "/webhooks", "/audit", "/audit?show=keys", "/sign-in",
                    "/settings", "/account", "/search", "/search?q=mine",
                    "/orders/mine/apply", "/customers/mei", "/complaints/new?customer=mei",
                    "/policy?tab=draft", "/refunds?state=all&method=wechatPay&age=longer",
                    "/cases/\(id)?view=all", "/promise?show=broken", "/queue-panel?view=open",
                ]
                for path in pages { try await browser.see("/desk/\(shop.id)\(path)") }
            }
            #expect(try await browser.get("/desk/maiping").status == 404)
            #expect(try await browser.get("/desk/\(shop.id)/cases/C-none").status == 404)
        }
    }

    @Test func `a viewer looks and does not act`() async throws {
        try await Self.inShop { server, shop, id in
            var browser = Browser(server.root)
            try await browser.signIn(shop, as: "viewer", Self.password)
            try await browser.see("/desk/\(shop.id)/cases/\(id)")
            for path in ["people", "messages", "outbox"] {
                #expect(try await browser.get("/desk/\(shop.id)/\(path)").status == 403, "\(path)")
            }
        }
    }

    @Test func `林 approves and 梅 withdraws with plain forms, which change things once`() async throws {
        try await Self.inShop { server, shop, id in
            var lin = Browser(server.root)
            try await lin.signIn(shop, as: "agent", Self.password)
            let page = try await lin.see("/desk/\(shop.id)/cases/\(id)")
            try await lin.submit(page, to: "/cases/\(id)/approval").expect(303)
            try await lin.submit(page, to: "/cases/\(id)/approval").expect(303)
            #expect(try await shop.state(id) == "refunding")

            let other = try await shop.open("returnRefund", "noLongerNeeded", "second", "pot-white").expect(
                201
            ).id
            var mei = Browser(server.root)
            try await mei.signIn(server, shop)
            let letter = try await mei.see("/s/\(shop.id)/cases/\(other)")
            var stranger = Browser(server.root)
            let refused = try await stranger.submit(letter, to: "/cases/\(other)/withdrawal")
            #expect([303, 401, 403].contains(refused.status))
            #expect(try await shop.state(other) == "awaitingReturn")
            try await mei.submit(letter, to: "/cases/\(other)/withdrawal").expect(303)
            #expect(try await shop.state(other) == "withdrawn")
        }
    }

    /// With a case of 梅's that waits for the shop, and an order of 兰's.
    static func inShop(
        _ body: @escaping @Sendable (TestServer, Qinghe, String) async throws -> Void
    ) async throws {
        try await TestServer.run {
            $0.addressBurst = 10_000
            $0.keyBurst = 10_000
        } _: { server in
            let shop = try await Qinghe.open(server.root)
            _ = try await Qinghe.open(server.root, id: "maiping")
            let now = try await server.clock.now()
            try await server.root.importing([Qinghe.customer("lan")], as: "customers", to: shop.id).expect(
                200)
            try await shop.take(["mine", "second"].map { TestOrder(id: $0).json(at: now) })
            try await shop.take([TestOrder(id: "hers", customer: "lan").json(at: now)])
            try await server.root.patch(
                shop.path("settings"), ["messages": "kept", "keepSentMessages": true]
            ).expect(200)
            let opened = try await shop.open("refundOnly", "notReceived", "mine", "pot-white").expect(201)
            for role in ["owner", "agent", "viewer"] {
                let made = try await shop.post(
                    "staff", ["email": .string("\(role)@example.com"), "name": "林", "role": .string(role)]
                ).expect(201)
                try await server.root.put(
                    shop.path("staff/\(made.id)/password"), ["password": .string(password)]
                ).expect(204)
            }
            try await body(server, shop, opened.id)
        }
    }
}

extension Browser {
    /// A page of the right reader: whole, in HTML and with every string.
    @discardableResult
    mutating func see(_ path: String, sourceLocation: SourceLocation = #_sourceLocation) async throws -> Reply
    {
        let reply = try await get(path)
        let place = "\(path) in \(language): \(reply.status)"
        #expect(reply.status == 200, "\(place) \(reply.text.prefix(300))", sourceLocation: sourceLocation)
        #expect(
            reply.headers["content-type"]?.hasPrefix("text/html") == true, "\(place)",
            sourceLocation: sourceLocation)
        let missing = reply.text.split(separator: "⟦").dropFirst().map { $0.prefix(60) }
        #expect(missing.isEmpty, "\(place) lacks \(missing)", sourceLocation: sourceLocation)
        return reply
    }

    /// 梅, with the code of her order.
    mutating func signIn(_ server: TestServer, _ shop: Qinghe) async throws {
        let door = try await get("/s/\(shop.id)/sign-in").expect(200)
        try await submit(door, to: "/sign-in", ["order": "mine"]).expect(303)
        try await server.clock.pass()
        let code = try #require(try await AccessStoryTests.keptCode(server, shop))
        let page = try await get("/s/\(shop.id)/sign-in?order=mine").expect(200)
        try await submit(page, to: "/sign-in/code", ["order": "mine", "code": code]).expect(303)
        #expect(cookies["huitou_customer"] != nil)
    }

    mutating func signIn(_ shop: Qinghe, as role: String, _ password: String) async throws {
        let door = try await get("/desk/\(shop.id)/sign-in").expect(200)
        try await submit(
            door, to: "/sign-in", ["signIn.email": "\(role)@example.com", "signIn.password": password]
        ).expect(303)
        #expect(cookies["huitou_staff"] != nil)
    }
}
