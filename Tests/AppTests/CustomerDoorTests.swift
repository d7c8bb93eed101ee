import App
import Base
import Testing

/// How customers come in: by the code of an order or by the shop's link, and where they go on to.
@Suite(.timeLimit(.minutes(10))) struct CustomerDoorTests {
    @Test func `whoever asks for a case comes to it after signing in`() async throws {
        try await PageTests.inShop { server, shop, id in
            var mei = Browser(server.root)
            let away = try await mei.get("/s/\(shop.id)/cases/\(id)").expect(303)
            let door = try #require(away.headers["location"])
            #expect(door == "/s/\(shop.id)/sign-in?to=%2Fs%2F\(shop.id)%2Fcases%2F\(id)")
            let asked = try await mei.submit(mei.see(door), to: "/sign-in", ["order": "mine"]).expect(303)
            try await server.clock.pass()
            let code = try #require(try await AccessStoryTests.keptCode(server, shop))
            let page = try await mei.see(try #require(asked.headers["location"]))
            let inside = try await mei.submit(page, to: "/sign-in/code", ["code": code]).expect(303)
            #expect(inside.headers["location"] == "/s/\(shop.id)/cases/\(id)")
            try await mei.see("/s/\(shop.id)/cases/\(id)")
        }
    }

    @Test func `an order's page asks for no number, and other sites are not gone on to`() async throws {
        try await PageTests.inShop { server, shop, _ in
            var mei = Browser(server.root)
            let away = try await mei.get("/s/\(shop.id)/orders/mine/apply").expect(303)
            let page = try await mei.see(try #require(away.headers["location"]))
            #expect(page.text.contains("value=\"mine\" id=\"field-order\""))
            for to in [
                "https://evil.example", "//evil.example", "/desk/\(shop.id)", "/s/\(shop.id)/../other/orders",
            ] {
                let page = try await mei.see("/s/\(shop.id)/sign-in?to=\(to)")
                #expect(!page.text.contains("name=\"to\""), "\(to)")
            }
        }
    }

    @Test func `a code is sent again and says so; the fifth wrong try ends it`() async throws {
        try await PageTests.inShop { server, shop, _ in
            var mei = Browser(server.root)
            let door = try await mei.see("/s/\(shop.id)/sign-in")
            let asked = try await mei.submit(door, to: "/sign-in", ["order": "mine"]).expect(303)
            let page = try await mei.see(try #require(asked.headers["location"]))
            let again = try await mei.submit(page, to: "/sign-in", ["order": "mine", "again": "yes"]).expect(
                303)
            let resent = try await mei.see(try #require(again.headers["location"]))
            #expect(resent.text.contains("role=\"status\""))
            try await server.clock.pass()
            let code = try #require(try await AccessStoryTests.keptCode(server, shop))
            let wrong = code == "000000" ? "111111" : "000000"
            for _ in 1...5 {
                let refused = try await mei.submit(resent, to: "/sign-in/code", ["code": wrong]).expect(401)
                #expect(refused.text.contains("role=\"alert\"") && refused.text.contains("name=\"code\""))
            }
            try await mei.submit(resent, to: "/sign-in/code", ["code": code]).expect(401)
        }
    }

    @Test func `a page names from where it shows pictures, and only there`() async throws {
        try await PageTests.inShop { server, shop, _ in
            var pot = Qinghe.products[0]
            pot = pot.adding(["image": "https://img.example.com/pot.jpg"])
            try await server.root.importing([pot], as: "products", to: shop.id).expect(200)
            var mei = Browser(server.root)
            try await mei.signIn(server, shop)
            for path in ["orders", "orders/mine", "orders/second/apply"] {
                let page = try await mei.see("/s/\(shop.id)/\(path)")
                #expect(page.text.contains("src=\"https://img.example.com/pot.jpg\" alt=\"\""), "\(path)")
                let policy = page.headers["content-security-policy"] ?? ""
                #expect(
                    policy.contains("img-src 'self' blob: data: https://img.example.com;"),
                    "\(path) \(policy)")
            }
            let policy = try await mei.see("/s/\(shop.id)/policy").headers["content-security-policy"] ?? ""
            #expect(policy.contains("img-src 'self' blob: data:;"))
        }
    }
}
