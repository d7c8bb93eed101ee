import Base
import Testing

/// What the pack `retail-simple` promises, step by step: what is done, what is refused, and how the order, its money
/// and the gift cards look afterwards.
@Suite(.timeLimit(.minutes(10))) struct RetailReplayTests {
    @Test(arguments: RetailStory.all) func `a plain retailer keeps its word`(story: RetailStory) async throws
    {
        try await TestServer.run { server in
            let shop = try await RetailShop.open(server.root)
            for (number, step) in story.steps.enumerated() {
                let reply = try await shop.take(step.action)
                let place = "\(story.name), step \(number + 1): \(reply.status) \(reply.text.prefix(300))"
                switch step.outcome {
                case .ok: #expect(reply.status < 300 && reply.state != "refused", "\(place)")
                case .refused(let code):
                    // A case that the policy refuses is a record too; its rule stands for the code.
                    let rules = reply.json["decision"]?["rules"]?.items.compactMap { $0["id"]?.string } ?? []
                    let isRefusal = reply.status == 409 || reply.status == 422 || reply.state == "refused"
                    #expect(isRefusal && (reply.code == code || rules.contains(code)), "\(place)")
                }
            }
            for (order, expected) in story.after { #expect(try await shop.summary(of: order) == expected) }
            #expect(
                try await shop.cards() == RetailShop.cards.merging(story.cards) { _, new in new },
                "\(story.name)")
        }
    }

    @Test func `a customer is found by what they know of themselves, and nobody is found otherwise`()
        async throws
    {
        try await TestServer.run { server in
            let shop = try await RetailShop.open(server.root)
            let searches: [(query: String, found: [String])] = [
                ("email=MEI%40example.com", ["mei"]), ("email=%20mei%40example.com%20", ["mei"]),
                ("email=nobody%40example.com", []),
                ("givenName=mei&familyName=WANG&postalCode=97209", ["mei"]),
                ("givenName=Mei&familyName=Wang&postalCode=97210", []),
                ("givenName=Lan&familyName=Wu&postalCode=98101", ["lan"]),
            ]
            for search in searches {
                let reply = try await shop.root.get("\(shop.path)/customers?\(search.query)").expect(200)
                #expect(reply.items.compactMap { $0["id"]?.string } == search.found, "\(search.query)")
            }
            try await shop.root.get("\(shop.path)/customers").expect(400, "searchNeedsCriteria")
        }
    }

    @Test func `a customer moves house, and orders already placed stay where they go`() async throws {
        try await TestServer.run { server in
            let shop = try await RetailShop.open(server.root)
            let home = RetailShop.address("9 Ferry Lane")
            try await shop.root.patch("\(shop.path)/customers/mei", ["address": home]).expect(200)
            #expect(try await shop.root.get("\(shop.path)/customers/mei").json["address"] == home)
            let order = try await shop.root.get("\(shop.path)/orders/open-lamp")
            #expect(order.json["address"]?["line1"]?.string == "1 Harbor Street")
            try await shop.root.patch("\(shop.path)/customers/nobody", ["address": home]).expect(
                404, "customerUnknown")
        }
    }

    @Test func `a price difference stands on every exchange, also when it is nothing`() async throws {
        try await TestServer.run { server in
            let shop = try await RetailShop.open(server.root)
            let swap = RetailAction.exchange("home-mug", [Swap("mug-blue", for: "mug-red", 1)], "mei-visa")
            let reply = try await shop.take(swap).expect(201)
            #expect(reply.json["priceDifference"] == ["amount": 0, "currency": "USD"])
            let list = try await shop.root.get("\(shop.path)/cases?orderId=home-mug")
            #expect(list.items.first?["priceDifference"] == ["amount": 0, "currency": "USD"])
            #expect(list.items.first == reply.json)
        }
    }
}
