import App
import Base
import Testing

/// A refund that its provider refuses for good is sent another way, or paid past it.
@Suite(.timeLimit(.minutes(10))) struct RefusedRefundTests {
    @Test func `a supervisor sends it to store credit at the desk, and its case ends`() async throws {
        try await inShop { shop, id, number in
            let place = "/desk/\(shop.id)/refunds/\(number)"
            var lin = try await DeskWorkTests.browser(shop, "agent")
            #expect(try await !lin.get(place).text.contains("/redirection"))
            var boss = try await DeskWorkTests.browser(shop, "supervisor")
            let page = try await boss.see(place)
            let own = ["redirection.refundTo": "mei-wechat"]
            #expect(!page.text.contains("value=\"mei-wechat\""))
            #expect(try await boss.submit(page, to: "/redirection?on=page", own).status == 422)
            let credit = ["redirection.refundTo": "storeCredit"]
            try await boss.submit(page, to: "/redirection?on=page", credit).expect(303)
            #expect(try await shop.get("cases/\(id)").json["state"]?.string == "refunded")
            let old = try await shop.get("refunds/\(number)").expect(200).json
            #expect(old["step"]?.string == "undone")
            let new = try #require(old["replacedBy"]?.items.first?.string)
            let instead = try await shop.get("refunds/\(new)").expect(200).json
            #expect(instead["method"]?.string == "storeCredit" && instead["replaces"]?.string == number)
            #expect(try await boss.see(place).text.contains(new))
        }
    }

    @Test func `what was paid past the provider needs a reference, which the case shows`() async throws {
        try await inShop { shop, id, number in
            let outcome = "refunds/\(number)/outcome"
            #expect(try await shop.post(outcome, ["outcome": "failed"]).status == 409)
            let nameless = try await shop.post(outcome, ["outcome": "paid"])
            #expect(nameless.status == 400 && nameless.code == "fieldMissing")
            let paid = try await shop.post(outcome, ["outcome": "paid", "reference": "ICBC 8842"]).expect(200)
            #expect(paid.json["handReference"]?.string == "ICBC 8842")
            let shown = try await shop.get("cases/\(id)").expect(200).json
            #expect(shown["state"]?.string == "refunded")
            #expect(shown["refund"]?["parts"]?.items.first?["handReference"]?.string == "ICBC 8842")
            #expect(try await shop.post(outcome, ["outcome": "paid", "reference": "2"]).status == 409)
            var boss = try await DeskWorkTests.browser(shop, "supervisor")
            #expect(try await boss.see("/desk/\(shop.id)/cases/\(id)").text.contains("ICBC 8842"))
            let wish: JSONValue = ["refundTo": "storeCredit"]
            #expect(try await shop.post("refunds/\(number)/redirection", wish).code == "movementNotRetryable")
        }
    }

    /// With a case whose refund was refused, and the refund's number.
    private func inShop(
        _ body: @escaping @Sendable (Qinghe, String, String) async throws -> Void
    ) async throws {
        try await DeskWorkTests.inShop { shop in
            try await shop.root.put("/v1/sandbox/provider", ["refused": 10_000]).expect(204)
            let id = try await shop.open("refundOnly", "notReceived", "mine", "pot-white").expect(201).id
            try await shop.post("cases/\(id)/approval").expect(200)
            try await Sandbox(root: shop.root).pass(.minutes(1))
            let refund = try #require(try await shop.get("refunds?state=failed").expect(200).items.first)
            try await body(shop, id, try #require(refund["number"]?.string))
        }
    }
}
