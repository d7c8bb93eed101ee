import Base
import Foundation
import Testing

/// The chat on a shop's own site, as its script calls it.
@Suite(.timeLimit(.minutes(15))) struct ChatStoryTests {
    @Test func `a visitor asks, the shop answers, and the visitor rates it`() async throws {
        try await PageTests.inShop { _, shop, _ in
            let welcome = try await shop.root.with(key: nil).get(shop.path("chat")).expect(200).json
            #expect(welcome["name"]?.string == "青禾" && welcome["isOpen"] == false)
            #expect(welcome["texts"]?.members.allSatisfy { $0.value.string?.contains("⟦") == false } == true)
            let visitor = try await shop.visitor()
            let before = try await visitor.get(shop.path("chat/messages")).expect(200).json
            #expect(before["thread"]?["state"] == "none")
            try await visitor.put(shop.path("chat/marks"), ["read": 0]).expect(404, "conversationUnknown")
            let asked: JSONValue = ["kind": "text", "text": "有现货吗"]
            for _ in 0..<2 {
                try await visitor.post(shop.path("chat/messages"), asked, key: "k1").expect(201)
            }
            let id = try #require(
                try await shop.get("conversations?order=waiting").items.first?["id"]?.string)
            try await shop.post("conversations/\(id)/messages", ["kind": "text", "text": "有的"]).expect(201)
            try await shop.post("conversations/\(id)/notes", ["text": "只给同事看的话"]).expect(201)
            try await shop.post("conversations/\(id)/closure").expect(200)
            let read = try await visitor.get(shop.path("chat/messages?after=1")).expect(200)
            #expect(read.items.map { $0["text"] ?? $0["says"] } == ["有的", "会话已结束"])
            #expect(!read.text.contains("只给同事看的话"))
            #expect(read.json["thread"]?["mayRate"] == true)
            try await visitor.put(shop.path("chat/marks"), ["read": 3]).expect(200)
            try await visitor.post(shop.path("chat/rating"), ["stars": 5]).expect(200)
            #expect(try await shop.get("conversations/\(id)").json["rating"]?["stars"] == 5)
        }
    }

    @Test
    func `outside of the hours the chat says when it opens, and asks who is not known how to be reached`()
        async throws
    {
        try await PageTests.inShop { server, shop, _ in
            var owner = Browser(server.root)
            try await owner.signIn(shop, as: "owner", PageTests.password)
            let place = "/desk/\(shop.id)/opening-hours"
            var page = try await owner.see(place)
            let wrong = try await owner.submit(page, to: "/opening-hours", ["hours.week": "* 1-5 22-6"])
            #expect(wrong.status == 422 && wrong.text.contains("* 1-5 22-6"))
            page = try await owner.see(place)
            let days = ["hours.week": "tea 1-7 9-18", "hours.days": "* 2026-12-25 10-12\n* 2026-12-26"]
            try await owner.submit(
                page, to: "/opening-hours",
                days.merging(["hours.overflow": "tea 5 *", "hours.contact": "10"]) { $1 }
            ).expect(303)
            page = try await owner.see(place)
            for text in ["tea 1-7 09:00-18:00", "* 2026-12-25 10:00-12:00", "* 2026-12-26", "tea 5 *"] {
                #expect(page.text.contains(text), "\(text)")
            }
            let welcome = try await shop.root.with(key: nil).get(shop.path("chat")).expect(200).json
            #expect(welcome["isOpen"] == false && welcome["says"]?.string?.isEmpty == false)
            let visitor = try await shop.visitor()
            try await visitor.post(shop.path("chat/messages"), ["kind": "text", "text": "在吗"]).expect(201)
            let thread = try await visitor.get(shop.path("chat/messages")).expect(200).json["thread"]
            #expect(thread?["asksContact"] == true && thread?["says"] == welcome["says"])
            let mei = try await shop.visitor(server.naming("mei", in: shop))
            try await mei.post(shop.path("chat/messages"), ["kind": "text", "text": "在吗"]).expect(201)
            let known = try await mei.get(shop.path("chat/messages")).expect(200).json["thread"]
            #expect(known?["asksContact"] == false)
            var agent = Browser(server.root)
            try await agent.signIn(shop, as: "agent", PageTests.password)
            try await agent.get(place).expect(403)
        }
    }

    @Test
    func `whom the site names has the thread of their page, and what they wrote before they were named`()
        async throws
    {
        try await PageTests.inShop { server, shop, _ in
            let visitor = try await shop.visitor()
            try await visitor.post(shop.path("chat/messages"), ["kind": "text", "text": "壶裂了"]).expect(201)
            let named = try await server.naming("mei", in: shop, after: visitor.key)
            let mei = try await shop.visitor(named)
            let read = try await mei.get(shop.path("chat/messages")).expect(200)
            #expect(read.items.first?["text"] == "壶裂了")
            var browser = Browser(server.root)
            try await browser.signIn(server, shop)
            #expect(try await browser.see("/s/\(shop.id)/messages").text.contains("壶裂了"))
            // The visitor whom nobody knew has nothing any more.
            #expect(try await visitor.get(shop.path("chat/messages")).items.isEmpty)
        }
    }

    @Test
    func `nobody is named by a signature that the shop did not make, or that serves for something else`()
        async throws
    {
        try await PageTests.inShop { server, shop, _ in
            let genuine = try await server.naming("mei", in: shop)
            let door = try await server.naming("mei", in: shop, as: "")
            let late = try await server.naming("mei", in: shop, lasting: -1)
            let far = try await server.naming("mei", in: shop, lasting: 2 * 86_400)
            let other = genuine.members.map { $0.name == "customerId" ? .init("customerId", "lan") : $0 }
            for body in [door, late, far, .object(other), ["customerId": "mei"]] {
                try await shop.root.with(key: nil).post(shop.path("chat/visits"), body).expect(
                    422, "signatureInvalid")
            }
            let nobody = try await server.naming("nobody", in: shop)
            try await shop.root.with(key: nil).post(shop.path("chat/visits"), nobody).expect(
                422, "customerUnknown")
        }
    }

    @Test func `a visit reaches its own thread and files, and nothing else anywhere`() async throws {
        try await PageTests.inShop { server, shop, id in
            let (one, two) = (try await shop.visitor(), try await shop.visitor())
            let picture = try await one.upload(
                shop.path("chat/files"), Qinghe.picture(7), as: "image/jpeg"
            ).expect(201).id
            for (visitor, status) in [(one, 201), (two, 422)] {
                try await visitor.post(
                    shop.path("chat/messages"), ["kind": "image", "fileId": .string(picture)]
                ).expect(status)
            }
            try await one.get(shop.path("chat/files/\(picture)")).expect(200)
            try await two.get(shop.path("chat/files/\(picture)")).expect(404, "fileUnknown")
            #expect(try await two.get(shop.path("chat/messages")).items.isEmpty)
            for path in ["cases/\(id)", "conversations", "customers/mei", "orders", "events"] {
                try await one.get(shop.path(path)).expect(401, "keyUnknown")
            }
            let mei = try await shop.visitor(server.naming("mei", in: shop))
            try await mei.get("/s/\(shop.id)/cases/\(id)").expect(401)
            let other = Qinghe(root: server.root, id: "maiping")
            try await one.get(other.path("chat/messages")).expect(401, "visitMissing")
            try await server.root.get(shop.path("chat/messages")).expect(401, "visitMissing")
        }
    }

    @Test func `pages of any site may call the chat, and nothing else`() async throws {
        try await PageTests.inShop { server, shop, _ in
            func ask(_ path: String) async throws -> Reply {
                var call = server.root.with(key: nil).call("OPTIONS", path)
                call.headers = [
                    ("Origin", "https://shop.example"), ("Access-Control-Request-Method", "POST"),
                    ("Access-Control-Request-Headers", "authorization, content-type, idempotency-key"),
                ]
                return try await server.root.send(call)
            }
            let may = try await ask(shop.path("chat/messages")).expect(204)
            #expect(may.headers["access-control-allow-origin"] == "*")
            #expect(may.headers["access-control-allow-credentials"] == nil)
            #expect(
                try await ask(shop.path("conversations")).headers["access-control-allow-origin"] == nil)
            var call = server.root.with(key: nil).call("POST", shop.path("chat/visits"), [:])
            call.headers += [("Origin", "https://shop.example"), ("Sec-Fetch-Site", "cross-site")]
            let begun = try await server.root.send(call).expect(200)
            #expect(begun.headers["access-control-allow-origin"] == "*")
            // What is refused can be read there, too.
            let refused = try await server.root.with(key: nil).get(shop.path("chat/messages"))
            #expect(refused.status == 401 && refused.headers["access-control-allow-origin"] == "*")
            let script = try await server.root.get("/chat/chat.js").expect(200)
            #expect(script.headers["access-control-allow-origin"] == "*")
        }
    }
}
