import Base
import Testing

/// The way of one problem, for each of the seven kinds, as a program sees it over HTTP.
@Suite(.timeLimit(.minutes(10))) struct CaseStoryTests {
    @Test func `refund only: a small loss is paid back within the request, a large one is seen by 林`()
        async throws
    {
        try await Self.inShop { shop, clock in
            try await shop.take([
                TestOrder(id: "cup", variant: "cup-white").json(at: clock.now()),
                TestOrder(id: "gift", variant: "cup-white", payments: [("mei-gift", 8_00)]).json(
                    at: clock.now()),
                TestOrder(id: "pot").json(at: clock.now()),
            ])
            let gift = try await shop.open("refundOnly", "notReceived", "gift", "cup-white").expect(201)
            #expect(gift.state == "refunded" && gift.json["deadline"] == .null)
            #expect(gift.json["refund"]?["amount"] == Qinghe.yuan(8_00))
            #expect(try await shop.balance() == 58_00)

            let cup = try await shop.open("refundOnly", "notReceived", "cup", "cup-white").expect(201)
            #expect(cup.state == "refunding" && cup.json["decision"]?["outcome"]?.string == "approve")
            #expect(cup.json["deadline"]?["owner"]?.string == "provider")
            try await clock.pass()
            #expect(try await shop.state(cup.id) == "refunded")
            #expect(try await shop.refunds(of: "cup") == ["mei-wechat 800 succeeded"])

            let pot = try await shop.open("refundOnly", "notReceived", "pot", "pot-white").expect(201)
            #expect(pot.state == "reviewing" && pot.json["deadline"]?["owner"]?.string == "merchant")
            let lin = try await shop.caller("agent").api
            let approved = try await lin.post(shop.path("cases/\(pot.id)/approval"), ["note": "抱歉，马上退给您"])
                .expect(200)
            #expect(approved.state == "refunding" && approved.json["decision"]?["by"]?.string == "key")
            try await clock.pass()
            #expect(try await shop.state(pot.id) == "refunded")
            try await shop.checkBooks(pot.id, amount: 100_00)
        }
    }

    @Test func `five minutes without a decision: the pack's answer goes out, and the promise is kept`()
        async throws
    {
        try await Self.inShop { shop, clock in
            try await shop.take([TestOrder(id: "pot").json(at: clock.now())])
            let pot = try await shop.open("refundOnly", "notReceived", "pot", "pot-white").expect(201)
            try await clock.pass(.minutes(5))
            let waiting = try await shop.get("cases/\(pot.id)").expect(200)
            #expect(waiting.state == "offered")
            #expect(waiting.json["promise"]?["kept"]?.bool == true)
            #expect(
                waiting.json["deadline"] == pot.json["deadline"], "the shop's own clock runs on beside it")
            try await shop.step(pot.id, "offers/1/refusal", ["by": "customer"])
            let given = try await shop.step(
                pot.id, "evidence", ["evidence": [.string(shop.photo())], "note": "门口没有", "by": "customer"])
            #expect(given.state == "reviewing" && given.json["evidence"]?.items.count == 1)
            // Nobody answers for two days: the pack approves.
            try await clock.pass(.hours(49))
            #expect(try await shop.state(pot.id) == "refunded")
            let types = try await shop.get("cases/\(pot.id)/timeline").items.compactMap { $0["type"]?.string }
            #expect(
                types.first == "case.opened" && types.contains("case.overdue")
                    && types.contains("case.deadlineNear"))
        }
    }

    @Test func `return and refund: the goods come back, are looked at, and the money goes`() async throws {
        try await Self.inShop { shop, clock in
            try await shop.take([TestOrder(id: "two", quantity: 2).json(at: clock.now())])
            let opened = try await shop.open("returnRefund", "noLongerNeeded", "two", "pot-white", 2).expect(
                201)
            #expect(opened.state == "awaitingReturn")
            let sent = try await shop.step(
                opened.id, "return-shipment", ["carrier": "SF", "trackingNumber": "SF100", "by": "customer"])
            #expect(sent.state == "returning" && sent.json["parcels"]?.items.count == 1)
            #expect(try await shop.step(opened.id, "receipt").state == "inspecting")
            let seen = try await shop.step(
                opened.id, "inspection",
                ["lines": [["variantId": "pot-white", "accepted": 1, "refused": 1, "note": "有裂纹"]]])
            #expect(seen.state == "refunding")
            try await clock.pass()
            #expect(try await shop.state(opened.id) == "refunded")
            #expect(try await shop.refunds(of: "two") == ["mei-wechat 10000 succeeded"])
            try await shop.post(
                "cases/\(opened.id)/inspection", ["lines": [["variantId": "pot-white", "accepted": 2]]]
            )
            .expect(409, "notInThisState")
        }
    }

    @Test func `no goods within seven days: the case expires, and a person can open it again`() async throws {
        try await Self.inShop { shop, clock in
            try await shop.take([TestOrder(id: "pot").json(at: clock.now())])
            let opened = try await shop.open("returnRefund", "noLongerNeeded", "pot", "pot-white").expect(201)
            try await clock.pass(.minutes(7 * 24 * 60 - 1))
            #expect(try await shop.state(opened.id) == "awaitingReturn")
            try await clock.pass(.minutes(2))
            let expired = try await shop.get("cases/\(opened.id)")
            #expect(expired.state == "expired" && expired.json["deadline"] == .null)
            #expect(try await shop.step(opened.id, "reopening", ["reason": "快递丢了单号"]).state == "reviewing")
        }
    }

    @Test func `exchange: another pot for the difference, signed for by 梅`() async throws {
        try await Self.inShop { shop, clock in
            try await shop.take([TestOrder(id: "pot").json(at: clock.now())])
            let opened = try await shop.open("exchange", "preferOther", "pot", "pot-white", new: "pot-blue")
                .expect(201)
            #expect(opened.state == "awaitingReturn" && opened.json["priceDifference"] == Qinghe.yuan(20_00))
            try await shop.step(
                opened.id, "return-shipment", ["carrier": "SF", "trackingNumber": "SF1", "by": "customer"])
            try await shop.step(opened.id, "receipt")
            let inspected = try await shop.step(
                opened.id, "inspection", ["lines": [["variantId": "pot-white", "accepted": 1]]])
            #expect(inspected.state == "fulfilling")
            try await clock.pass()
            try await shop.step(
                opened.id, "replacement-shipment", ["carrier": "SF", "trackingNumber": "SF2"])
            #expect(try await shop.step(opened.id, "confirmation", ["by": "customer"]).state == "fulfilled")
            let charges = try await shop.get("orders/pot").json["payments"]?.items ?? []
            let added = charges.filter {
                $0["kind"]?.string == "payment" && $0["amount"] == Qinghe.yuan(20_00)
            }
            #expect(added.map { $0["state"]?.string } == ["succeeded"])
        }
    }

    @Test func `resend: what was missing is sent again, once it was seen`() async throws {
        try await Self.inShop { shop, clock in
            try await shop.take([
                TestOrder(id: "cup", variant: "cup-white", quantity: 2).json(at: clock.now())
            ])
            let opened = try await shop.open("resend", "missingItem", "cup", "cup-white").expect(201)
            #expect(
                opened.state == "awaitingEvidence"
                    && opened.json["decision"]?["outcome"]?.string == "askEvidence")
            let shown = try await shop.step(
                opened.id, "evidence", ["evidence": [.string(shop.photo())], "by": "customer"])
            #expect(shown.state == "fulfilling")
            #expect(shown.json["deadline"]?["owner"]?.string == "merchant")
            try await shop.step(
                opened.id, "replacement-shipment", ["carrier": "SF", "trackingNumber": "SF3"])
            #expect(try await shop.step(opened.id, "confirmation", ["by": "customer"]).state == "fulfilled")
            #expect(try await shop.refunds(of: "cup").isEmpty)
        }
    }

    @Test func `repair: after two failures 梅 chooses another one`() async throws {
        try await Self.inShop { shop, clock in
            try await shop.take([TestOrder(id: "kettle", variant: "kettle-steel").json(at: clock.now())])
            let opened = try await shop.open(
                "repair", "defective", "kettle", "kettle-steel", evidence: [shop.photo()]
            ).expect(201)
            #expect(opened.state == "awaitingReturn")
            try await shop.step(
                opened.id, "return-shipment", ["carrier": "SF", "trackingNumber": "SF4", "by": "customer"])
            try await shop.step(opened.id, "receipt")
            let accepted = try await shop.step(
                opened.id, "inspection", ["lines": [["variantId": "kettle-steel", "accepted": 1]]])
            #expect(accepted.state == "repairing")
            #expect(try await shop.step(opened.id, "repair", ["outcome": "failed"]).state == "repairing")
            let choice = try await shop.step(opened.id, "repair", ["outcome": "failed"])
            #expect(choice.state == "offered" && choice.json["offers"]?.items.count == 2)
            let chosen = try await shop.step(opened.id, "offers/1/acceptance", ["by": "customer"])
            #expect(chosen.state == "fulfilling")
            try await shop.step(
                opened.id, "replacement-shipment", ["carrier": "SF", "trackingNumber": "SF5"])
            #expect(try await shop.step(opened.id, "confirmation", ["by": "customer"]).state == "fulfilled")
        }
    }

    @Test func `compensation: a late parcel is paid for by the table`() async throws {
        try await Self.inShop { shop, clock in
            try await shop.take([
                TestOrder(id: "pot", onTheWay: .days(6)).json(at: clock.now()),
                TestOrder(id: "other").json(at: clock.now()),
            ])
            let opened = try await shop.open("compensation", "lateDelivery", "pot", "pot-white").expect(201)
            #expect(
                opened.json["decision"]?["outcome"]?.string == "approve"
                    && opened.json["asked"] == Qinghe.yuan(5_00))
            try await clock.pass()
            #expect(try await shop.state(opened.id) == "refunded")
            #expect(try await shop.refunds(of: "pot") == ["mei-wechat 500 succeeded"])
            // A second time, and where the order's times show no delay, a human looks at it.
            for order in ["pot", "other"] {
                let again = try await shop.open("compensation", "lateDelivery", order, "pot-white").expect(
                    201)
                #expect(again.state == "reviewing")
            }
        }
    }

    @Test func `price protection: the price fell after 梅 had paid`() async throws {
        try await Self.inShop { shop, clock in
            try await shop.take([
                TestOrder(id: "cup", variant: "cup-white", quantity: 2).json(at: clock.now())
            ])
            let cheaper = Qinghe.product("cup", ["cup-white"], price: 6_00)
            try await shop.root.importing([cheaper], as: "products", to: shop.id).expect(200)
            let opened = try await shop.open("priceProtection", "priceDropped", "cup", "cup-white", 2).expect(
                201)
            #expect(opened.json["asked"] == Qinghe.yuan(4_00))
            try await clock.pass()
            #expect(try await shop.state(opened.id) == "refunded")
            #expect(try await shop.refunds(of: "cup") == ["mei-wechat 400 succeeded"])
        }
    }

    @Test func `an offer is accepted with one call, a dispute is ruled on by the platform`() async throws {
        try await Self.inShop { shop, clock in
            let now = try await clock.now()
            try await shop.take(["a", "b"].map { TestOrder(id: $0).json(at: now) })
            let first = try await shop.open("refundOnly", "notReceived", "a", "pot-white").expect(201)
            let offered = try await shop.step(
                first.id, "offers", ["kind": "partialRefund", "amount": Qinghe.yuan(40_00)])
            #expect(offered.state == "offered" && offered.json["offers"]?.items.count == 1)
            let accepted = try await shop.step(first.id, "offers/1/acceptance", ["by": "customer"])
            #expect(accepted.state == "refunding")
            try await clock.pass()
            #expect(try await shop.refunds(of: "a") == ["mei-wechat 4000 succeeded"])

            let second = try await shop.open("refundOnly", "notReceived", "b", "pot-white").expect(201)
            #expect(try await shop.step(second.id, "rejection", ["reason": "delivered"]).state == "rejected")
            #expect(
                try await shop.step(second.id, "dispute", ["note": "没有收到", "by": "customer"]).state
                    == "disputed")
            let ruled = try await shop.step(
                second.id, "arbitration", ["ruling": "partial", "amount": Qinghe.yuan(60_00)])
            #expect(ruled.state == "refunding")
            try await clock.pass()
            #expect(try await shop.refunds(of: "b") == ["mei-wechat 6000 succeeded"])
        }
    }

    @Test func `a preview says what the case will be and stores nothing`() async throws {
        try await TestServer.run { server in
            let shop = try await Qinghe.open(server.root)
            try await shop.take([TestOrder(id: "pot").json(at: try await server.clock.now())])
            let before = try await server.rowCounts()
            let body = BadInput.application("pot")
            let preview = try await server.root.send(shop.root.call("POST", shop.path("cases/preview"), body))
                .expect(200)
            #expect(try await server.rowCounts() == before)
            let opened = try await shop.post("cases", body).expect(201)
            #expect(preview.state == opened.state && preview.json["lines"] == opened.json["lines"])
            #expect(preview.json["decision"]?["rules"] == opened.json["decision"]?["rules"])
        }
    }

    private static func inShop(
        _ body: @escaping @Sendable (Qinghe, Sandbox) async throws -> Void
    ) async throws {
        try await TestServer.run { server in
            try await body(try await Qinghe.open(server.root), server.clock)
        }
    }
}

extension Qinghe {
    /// 梅 applies.
    func open(
        _ kind: String, _ reason: String, _ order: String, _ variant: String, _ quantity: Int64 = 1,
        new: String? = nil,
        evidence: [String] = []
    ) async throws -> Reply {
        try await post(
            "cases",
            .object([
                "orderId": .string(order), "kind": .string(kind), "reason": .string(reason), "by": "customer",
                "lines": [
                    .object([
                        "variantId": .string(variant), "quantity": .int(quantity),
                        "newVariantId": new.map { .string($0) },
                    ])
                ], "evidence": JSONValue(evidence),
            ]))
    }

    @discardableResult
    func step(
        _ id: String, _ noun: String, _ body: JSONValue = [:],
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> Reply {
        try await post("cases/\(id)/\(noun)", body).expect(200, sourceLocation: sourceLocation)
    }

    func state(_ id: String) async throws -> String? { try await get("cases/\(id)").expect(200).state }

    /// What is on 梅's gift card.
    func balance() async throws -> Int64? {
        try await get("customers/mei").json["paymentMethods"]?.items.first?["balance"]?["amount"]?.int
    }

    func refunds(of order: String) async throws -> [String] {
        (try await get("orders/\(order)").expect(200).json["payments"]?.items ?? [])
            .filter { $0["kind"]?.string == "refund" }
            .map {
                "\($0["methodId"]?.string ?? "") \($0["amount"]?["amount"]?.int ?? 0) \($0["state"]?.string ?? "")"
            }
    }

    /// The case's entries in the books.
    func checkBooks(_ id: String, amount: Int64) async throws {
        let books = try await get("cases/\(id)/books").expect(200).items
        #expect(!books.isEmpty && books.allSatisfy { $0["amount"]?["amount"]?.int == amount }, "\(books)")
    }
}
