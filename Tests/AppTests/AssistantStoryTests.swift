import Base
import Foundation
import Language
import Testing

@testable import App

/// What software makes of what customers write, and what it offers whoever answers.
@Suite(.timeLimit(.minutes(10))) struct AssistantStoryTests {
    @Test
    func `messages are understood and answers suggested, before the model is ready too, and it is kept`()
        async throws
    {
        try await PageTests.inShop { server, shop, _ in
            let text: JSONValue = ["text": "前天收到的盖碗茶壶想退货", "customerId": "mei"]
            let early = try await shop.post("assistant/understand", text).expect(200).json
            #expect(early["state"] == "preparing" && early["intents"] == [])
            #expect(early["entities"]?.items.contains { $0["kind"] == "date" } == true)
            try await Self.isOffered(server, shop)

            await server.services.intents.prepare()
            let json = try await shop.post("assistant/understand", text).expect(200).json
            #expect(json["state"] == "ready" && json["language"] == "zh-Hans")
            #expect(json["intents"]?.items.first?["intent"] == "returnGoods")
            #expect(json["mood"]?["isComplaint"] == false)
            try await shop.post("assistant/understand", ["text": "在", "customerId": "nobody"])
                .expect(422, "customerUnknown")
            try await Self.isUnderstood(server, shop)

            let folder = server.services.configuration.dataDirectory.appending(path: "models")
            let file = try #require(try FileManager.default.contentsOfDirectory(atPath: folder.path).first)
            var bytes = try Array(Data(contentsOf: folder.appending(path: file)))
            #expect(file.contains(try IntentCorpus.shipped().mark))
            let again = try #require(IntentReader(kept: bytes))
            #expect(again.read("怎么还不发货").main.intent == .urgeShipping)
            bytes[bytes.count / 2] ^= 1
            #expect(IntentReader(kept: bytes) == nil && IntentReader(kept: []) == nil)
        }
    }

    /// By words alone; what is sent is counted.
    private static func isOffered(_ server: TestServer, _ shop: Qinghe) async throws {
        let article: JSONValue = [
            "questions": [["language": "zh-Hans", "text": "怎么开发票"]],
            "answers": [["language": "zh-Hans", "text": "订单 {order} 可以开电子发票"]], "intent": "invoice",
        ]
        let id = try await shop.post("articles", article).expect(201).id
        try await shop.post("articles/\(id)/publication").expect(200)
        let talk = try await shop.talk(to: "mei")
        try await shop.post(
            "conversations/\(talk)/messages", ["kind": "text", "text": "发票怎么开", "by": "customer"]
        ).expect(201)
        var lin = Browser(server.root)
        try await lin.signIn(shop, as: "agent", PageTests.password)
        let place = "/desk/\(shop.id)/conversations/\(talk)"
        let page = try await lin.see(place)
        #expect(page.text.contains("data-id=\"\(id)\"") && page.text.contains("accesskey=\"u\""))
        let taken = try await lin.see("\(place)?article=\(id)").text
        #expect(taken.contains("可以开电子发票</textarea>"))
        try await lin.submit(page, to: "/messages", ["reply.text": "可以开", "reply.article": id]).expect(303)
        let uses = try await shop.get("articles/\(id)/uses").expect(200).items
        #expect(uses.first?["place"] == "desk" && uses.first?["uses"] == 1)
        #expect(
            try await !lin.see("\(place)/suggestions").text.contains(id), "what was answered is not asked")
    }

    /// However it is worded, and what the policy says of it.
    private static func isUnderstood(_ server: TestServer, _ shop: Qinghe) async throws {
        let talk = try await shop.talk(to: "mei")
        try await shop.post(
            "conversations/\(talk)/messages",
            ["kind": "text", "text": "这壶我不想要了，寄回去行吗", "by": "customer"]
        ).expect(201)
        var lin = Browser(server.root)
        for language in ["zh-CN", "zh-TW", "en"] {
            lin = Browser(server.root)
            lin.language = language
            try await lin.signIn(shop, as: "agent", PageTests.password)
            let page = try await lin.see("/desk/\(shop.id)/conversations/\(talk)").text
            #expect(page.contains("data-id=\"policy.returnRefund\""))
            #expect(page.contains("/apply\""))
        }
    }
}
