import App
import Base
import Events
import Staff
import Storage
import TestSupport
import Testing

/// What a shop has kept for as long as its settings say goes by itself, and nothing sooner.
@Suite(.timeLimit(.minutes(10))) struct RetentionTests {
    @Test func `what a shop has kept for as long as its settings say goes by itself`() async throws {
        try await TestServer.run { server in
            let (shop, record) = try await server.meisCase()
            try await shop.post("cases/\(record)/withdrawal", ["by": "customer"]).expect(200)
            try await server.root.patch(
                shop.path("settings"), ["retention": ["customerDays": 60, "evidenceDays": 30]]
            ).expect(200)
            try await server.clock.pass(.days(20))
            let early = try await shop.get("cases/\(record)").expect(200).json
            #expect(early["evidence"]?.items.count == 1 && early["note"]?.string == Qinghe.meisWords)
            try await server.clock.pass(.days(15))
            let later = try await shop.get("cases/\(record)").expect(200).json
            #expect(later["evidence"]?.items.isEmpty == true && later["note"]?.string == Qinghe.meisWords)
            try await server.clock.pass(.days(30))
            let mei = try await shop.get("customers/mei").expect(200).json
            #expect(mei["phone"] == nil && mei["familyName"]?.string == "")
            try await shop.get("orders/pot").expect(200)
        }
    }

    @Test func `a closed conversation with a customer goes with its files, and waits while a case is open`()
        async throws
    {
        try await TestServer.run { server in
            let shop = try await Qinghe.open(server.root)
            let times: JSONValue = ["conversationDays": 30, "tradeConversationDays": 60]
            try await server.root.patch(shop.path("settings"), ["retention": times]).expect(200)
            let (plain, trade) = (
                try await shop.talk(to: "mei"), try await shop.talk(to: "mei", on: "wechat")
            )
            let (loose, evidence) = (try await shop.photo(), try await shop.photo())
            for file in [loose, evidence] {
                try await shop.post(
                    "conversations/\(plain)/messages",
                    ["kind": "image", "fileId": .string(file), "by": "customer"]
                ).expect(201)
            }
            try await shop.post("conversations/\(plain)/notes", ["text": "请补发"]).expect(201)
            try await server.clock.pass(.days(1))
            try await shop.take([TestOrder(id: "pot").json(at: try await server.clock.now())])
            try await shop.post(
                "conversations/\(trade)/messages", ["kind": "orderCard", "orderId": "pot"]
            ).expect(201)
            for id in [plain, trade] { try await shop.post("conversations/\(id)/closure").expect(200) }
            try await server.clock.pass(.days(29))
            let record = try await shop.meisCase(
                about: "late", evidence, at: try await server.clock.now(), kind: "returnRefund",
                reason: "noLongerNeeded")
            try await server.clock.pass(.days(2))
            try await shop.get("conversations/\(plain)").expect(200)
            try await shop.post("cases/\(record)/withdrawal", ["by": "customer"]).expect(200)
            try await server.clock.pass(.days(2))
            for path in ["", "/messages", "/notes"] {
                try await shop.get("conversations/\(plain)\(path)").expect(404, "conversationUnknown")
            }
            try await shop.get("files/\(loose)").expect(404, "fileUnknown")
            try await shop.get("files/\(evidence)").expect(200)
            try await shop.get("conversations/\(trade)").expect(200)
            try await server.clock.pass(.days(30))
            try await shop.get("conversations/\(trade)").expect(404, "conversationUnknown")
            #expect(
                try await server.events("conversation.expired").map(\.detail) == [
                    ["messages": 4], ["messages": 3],
                ])
            #expect(try await shop.get("customers/mei").expect(200).json["phone"]?.string == "13800000000")
        }
    }

    @Test func `who never bought anything goes as well, once nothing was heard of them for so long`()
        async throws
    {
        try await TestServer.run { server in
            let shop = try await Qinghe.open(server.root)
            let people = ["lan", "zhu"].map { Qinghe.customer($0) }
            try await shop.root.importing(people, as: "customers", to: shop.id).expect(200)
            try await server.root.patch(shop.path("settings"), ["retention": ["customerDays": 60]]).expect(
                200)
            try await server.clock.pass(.days(40))
            try await shop.root.importing(people, as: "customers", to: shop.id).expect(200)
            let talk = try await shop.talk(to: "zhu")
            try await shop.post("conversations/\(talk)/closure").expect(200)
            func isKept(_ id: String) async throws -> Bool {
                try await shop.get("customers/\(id)").expect(200).json["givenName"]?.string != ""
            }
            #expect(try await isKept("lan"))
            try await server.clock.pass(.days(25))
            let (lan, zhu) = (try await isKept("lan"), try await isKept("zhu"))
            #expect(!lan && zhu)
            try await server.clock.pass(.days(40))
            #expect(try await !isKept("zhu"))
        }
    }

    @Test func `what visitors wrote goes by itself, with all that is in it, but for those who came back`()
        async throws
    {
        try await TestServer.run { server in
            let shop = try await Qinghe.open(server.root)
            try await server.root.patch(shop.path("settings"), ["retention": ["visitorDays": 60]]).expect(200)
            let (gone, back) = (try await shop.visitor(), try await shop.visitor())
            let picture = try await gone.upload(
                shop.path("chat/files"), Qinghe.picture(7), as: "image/jpeg"
            ).expect(201).id
            try await gone.post(
                shop.path("chat/messages"), ["kind": "image", "fileId": .string(picture)]
            ).expect(201)
            for visitor in [gone, back] { try await visitor.say("在吗", in: shop) }
            let ids = try await shop.get("conversations").items.compactMap { $0["id"]?.string }
            let (old, kept) = (ids[1], ids[0])
            try await shop.post(
                "conversations/\(old)/messages", ["kind": "text", "text": "在的", "by": "shop"]
            ).expect(201)
            try await shop.post("conversations/\(old)/messages/3/correction", ["text": "您好，在的"]).expect(200)
            try await shop.post("conversations/\(old)/notes", ["text": "没有留姓名"]).expect(201)
            try await server.clock.pass(.days(25))
            try await back.say("还在吗", in: shop)
            let customers = try await shop.talk(to: "mei")
            try await server.clock.pass(.days(37))
            for path in ["", "/messages", "/notes"] {
                try await shop.get("conversations/\(old)\(path)").expect(404, "conversationUnknown")
            }
            try await shop.get("files/\(picture)").expect(404, "fileUnknown")
            #expect(try await server.rows(of: "~").count == 1)
            #expect(try await shop.get("conversations/\(kept)/messages").items.count == 2)
            #expect(try await shop.get("conversations/\(customers)/messages").items.count == 1)
            let erased = try await server.events("personalData.erased")
            #expect(
                erased.map(\.detail) == [
                    ["record": "visitor", "reason": "retention", "conversations": 1, "files": 1]
                ])
            // Whoever comes again after all that begins anew.
            let again = try await shop.visitor()
            try await again.say("你好", in: shop)
            #expect(try await server.rows(of: "~").count == 2)
        }
    }

    @Test func `what customers put into the box is emptied once it was settled and its time is over`()
        async throws
    {
        try await TestServer.run { server in
            let shop = try await Qinghe.open(server.root)
            try await server.root.patch(shop.path("settings"), ["retention": ["feedbackDays": 30]]).expect(
                200)
            for words in ["包装很好", "希望有小一点的壶"] {
                try await shop.post(
                    "feedback", ["customerId": "mei", "kind": "idea", "text": .string(words)]
                ).expect(201)
            }
            let settled = try #require(try await shop.get("feedback").items.last?["id"]?.string)
            try await shop.post("feedback/\(settled)/closure").expect(200)
            try await server.clock.pass(.days(32))
            let left = try await shop.get("feedback").items
            #expect(left.compactMap { $0["text"]?.string } == ["希望有小一点的壶", ""])
            #expect(left.compactMap { $0["state"]?.string } == ["open", "closed"])
        }
    }
}
