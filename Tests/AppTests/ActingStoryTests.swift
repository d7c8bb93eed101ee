import Base
import Testing

/// Whoever acts for a customer is named, and agrees to nothing that only a customer can agree to.
@Suite(.timeLimit(.minutes(15))) struct ActingStoryTests {
    @Test func `what a key does for 梅 is told with both names`() async throws {
        try await Self.inReview { shop, id in
            try await shop.step(id, "offers", ["kind": "partialRefund", "amount": Qinghe.yuan(40_00)])
            try await shop.step(id, "offers/1/acceptance", ["by": "customer"])
            let events = try await shop.get("cases/\(id)/timeline").items
            let accepted = events.first { $0["type"]?.string == "case.offerAccepted" }
            #expect(accepted?["actor"]?["kind"]?.string == "key")
            #expect(accepted?["onBehalfOf"]?["id"]?.string == "mei")
            let ordered = events.first { $0["type"]?.string == "refund.ordered" }
            #expect(ordered?["actor"]?["kind"]?.string == "system" && ordered?["onBehalfOf"] == nil)
        }
    }

    @Test(
        arguments: [
            ("approval", [:]), ("rejection", ["reason": "x"]), ("evidence-request", [:]), ("receipt", [:]),
            ("inspection", ["lines": [["lineId": "1", "accepted": 1]]]), ("reopening", ["reason": "x"]),
            ("replacement-shipment", ["carrier": "SF", "trackingNumber": "1"]),
            ("repair", ["outcome": "failed"]),
            ("arbitration", ["ruling": "shop"]), ("assignment", [:]),
        ] as [(String, JSONValue)])
    func `the shop's own steps are not taken for a customer`(noun: String, body: JSONValue) async throws {
        try await Self.inReview { shop, id in
            let reply = try await shop.post("cases/\(id)/\(noun)", body.adding(["by": "customer"]))
                .expect(422, "stepOfShop")
            #expect(reply.json["field"]?.string == "/by")
        }
    }

    @Test(arguments: ["withdrawal", "dispute"])
    func `the customer's own steps are not the shop's`(noun: String) async throws {
        try await Self.inReview { shop, id in
            try await shop.post("cases/\(id)/\(noun)", ["by": "shop"]).expect(422, "stepOfCustomer")
        }
    }

    @Test func `an agent's key agrees to nothing in 梅's name`() async throws {
        try await Self.inReview { shop, id in
            let agent = try await shop.caller("agent").api
            let offer: JSONValue = ["kind": "partialRefund", "amount": Qinghe.yuan(40_00)]
            let path = shop.path("cases/\(id)")
            try await agent.post("\(path)/offers", offer.adding(["by": "customer"])).expect(
                403, "permissionMissing")
            try await agent.post("\(path)/offers", offer).expect(200)
            try await agent.post("\(path)/offers/1/acceptance", ["by": "customer"])
                .expect(403, "permissionMissing")
            try await agent.post("\(path)/withdrawal").expect(403, "permissionMissing")
            let supervisor = try await shop.caller("supervisor").api
            try await supervisor.post("\(path)/offers/1/acceptance", ["by": "customer"]).expect(200)
        }
    }

    /// A refund of a pot that never came, which a person decides.
    private static func inReview(
        _ body: @escaping @Sendable (Qinghe, String) async throws -> Void
    ) async throws {
        try await TestServer.run { server in
            let shop = try await Qinghe.open(server.root)
            try await shop.take([TestOrder(id: "pot").json(at: try await server.clock.now())])
            let opened = try await shop.open("refundOnly", "notReceived", "pot", "pot-white").expect(201)
            try await body(shop, opened.id)
        }
    }
}
