import Base
import Hummingbird
import HummingbirdTesting
import Testing
import Web

@Suite struct AccessTests {
    private func application() throws -> some ApplicationProtocol {
        try World().application { router in
            router.get("v1/shops/:shop/cases") { _, context in
                let principal = try context.principal(for: try context.shop(), atLeast: .agent)
                return Response.json(["who": .string(principal.actor.id)])
            }
            router.post("v1/shops") { _, context in
                Response.json(["who": .string(try context.principal(atLeast: .platform).actor.id)])
            }
            router.get("me") { _, context in
                Response.text(try context.principal(for: World.shop, atLeast: .customer).actor.id)
            }
            router.get("open") { _, _ in Response.text("open") }
        }
    }

    @Test(
        arguments: [
            ("qinghe", "lin", 200, nil), ("qinghe", "owner", 200, nil), ("qinghe", "root", 200, nil),
            ("qinghe", "viewer", 403, "roleTooLow"), ("qinghe", "other", 404, "shopUnknown"),
            ("no-such-shop", "lin", 404, "shopUnknown"), ("maiping", "lin", 404, "shopUnknown"),
            ("qinghe", "unknown", 401, "keyUnknown"), ("qinghe", nil, 401, "keyMissing"),
            ("%20", "lin", 404, "routeUnknown"), ("%FF", "lin", 404, "routeUnknown"),
            ("qing%68e", "lin", 200, nil),
        ] as [(String, String?, Int, String?)])
    func `a key opens its own shop, as far as its role goes`(
        shop: String, key: String?, status: Int, code: String?
    ) async throws {
        try await application().test(.router) { client in
            let response = try await client.execute(
                uri: "/v1/shops/\(shop)/cases", method: .get, headers: key.map { .key($0) } ?? [:])
            #expect(response.status.code == status)
            #expect(response.code == code)
            #expect((response.headers[.wwwAuthenticate] != nil) == (status == 401))
        }
    }

    @Test func `what belongs to no shop needs the platform`() async throws {
        try await application().test(.router) { client in
            #expect(
                try await client.execute(uri: "/v1/shops", method: .post, headers: .key("root")).status == .ok
            )
            let refused = try await client.execute(uri: "/v1/shops", method: .post, headers: .key("owner"))
            #expect(refused.code == "roleTooLow")
            #expect(refused.json?["arguments"]?["needed"] == "platform")
        }
    }

    @Test(arguments: [
        "Basic root", "Bearer", "Bearer ", "root", "Bearer \(String(repeating: "x", count: 300))",
    ])
    func `a header that is no key is an unknown key`(header: String) async throws {
        try await application().test(.router) { client in
            let response = try await client.execute(
                uri: "/v1/shops/qinghe/cases", method: .get, headers: [.authorization: header])
            #expect(response.code == "keyUnknown")
            #expect(
                try await client.execute(uri: "/open", method: .get, headers: [.authorization: header]).status
                    == .ok)
        }
    }

    @Test func `a session opens pages, without one the visitor is asked to sign in`() async throws {
        try await application().test(.router) { client in
            let known = try await client.execute(
                uri: "/me", method: .get, headers: [.cookie: "a=b; huitou_customer=mei-session"])
            #expect(known.text == "mei")
            let unknown = try await client.execute(
                uri: "/me", method: .get,
                headers: [.cookie: "huitou_customer=stale", .accept: "text/html", .acceptLanguage: "en"])
            #expect(unknown.status == .unauthorized)
            #expect(unknown.text.contains("notSignedIn"))
            #expect(unknown.headers[.contentType] == "text/html; charset=utf-8")
        }
    }
}
