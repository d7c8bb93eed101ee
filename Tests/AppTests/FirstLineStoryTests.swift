import Base
import Conversations
import Foundation
import Testing

@testable import App
@testable import Jobs

/// The assistant before anybody of the shop, as customers and agents meet it.
@Suite(.timeLimit(.minutes(15))) struct FirstLineStoryTests {
    /// A shop whose assistant is ready and set, with an article about invoices.
    private static func inShop(
        _ mode: String = "firstLine",
        _ body: @escaping @Sendable (TestServer, Qinghe, _ article: String) async throws -> Void
    ) async throws {
        try await PageTests.inShop { server, shop, _ in
            await server.services.intents.prepare()
            let article: JSONValue = [
                "questions": [
                    ["language": "zh-Hans", "text": "怎么开发票"],
                    ["language": "en", "text": "How do I get an invoice?"],
                ],
                "answers": [
                    ["language": "zh-Hans", "text": "订单完成后可以申请电子发票，一天内开好。"],
                    [
                        "language": "en",
                        "text": "Once the order is complete you can ask for an electronic invoice.",
                    ],
                ], "intent": "invoice",
            ]
            let id = try await shop.post("articles", article).expect(201).id
            try await shop.post("articles/\(id)/publication").expect(200)
            try await shop.root.put(shop.path("assistant/settings"), ["mode": .string(mode)]).expect(200)
            try await body(server, shop, id)
        }
    }

    private static func ask(
        _ text: String, _ visitor: API, _ shop: Qinghe, _ server: TestServer
    ) async throws -> Reply {
        try await visitor.post(shop.path("chat/messages"), ["kind": "text", "text": .string(text)]).expect(
            201)
        try await server.clock.pass()
        return try await visitor.get(shop.path("chat/messages")).expect(200)
    }

    @Test func `a visitor is answered from an article, in their language, and told that it is no person`()
        async throws
    {
        try await Self.inShop { server, shop, article in
            let visitor = try await shop.visitor()
            var thread = try await Self.ask("发票怎么开", visitor, shop, server)
            let said = try #require(thread.items.last)
            #expect(said["isAssistant"] == true && said["source"]?["title"] == "怎么开发票")
            #expect(said["text"]?.string?.contains("不是真人") == true)
            #expect(said["text"]?.string?.contains("一天内开好") == true)
            let path = try #require(said["source"]?["path"]?.string)
            #expect(path == "/s/\(shop.id)/help/\(article)")
            try await server.root.with(key: nil).get(path).expect(200)
            #expect(thread.json["thread"]?["mayAskForPerson"] == true)
            #expect(try await shop.get("conversations?order=waiting").items.isEmpty)
            let held = try #require(try await shop.get("conversations?state=assisted").items.first)
            #expect(held["assistedSince"] != nil && held["waitingSince"] == nil)

            for mark in ["helped", "misled"] {
                try await visitor.post(shop.path("chat/messages/2/mark"), ["mark": .string(mark)]).expect(200)
            }
            let uses = try await shop.get("articles/\(article)/uses").expect(200).items
            #expect(uses.first?["place"] == "chat" && uses.first?["uses"] == 1)
            #expect(uses.first?["helped"] == 1 && uses.first?["misled"] == 0)
            let id = try #require(held["id"]?.string)
            let answers = try await shop.get("conversations/\(id)/assistant-answers").expect(200).items
            #expect(answers.first?["source"]?["version"] == 1 && answers.first?["mark"] == "helped")
            thread = try await Self.ask("谢谢", visitor, shop, server)
            #expect(thread.items.last?["isAssistant"] == true && thread.items.count == 4)

            let english = try await shop.visitor()
            thread = try await Self.ask("how can i get an invoice for my order", english, shop, server)
            #expect(thread.items.last?["text"]?.string?.contains("electronic invoice") == true)
            #expect(thread.items.last?["text"]?.string?.contains("not a person") == true)
        }
    }

    @Test(
        arguments: [
            "我要找人工客服", "你们什么垃圾店，再不处理我就去12315投诉你们", "明天北京会下雨吗",
        ])
    func `everything else comes to people at once, with a summary`(text: String) async throws {
        try await Self.inShop { server, shop, _ in
            let visitor = try await shop.visitor()
            _ = try await Self.ask("发票怎么开", visitor, shop, server)
            let thread = try await Self.ask(text, visitor, shop, server)
            #expect(thread.json["thread"]?["state"] == "waiting")
            #expect(thread.json["thread"]?["mayAskForPerson"] == false)
            #expect(thread.items.last?["kind"] == "systemNote")
            let id = try #require(
                try await shop.get("conversations?order=waiting").items.first?["id"]?.string)
            var lin = Browser(server.root)
            try await lin.signIn(shop, as: "agent", PageTests.password)
            let page = try await lin.see("/desk/\(shop.id)/conversations/\(id)").text
            #expect(page.contains("智能助手小结") && page.contains("怎么开发票（第 1 版）"))
        }
    }

    @Test func `the same question twice, and a second answer that did not help, come to people`() async throws
    {
        try await Self.inShop { server, shop, article in
            let visitor = try await shop.visitor()
            _ = try await Self.ask("发票怎么开", visitor, shop, server)
            let again = try await Self.ask("发票怎么开", visitor, shop, server)
            #expect(again.json["thread"]?["state"] == "waiting")
            let other = try await shop.visitor()
            _ = try await Self.ask("发票怎么开", other, shop, server)
            try await other.post(shop.path("chat/messages/2/mark"), ["mark": "misled"]).expect(200)
            let asked = try await other.get(shop.path("chat/messages")).expect(200)
            #expect(asked.items.count == 3 && asked.json["thread"]?["state"] == "assisted")
            let uses = try await shop.get("articles/\(article)/uses").items
            #expect(uses.first?["misled"] == 1)
            let missed = try await Self.ask("没有用", other, shop, server)
            #expect(missed.json["thread"]?["state"] == "waiting")
        }
    }

    @Test
    func
        `what is answered is answered once, however often the work is done, and what is not comes to people`()
        async throws
    {
        try await Self.inShop { server, shop, _ in
            let visitor = try await shop.visitor()
            try await visitor.post(shop.path("chat/messages"), ["kind": "text", "text": "发票怎么开"]).expect(201)
            let id = try #require(
                try await shop.get("conversations?state=assisted").items.first?["id"]?.string)
            // As if the program had died between answering and finishing the work, twice.
            let now = try await server.clock.now()
            let job = Job(
                id: "J-again", shop: ShopID(shop.id), kind: ConversationDesk.assistantJob, subject: id,
                due: now,
                attempts: 0, detail: ["number": 1])
            guard case .outside(_, let work) = server.services.firstLine.handlers[job.kind] else {
                Issue.record("nobody does the work")
                return
            }
            for _ in 0..<2 { _ = await work(job) }
            try await server.clock.pass()
            #expect(try await visitor.get(shop.path("chat/messages")).items.count == 2)
            // Nobody goes on: it ends by itself.
            try await server.clock.pass(.hours(25))
            #expect(try await shop.get("conversations/\(id)").json["state"] == "closed")
        }
    }

    @Test func `outside of the hours it says when people are back, and within them says nothing`()
        async throws
    {
        try await Self.inShop("outOfHours") { server, shop, _ in
            let never: JSONValue = ["plans": [["week": []]]]
            try await shop.root.put(shop.path("opening-hours"), never).expect(200)
            let visitor = try await shop.visitor()
            var thread = try await Self.ask("发票怎么开", visitor, shop, server)
            #expect(thread.items.last?["isAssistant"] == true)
            thread = try await Self.ask("明天北京会下雨吗", visitor, shop, server)
            #expect(thread.items.contains { $0["text"]?.string?.contains("休息时间") == true })
            #expect(try await shop.get("conversations?order=waiting").items.count == 1)
        }
    }

    @Test func `梅 asks for a person on her page, an agent takes what the assistant has, the owner sets it`()
        async throws
    {
        try await Self.inShop("suggest") { server, shop, _ in
            var agent = Browser(server.root)
            try await agent.signIn(shop, as: "agent", PageTests.password)
            try await agent.get("/desk/\(shop.id)/assistant").expect(403)
            var owner = Browser(server.root)
            try await owner.signIn(shop, as: "owner", PageTests.password)
            let place = "/desk/\(shop.id)/assistant"
            var form = try await owner.see(place)
            let wrong = try await owner.submit(
                form, to: "/assistant", ["assistant.mode": "firstLine", "assistant.mostMisses": "9"])
            #expect(wrong.status == 422 || wrong.status == 400)
            form = try await owner.see(place)
            try await owner.submit(
                form, to: "/assistant", ["assistant.mode": "firstLine", "assistant.mostMisses": "1"]
            ).expect(303)
            for language in ["zh-CN", "zh-TW", "en"] {
                owner.language = language
                try await owner.see(place)
            }
            var mei = Browser(server.root)
            try await mei.signIn(server, shop)
            let page = "/s/\(shop.id)/messages"
            var seen = try await mei.see(page)
            try await mei.submit(seen, to: "/messages", ["text": "发票怎么开"]).expect(303)
            try await server.clock.pass()
            seen = try await mei.see(page)
            #expect(seen.text.contains("智能助手") && seen.text.contains("/help/") && seen.text.contains("一天内开好"))
            let listed = try await agent.see("/desk/\(shop.id)/conversations?view=assisted").text
            #expect(listed.contains("智能助手接待中"))
            try await mei.submit(seen, to: "/messages/marks", ["number": "2", "mark": "helped"]).expect(303)
            seen = try await mei.see(page)
            #expect(!seen.text.contains("/messages/marks"))
            try await mei.submit(seen, to: "/messages/person").expect(303)
            seen = try await mei.see(page)
            #expect(seen.text.contains("智能助手已转人工") && !seen.text.contains("/messages/person"))
            let waiting = try #require(try await shop.get("conversations?order=waiting").items.first)
            #expect(waiting["state"] == "waiting")
        }
    }
}
