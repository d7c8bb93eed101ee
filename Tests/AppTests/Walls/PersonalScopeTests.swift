import App
import Base
import Events
import Storage
import TestSupport
import Testing

/// Programs read people's data in full only with a key that was given the scope for it.
@Suite(.timeLimit(.minutes(10))) struct PersonalScopeTests {
    @Test func `a key without the scope gets names, phones and addresses masked`() async throws {
        try await TestServer.run { server in
            let shop = try await Qinghe.open(server.root)
            try await shop.take([TestOrder(id: "pot").json(at: try await server.clock.now())])
            let agent = try await shop.caller("agent").api
            let replies = [
                try await agent.get(shop.path("customers/mei")).expect(200),
                try await agent.get(shop.path("customers?email=mei@example.com")).expect(200),
                try await agent.get(shop.path("orders/pot")).expect(200),
                try await agent.get(shop.path("orders")).expect(200),
            ]
            for reply in replies {
                for value in ["mei@example.com", "13800000000", "茶馆路 8 号", "\"梅\""] {
                    #expect(!reply.text.contains(value))
                }
            }
            let mei = replies[0].json
            #expect(mei["familyName"]?.string == "王*" && mei["givenName"]?.string == "")
            #expect(mei["phone"]?.string == "138****0000" && mei["email"]?.string == "m***@example.com")
            #expect(mei["address"]?["city"]?.string == "上海")
            #expect(try await server.reads().isEmpty)
        }
    }

    @Test func `reads of a key with the scope are noted once for each record and hour`() async throws {
        try await TestServer.run { server in
            let shop = try await Qinghe.open(server.root)
            try await shop.take([TestOrder(id: "pot").json(at: try await server.clock.now())])
            let made = try await shop.post(
                "keys", ["role": "viewer", "name": "面单", "scopes": ["personal"]]
            ).expect(201)
            #expect(made.json["scopes"] == ["personal"])
            let labels = shop.root.with(key: try #require(made.json["secret"]?.string))
            for _ in 0..<3 {
                let mei = try await labels.get(shop.path("customers/mei")).expect(200)
                #expect(mei.json["phone"]?.string == "13800000000")
                try await labels.get(shop.path("orders/pot")).expect(200)
                try await labels.get(shop.path("orders")).expect(200)
            }
            #expect(try await server.reads() == ["customer/mei \(made.id)", "order/pot \(made.id)"])
            try await server.clock.pass(.hours(1))
            try await labels.get(shop.path("customers/mei")).expect(200)
            #expect(try await server.reads().count == 3)
        }
    }

    @Test func `what people wrote is told to keys with the scope alone, and noted`() async throws {
        try await TestServer.run { server in
            let shop = try await Qinghe.open(server.root)
            let now = try await server.clock.now()
            try await shop.take(["pot", "second"].map { TestOrder(id: $0).json(at: now) })
            let words = ["杯子碎了", "住在三楼", "愿退十元", "说话很凶", "已经道歉"]
            let id = try await shop.post(
                "cases",
                [
                    "orderId": "pot", "kind": "refundOnly", "reason": "damagedInTransit",
                    "note": .string(words[0]), "lines": [["variantId": "pot-white"]],
                ]
            ).expect(201).id
            try await shop.post("cases/\(id)/notes", ["text": .string(words[1])]).expect(200)
            try await shop.post(
                "cases/\(id)/offers",
                [
                    "kind": "partialRefund", "amount": ["amount": 10_00, "currency": "CNY"],
                    "note": .string(words[2]),
                ]
            ).expect(200)
            let complaint = try await shop.post(
                "complaints", ["customerId": "mei", "cause": "service", "words": .string(words[3])]
            ).expect(201).id
            try await shop.post("complaints/\(complaint)/finding", ["finding": .string(words[4])]).expect(200)
            let places = ["cases/\(id)", "cases", "complaints/\(complaint)", "complaints"]
            let agent = try await shop.caller("agent").api
            for place in places {
                let told = try await agent.get(shop.path(place)).expect(200).text
                for word in words { #expect(!told.contains(word), "\(place): \(word)") }
                #expect(told.contains("****"))
            }
            let step = try await agent.post(shop.path("cases/\(id)/notes"), ["text": "新的话"]).expect(200)
            #expect(words.allSatisfy { !step.text.contains($0) })
            let reader = try await shop.personalKey()
            var told: [String] = []
            for place in places { told.append(try await reader.api.get(shop.path(place)).expect(200).text) }
            for word in words { #expect(told.contains { $0.contains(word) }, "\(word)") }
            let reads = try await server.reads().filter { $0.hasSuffix(reader.id) }
            #expect(Set(reads) == ["case/\(id) \(reader.id)", "complaint/\(complaint) \(reader.id)"])
            #expect(reads.count == 2)
        }
    }

    @Test func `what is written in conversations is told to keys with the scope alone, and noted`()
        async throws
    {
        try await TestServer.run { server in
            let shop = try await Qinghe.open(server.root)
            let id = try await shop.talk(to: "mei")
            let place = "conversations/\(id)"
            let words = ["壶裂了", "马上补发", "马上补发一只", "很快", "老顾客"]
            for (text, by) in [(words[0], "customer"), (words[1], "shop")] {
                try await shop.post(
                    "\(place)/messages", ["kind": "text", "text": .string(text), "by": .string(by)]
                ).expect(201)
            }
            let last = try await shop.get("\(place)/messages").items.last?["number"]?.int ?? 0
            try await shop.post("\(place)/messages/\(last)/correction", ["text": .string(words[2])]).expect(
                200)
            try await shop.post("\(place)/notes", ["text": .string(words[4])]).expect(201)
            try await shop.post("\(place)/closure").expect(200)
            try await shop.post(
                "\(place)/rating", ["stars": 5, "words": .string(words[3]), "by": "customer"]
            ).expect(200)
            let places = [
                place, "conversations", "\(place)/messages", "\(place)/messages/\(last)/versions",
                "\(place)/notes",
            ]
            let agent = try await shop.caller("agent").api
            for place in places {
                let told = try await agent.get(shop.path(place)).expect(200).text
                for word in words { #expect(!told.contains(word), "\(place): \(word)") }
                #expect(told.contains("****"))
            }
            let reader = try await shop.personalKey()
            var told = ""
            for place in places { told += try await reader.api.get(shop.path(place)).expect(200).text }
            for word in words { #expect(told.contains(word), "\(word)") }
            #expect(
                try await server.reads().filter { $0.hasSuffix(reader.id) }
                    == ["conversation/\(id) \(reader.id)"])
        }
    }

    @Test
    func
        `pictures and papers are given to keys with the scope alone, and noted; others see that there is one`()
        async throws
    {
        try await TestServer.run { server in
            let shop = try await Qinghe.open(server.root)
            try await shop.take([TestOrder(id: "pot").json(at: try await server.clock.now())])
            let (photo, sent) = (try await shop.photo(), try await shop.photo(2))
            let id = try await shop.post(
                "cases",
                [
                    "orderId": "pot", "kind": "refundOnly", "reason": "damagedInTransit",
                    "lines": [["variantId": "pot-white"]], "evidence": [.string(photo)],
                ]
            ).expect(201).id
            let talk = try await shop.talk(to: "mei")
            try await shop.post(
                "conversations/\(talk)/messages",
                ["kind": "image", "fileId": .string(sent), "by": "customer"]
            ).expect(201)
            let (agent, reader) = (try await shop.caller("agent").api, try await shop.personalKey())
            for file in [photo, sent] {
                let refused = try await agent.get(shop.path("files/\(file)")).expect(403, "scopeMissing")
                #expect(refused.json["detail"]?.string?.contains("personal") == true)
                try await reader.api.get(shop.path("files/\(file)")).expect(200)
            }
            try await agent.get(shop.path("files/F-none")).expect(403, "scopeMissing")
            try await reader.api.get(shop.path("files/F-none")).expect(404, "fileUnknown")
            let seen = try await agent.get(shop.path("cases/\(id)")).expect(200).json["evidence"]?.items
            #expect(seen?.first?["fileId"]?.string == photo)
            let told = try await agent.get(shop.path("conversations/\(talk)/messages")).expect(200).items
            #expect(told.last?["fileId"]?.string == sent)
            let reads = try await server.reads().filter { $0.hasSuffix(reader.id) && $0.hasPrefix("file/") }
            #expect(reads == ["file/\(photo) \(reader.id)", "file/\(sent) \(reader.id)"])
        }
    }

    @Test func `all that is kept of somebody is given to keys with the scope alone`() async throws {
        try await TestServer.run { server in
            let shop = try await Qinghe.open(server.root)
            let supervisor = try await shop.caller("supervisor").api
            try await supervisor.get(shop.path("customers/mei/export")).expect(403, "scopeMissing")
            let owner = try await shop.caller("owner").api
            let given = try await owner.get(shop.path("customers/mei/export")).expect(200)
            #expect(given.text.contains("mei@example.com"))
        }
    }

    @Test func `keys of owners carry the scope, and there is no other`() async throws {
        try await TestServer.run { server in
            let shop = try await Qinghe.open(server.root)
            let owner = try await shop.caller("owner").api
            let mei = try await owner.get(shop.path("customers/mei")).expect(200)
            #expect(mei.json["email"]?.string == "mei@example.com")
            try await shop.post("keys", ["role": "agent", "name": "林", "scopes": ["everything"]]).expect(
                400, "fieldNotAChoice")
        }
    }
}

extension Qinghe {
    /// A viewer's key with the scope.
    fileprivate func personalKey() async throws -> (api: API, id: String) {
        let made = try await post(
            "keys", ["role": "viewer", "name": "质检", "scopes": ["personal"]]
        ).expect(201)
        return (root.with(key: try #require(made.json["secret"]?.string)), made.id)
    }
}

extension TestServer {
    /// What keys were noted to have read: records and keys.
    fileprivate func reads() async throws -> [String] {
        try await services.database.read { [store = services.events.store] transaction in
            try store.after(0, in: ShopID(Qinghe.id), limit: 1_000, transaction)
                .filter { $0.type == "personalData.read" }.map { "\($0.subject.id) \($0.actor.id)" }
        }
    }
}
