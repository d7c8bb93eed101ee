import Base
import Testing

/// Complaints with their remedies, and a policy on its way from a draft to new cases.
@Suite(.timeLimit(.minutes(10))) struct ShopStoryTests {
    @Test func `the shop's systems read from an order what to send and what has gone back`() async throws {
        try await TestServer.run { server in
            let shop = try await Qinghe.open(server.root)
            let order = TestOrder(id: "late", status: "processed", quantity: 5)
            try await shop.take([order.json(at: server.clock.now())])
            #expect(try await shop.get("orders/late").json["lines"]?.items.first?["held"] == nil)
            let refused = try await shop.open("refundOnly", "notReceived", "late", "pot-white").expect(201)
            #expect(refused.state == "refused")
            let rules = refused.json["decision"]?["rules"]?.items ?? []
            #expect(rules.map { $0["id"] } == ["reasonBeforeSending"])
            let id = try await shop.open("refundOnly", "lateShipping", "late", "pot-white", 2).expect(201).id
            let held = try await shop.get("orders/late").expect(200).json["lines"]?.items.first
            #expect(held?["held"] == 2 && held?["refunded"] == nil && held?["cancelled"] == nil)
            try await shop.step(id, "approval")
            for line in [
                try await shop.get("orders/late").expect(200).json["lines"]?.items.first,
                try await shop.get("orders?customerId=mei").expect(200).items.first?["lines"]?.items.first,
            ] {
                #expect(line?["held"] == nil && line?["refunded"] == 2 && line?["cancelled"] == 2)
            }
        }
    }

    @Test func `a complaint is found true, put right with money, accepted and closed`() async throws {
        try await TestServer.run { server in
            let shop = try await Qinghe.open(server.root)
            try await shop.take([TestOrder(id: "pot").json(at: try await server.clock.now())])
            let lin = try await shop.caller("agent").api
            let opened = try await lin.post(
                shop.path("complaints"),
                ["customerId": "mei", "orderId": "pot", "cause": "delivery", "words": "快递员把箱子扔在雨里"]
            ).expect(201)
            #expect(opened.state == "open" && opened.json["deadline"]?["owner"]?.string == "merchant")
            func step(_ noun: String, _ body: JSONValue = [:]) async throws -> Reply {
                try await lin.post(shop.path("complaints/\(opened.id)/\(noun)"), body)
            }
            func answer(_ body: JSONValue = [:]) async throws -> Reply {
                try await shop.post("complaints/\(opened.id)/acceptance", body)
            }
            try await step("acceptance").expect(403, "permissionMissing")
            try await answer().expect(409, "complaintClosed")
            #expect(try await step("finding", ["finding": "属实"]).expect(200).state == "found")
            try await step("remedy", ["kind": "compensation"]).expect(422, "offerNeedsAmount")
            try await step("remedy", ["kind": "compensation", "amount": Qinghe.yuan(300_00)]).expect(
                422, "remedyOutsideTable")
            let threefold: JSONValue = [
                "kind": "compensation", "amount": Qinghe.yuan(300_00), "breach": "counterfeit",
            ]
            try await step("remedy", threefold).expect(403, "grantAboveLimit")
            let proposed = try await step("remedy", ["kind": "compensation", "amount": Qinghe.yuan(20_00)])
                .expect(200)
            #expect(proposed.state == "remedied" && proposed.json["deadline"]?["owner"]?.string == "customer")
            #expect(try await answer(["accepted": false]).expect(200).state == "found")
            try await step("remedy", ["kind": "compensation", "amount": Qinghe.yuan(30_00)]).expect(200)
            let accepted = try await answer(["by": "customer"]).expect(200)
            #expect(accepted.state == "accepted" && accepted.json["deadline"] == .null)
            try await server.clock.pass()
            #expect(try await shop.refunds(of: "pot") == ["mei-wechat 3000 succeeded"])
            #expect(try await step("closure").expect(200).state == "closed")
            try await step("remedy", ["kind": "apology"]).expect(409, "complaintClosed")
            try await server.clock.pass(.days(5))
            #expect(try await shop.get("complaints/\(opened.id)").json["late"]?.bool == false)
            #expect(
                try await shop.get("complaints?customerId=mei&state=closed").items.map { $0["id"]?.string }
                    == [opened.id])
        }
    }

    @Test func `a complaint that nobody answers is late after its time`() async throws {
        try await TestServer.run { server in
            let shop = try await Qinghe.open(server.root)
            let opened = try await shop.post(
                "complaints", ["customerId": "mei", "cause": "service", "words": "没人理我"]
            ).expect(201)
            try await server.clock.pass(.hours(71))
            #expect(try await shop.get("complaints/\(opened.id)").json["late"]?.bool == false)
            try await server.clock.pass(.hours(2))
            #expect(try await shop.get("complaints/\(opened.id)").json["late"]?.bool == true)
        }
    }

    @Test func `a new policy is rehearsed on past cases and decides new ones only`() async throws {
        try await TestServer.run { server in
            let shop = try await Qinghe.open(server.root)
            let now = try await server.clock.now()
            try await shop.take(["old", "new"].map { TestOrder(id: $0).json(at: now) })
            let old = try await shop.open("refundOnly", "notReceived", "old", "pot-white").expect(201)
            #expect(old.state == "reviewing")

            let yaml = try #require(try await shop.get("policy").expect(200).json["yaml"]?.string)
            let generous = yaml.replacing("approval: {upTo: \"10.00\"}", with: "approval: {upTo: \"500.00\"}")
            #expect(generous != yaml)
            try await server.root.put(shop.path("policy/draft"), ["yaml": .string(generous)]).expect(200)
            let before = try await server.rowCounts()
            let rehearsed = try await server.root.send(
                shop.root.call("POST", shop.path("policy/rehearsals"), ["since": "1d"])
            ).expect(200).json
            #expect(rehearsed["cases"]?.int == 1 && rehearsed["changed"]?.int == 1)
            #expect(rehearsed["difference"] == Qinghe.yuan(100_00))
            #expect(rehearsed["differences"]?.items.first?["caseId"]?.string == old.id)
            #expect(try await server.rowCounts() == before)
            #expect(try await shop.get("policy").json["version"]?.int == 1)

            let published = try await shop.post("policy/publication").expect(201)
            #expect(published.json["version"]?.int == 2)
            try await shop.post("policy/publication").expect(409, "policyNoDraft")
            let new = try await shop.open("refundOnly", "notReceived", "new", "pot-white").expect(201)
            #expect(new.state == "refunding" && new.json["decision"]?["pack"]?["version"]?.int == 2)
            let kept = try await shop.get("cases/\(old.id)").expect(200)
            #expect(kept.state == "reviewing" && kept.json["decision"] == old.json["decision"])
            #expect(try await shop.get("policy?version=1").json["yaml"]?.string == yaml)
        }
    }
}
