import Base
import Foundation
import Testing

/// Neither addresses nor refusals repeat what is personal, and no page runs what it did not fetch from its own server.
@Suite(.timeLimit(.minutes(10))) struct QuietTests {
    private static let values = ["王梅", "梅梅", "13800000000", "mei@example.com", "茶馆路"]

    @Test func `no address on any page holds anything personal, and no script or handler stands in a page`()
        async throws
    {
        try await PageTests.inShop { server, shop, id in
            _ = try await shop.talk(to: "mei")
            var (mei, owner) = (Browser(server.root), Browser(server.root))
            try await mei.signIn(server, shop)
            try await owner.signIn(shop, as: "owner", PageTests.password)
            var pages: [Reply] = []
            for path in [
                "orders", "orders/mine", "orders/mine/apply", "cases/\(id)", "messages", "complaints/new",
                "policy",
            ] { pages.append(try await mei.see("/s/\(shop.id)/\(path)")) }
            for path in [
                "", "/cases/\(id)", "/orders", "/orders/mine", "/customers/mei", "/customers/mei/rights",
                "/conversations", "/complaints", "/refunds", "/outbox", "/audit", "/people", "/settings",
                "/account",
            ] { pages.append(try await owner.see("/desk/\(shop.id)\(path)")) }
            for words in ["mei@example.com", "13800000000", "王梅 200001"] {
                pages.append(try await owner.search("/desk/\(shop.id)", ["q": words]))
            }
            for page in pages {
                let policy = page.headers["content-security-policy"] ?? ""
                #expect(policy.contains("script-src 'self';") && !policy.contains("unsafe"), "\(policy)")
                for tag in page.text.matches(of: /<script[^>]*>/) {
                    #expect(tag.output.contains("src=\""), "\(tag.output)")
                }
                #expect(page.text.matches(of: /<[a-z][^>]*\son[a-z]+=/).isEmpty)
                for place in page.text.matches(of: /(?:href|src|action|data-panel)="([^"]*)"/) {
                    let address = String(place.1).removingPercentEncoding ?? String(place.1)
                    for value in Self.values { #expect(!address.contains(value), "\(address)") }
                }
            }
        }
    }

    @Test func `what was sent up is saved or shown, and runs nothing under our address`() async throws {
        try await PageTests.inShop { server, shop, id in
            let photo = try await shop.photo()
            try await shop.post("cases/\(id)/evidence", ["evidence": [.string(photo)], "by": "customer"])
                .expect(200)
            var mei = Browser(server.root)
            try await mei.signIn(server, shop)
            let shown = try await mei.get("/s/\(shop.id)/files/\(photo)?case=\(id)").expect(200)
            let saved = try await shop.get("files/\(photo)").expect(200)
            #expect(saved.headers["content-disposition"]?.hasPrefix("attachment") == true)
            #expect(shown.headers["content-disposition"]?.hasPrefix("inline") == true)
            for reply in [shown, saved] {
                #expect(reply.headers["content-type"] == "image/jpeg")
                #expect(reply.headers["x-content-type-options"] == "nosniff")
                #expect(reply.headers["content-security-policy"] == "default-src 'none'; sandbox")
            }
        }
    }

    @Test func `what is refused does not repeat what was sent`() async throws {
        try await PageTests.inShop { server, shop, id in
            let (words, phone, email) = ("王梅住在茶馆路 8 号", "13800000000", "mei@example.com")
            let spoilt: [(String, JSONValue)] = [
                ("complaints", ["customerId": "mei", "cause": .string(words), "words": .string(words)]),
                ("complaints", ["customerId": .string(words), "cause": "service", "words": .string(words)]),
                ("cases", BadInput.application("mine").having("reason", .string(words))),
                ("cases", BadInput.application("mine").having("refundTo", .string(phone))),
                ("cases", BadInput.application("mine").having("kind", .string(words))),
                ("cases/\(id)/rejection", ["reason": .string("\(words)，打 \(phone)")]),
                ("cases/\(id)/assignment", ["assignee": .string(email)]),
                ("cases/\(id)/offers", ["kind": .string(words)]),
                ("customers/search", ["phone": 13_800_000_000]),
                ("customers/search", ["email": .string(email), "limit": .string(phone)]),
                ("conversations", ["customerId": .string(words), "channel": "wechat"]),
                ("conversations", ["customerId": "mei", "channel": .string(words)]),
                ("staff", ["email": .string(words), "name": .string(words), "role": .string(words)]),
            ]
            for (path, body) in spoilt {
                Self.check(try await shop.post(path, body), path)
            }
            let unreadable = Qinghe.customer("mei").having("phone", .array([.string(phone)]))
            let report = try await server.root.importing([unreadable], as: "customers", to: shop.id)
            #expect(report.json["badLines"]?.items.count == 1, "\(report.text)")
            Self.check(report, "imports/customers", isRefused: false)
            for query in ["customers?email=\(email)&limit=x", "orders?customerId=\(email)&cursor=\(phone)"] {
                Self.check(try await shop.get(query), query)
            }
            for path in ["customers/\(phone)", "orders/\(email)", "cases/\(phone)", "conversations/\(email)"]
            {
                Self.check(try await shop.get(path), path)
            }
        }
    }

    private static func check(_ reply: Reply, _ path: String, isRefused: Bool = true) {
        #expect(reply.status >= 400 || !isRefused, "\(path): \(reply.status)")
        for value in values { #expect(!reply.text.contains(value), "\(path): \(reply.text)") }
    }
}

extension JSONValue {
    /// The same with another value under a name.
    fileprivate func having(_ name: String, _ value: JSONValue) -> JSONValue {
        JSONValue.object(members.filter { $0.name != name }).adding([name: value])
    }
}
