import Base
import TestSupport
import Testing

/// Personal data at the desk is masked; seeing it is a recorded act with a reason.
@Suite(.timeLimit(.minutes(10))) struct PersonalDataTests {
    private static let values = ["13800000000", "mei@example.com", "茶馆路 8 号"]

    @Test func `林 sees 梅's phone and address after saying why, on that page alone`() async throws {
        try await DeskWorkTests.inShop { shop in
            let id = try await shop.open("refundOnly", "notReceived", "mine", "pot-white").expect(201).id
            var lin = try await DeskWorkTests.browser(shop, "agent")
            for place in ["orders/mine", "cases/\(id)", "customers/mei"] {
                let masked = try await lin.see("/desk/\(shop.id)/\(place)")
                for value in Self.values { #expect(!masked.text.contains(value), "\(place)") }
                let shown = try await lin.submit(
                    masked, to: "/\(place)/personal-data", ["personal.reason": "contact"]
                ).expect(200)
                for value in Self.values { #expect(shown.text.contains(value), "\(place)") }
                #expect(shown.headers["cache-control"] == "no-store")
                #expect(!shown.text.contains("⟦"))
                let again = try await lin.get("/desk/\(shop.id)/\(place)/personal-data").expect(303)
                #expect(again.headers["location"] == "/desk/\(shop.id)/\(place)")
                let later = try await lin.see("/desk/\(shop.id)/\(place)")
                for value in Self.values { #expect(!later.text.contains(value), "\(place)") }
            }
        }
    }

    @Test func `numbers and addresses in what people wrote are masked as those beside it`() async throws {
        try await DeskWorkTests.inShop { shop in
            let id = try await shop.open("refundOnly", "notReceived", "mine", "pot-white").expect(201).id
            let words = "没人在家，打 13800000000 或 mei@example.com"
            try await shop.post("cases/\(id)/notes", ["text": .string(words), "by": "customer"]).expect(200)
            let complaint = try await shop.post(
                "complaints", ["customerId": "mei", "cause": "service", "words": .string(words)]
            ).expect(201).id
            var lin = try await DeskWorkTests.browser(shop, "agent")
            for place in ["cases/\(id)", "complaints/\(complaint)"] {
                let masked = try await lin.see("/desk/\(shop.id)/\(place)")
                #expect(masked.text.contains("没人在家，打 138****0000 或 m***@example.com"), "\(place)")
                let shown = try await lin.submit(
                    masked, to: "/\(place)/personal-data", ["personal.reason": "contact"]
                ).expect(200)
                #expect(shown.text.contains(words), "\(place)")
            }
            #expect(try await !lin.see("/desk/\(shop.id)/complaints").text.contains("13800000000"))
        }
    }

    @Test func `names and addresses in what people wrote are masked as far as they can be told`() async throws
    {
        try await DeskWorkTests.inShop { shop in
            let id = try await shop.open("refundOnly", "notReceived", "mine", "pot-white").expect(201).id
            let words = "我是王梅，茶馆路 8 号没人，改送杭州市西湖区文三路100号3幢201室，收件人：李小明"
            let told = "我是王*，茶馆路****没人，改送杭州市****，收件人：李*"
            try await shop.post("cases/\(id)/notes", ["text": .string(words), "by": "customer"]).expect(200)
            let talk = try await shop.talk(to: "mei")
            try await shop.post(
                "conversations/\(talk)/messages", ["kind": "text", "text": .string(words), "by": "customer"]
            ).expect(201)
            var lin = try await DeskWorkTests.browser(shop, "agent")
            for place in ["cases/\(id)", "conversations/\(talk)"] {
                let masked = try await lin.see("/desk/\(shop.id)/\(place)")
                #expect(masked.text.contains(told), "\(place)")
                let shown = try await lin.submit(
                    masked, to: "/\(place)/personal-data", ["personal.reason": "contact"]
                ).expect(200)
                #expect(shown.text.contains(words), "\(place)")
            }
        }
    }

    @Test func `who may not see personal data is told nothing of what people wrote, and opens no pictures`()
        async throws
    {
        try await DeskWorkTests.inShop { shop in
            let id = try await shop.open("refundOnly", "notReceived", "mine", "pot-white").expect(201).id
            let (photo, sent) = (try await shop.photo(), try await shop.photo())
            let words = "没人在家，放门口"
            try await shop.post("cases/\(id)/notes", ["text": .string(words), "by": "customer"]).expect(200)
            try await shop.post(
                "cases/\(id)/evidence", ["evidence": [.string(photo)], "by": "customer"]
            ).expect(200)
            let complaint = try await shop.post(
                "complaints", ["customerId": "mei", "cause": "service", "words": .string(words)]
            ).expect(201).id
            let talk = try await shop.talk(to: "mei")
            for message: JSONValue in [
                ["kind": "text", "text": .string(words), "by": "customer"],
                ["kind": "image", "fileId": .string(sent), "by": "customer"],
            ] { try await shop.post("conversations/\(talk)/messages", message).expect(201) }
            try await shop.post("conversations/\(talk)/notes", ["text": .string(words)]).expect(201)
            var lin = try await DeskWorkTests.browser(shop, "agent")
            var viewer = try await DeskWorkTests.browser(shop, "viewer")
            let places = ["cases/\(id)", "complaints/\(complaint)", "complaints", "conversations/\(talk)"]
            for place in places {
                let looked = try await viewer.see("/desk/\(shop.id)/\(place)")
                #expect(!looked.text.contains(words) && !looked.text.contains("/files/"), "\(place)")
                if place != "complaints" {
                    #expect(try await lin.see("/desk/\(shop.id)/\(place)").text.contains(words), "\(place)")
                }
            }
            for file in [photo, sent] {
                #expect(try await viewer.get("/desk/\(shop.id)/files/\(file)").status == 403)
                #expect(try await lin.get("/desk/\(shop.id)/files/\(file)").status == 200)
            }
        }
    }

    @Test func `a reason that names its customer is refused, since it stands in the log for good`()
        async throws
    {
        try await TestServer.run { server in
            let shop = try await Qinghe.open(server.root)
            let now = try await server.clock.now()
            try await shop.take([
                TestOrder(id: "pot").json(at: now), TestOrder(id: "open", status: "processed").json(at: now),
            ])
            let id = try await shop.post(
                "cases",
                [
                    "orderId": "pot", "kind": "refundOnly", "reason": "damagedInTransit",
                    "lines": [["variantId": "pot-white"]],
                ]
            ).expect(201).id
            for reason in ["王梅已签收", "打 138-0000-0000 没人接", "MEI@example.com 退信", "茶馆路 8 号有人签收"] {
                try await shop.post("cases/\(id)/rejection", ["reason": .string(reason)]).expect(
                    422, "reasonNamesPerson")
            }
            try await shop.post("orders/open/changes", ["kind": "cancel", "reason": "王梅不要了"]).expect(
                422, "reasonNamesPerson")
            try await shop.post("orders/open/changes", ["kind": "cancel", "reason": "不要了"]).expect(201)
            try await shop.post("cases/\(id)/rejection", ["reason": "包裹 YT0001112223 已签收"]).expect(200)
        }
    }

    @Test func `the log says who looked at what and why, and nothing of what was seen`() async throws {
        try await DeskWorkTests.inShop { shop in
            let id = try await shop.open("refundOnly", "notReceived", "mine", "pot-white").expect(201).id
            var lin = try await DeskWorkTests.browser(shop, "agent")
            let order = try await lin.see("/desk/\(shop.id)/orders/mine")
            let form = "/orders/mine/personal-data"
            let words = ["personal.reason": "other", "personal.words": "快递员找不到门"]
            try await lin.submit(order, to: form, words).expect(200)
            let page = try await lin.see("/desk/\(shop.id)/cases/\(id)")
            try await lin.submit(page, to: "/personal-data", ["personal.reason": "identity"]).expect(200)

            #expect(try await lin.see("/desk/\(shop.id)/orders/mine").text.contains("快递员找不到门"))
            #expect(try await lin.see("/desk/\(shop.id)/cases/\(id)").text.contains("核对身份"))
            let timeline = try await shop.get("cases/\(id)/timeline").expect(200)
            let shown = timeline.items.filter { $0["type"]?.string == "personalData.shown" }
            #expect(shown.map { $0["detail"]?["reason"]?.string } == ["identity"])
            for value in Self.values { #expect(!timeline.text.contains(value)) }

            var owner = try await DeskWorkTests.browser(shop, "owner")
            let audit = try await owner.see("/desk/\(shop.id)/audit?show=personal")
            #expect(audit.text.contains(id) && audit.text.contains("快递员找不到门"))
        }
    }

    @Test func `a reason is needed, and it does not name whom it is about`() async throws {
        try await DeskWorkTests.inShop { shop in
            var lin = try await DeskWorkTests.browser(shop, "agent")
            let order = try await lin.see("/desk/\(shop.id)/orders/mine")
            for words in ["", "王梅来电", "打 138 0000 0000", "写信给 mei@example.com", "送到茶馆路 8 号"] {
                let refused = try await lin.submit(
                    order, to: "/personal-data", ["personal.reason": "other", "personal.words": words])
                #expect([400, 422].contains(refused.status), "\(words) \(refused.status)")
                for value in Self.values where !words.contains(value) {
                    #expect(!refused.text.contains(value), "\(words)")
                }
            }
            #expect(try await lin.submit(order, to: "/personal-data").status == 400)
        }
    }

    @Test func `a viewer is not offered it and may not take it; nor may another shop or page`() async throws {
        try await DeskWorkTests.inShop { shop in
            var lin = try await DeskWorkTests.browser(shop, "agent")
            var viewer = try await DeskWorkTests.browser(shop, "viewer")
            let looked = try await viewer.see("/desk/\(shop.id)/orders/mine")
            #expect(!looked.text.contains("personal-data"))
            let order = try await lin.see("/desk/\(shop.id)/orders/mine")
            let fields = ["personal.reason": "contact"]
            #expect(try await viewer.submit(order, to: "/personal-data", fields).status == 403)
            var stranger = Browser(shop.root)
            let reply = try await stranger.submit(order, to: "/personal-data", fields)
            #expect([303, 401, 403].contains(reply.status))
            #expect(!reply.text.contains("13800000000"))
        }
    }
}
