import Base
import Testing

/// A customer is found by what people say on the telephone, however they write it.
@Suite(.timeLimit(.minutes(10))) struct CustomerSearchTests {
    @Test(arguments: [
        ("email=mei@example.com", true), ("email=%20MEI@Example.COM%20", true),
        ("email=mei@example.co", false),
        ("email=%20", false), ("phone=13800000000", true), ("phone=%2B86%20138-0000-0000", true),
        ("phone=0086%20138%200000%200000", true), ("phone=%EF%BC%91%EF%BC%93800000000", true),
        ("phone=1380000000", false), ("phone=none", false),
        ("givenName=%E6%A2%85&familyName=%E7%8E%8B&postalCode=200001", true),
        ("givenName=%20%E6%A2%85%E3%80%80&familyName=%E7%8E%8B&postalCode=%20200001", true),
        ("givenName=%E6%A2%85&familyName=%E7%8E%8B&postalCode=200002", false),
    ])
    func `who is looked for is found, or nobody is`(query: String, isFound: Bool) async throws {
        try await TestServer.run { server in
            let shop = try await Qinghe.open(server.root)
            let nameless: JSONValue = ["id": "nameless", "email": "", "phone": "-"]
            try await server.root.importing([nameless], as: "customers", to: shop.id).expect(200)
            let found = try await shop.get("customers?\(query)").expect(200)
            #expect(found.items.compactMap { $0["id"]?.string } == (isFound ? ["mei"] : []))
        }
    }

    @Test func `a body finds whom an address finds`() async throws {
        try await TestServer.run { server in
            let shop = try await Qinghe.open(server.root)
            let wishes: [(JSONValue, Bool)] = [
                (["email": " MEI@Example.COM "], true), (["phone": "+86 138-0000-0000"], true),
                (["phone": "1380000000"], false),
                (["givenName": "梅", "familyName": "王", "postalCode": "200001"], true),
            ]
            for (wish, isFound) in wishes {
                let found = try await server.root.post(shop.path("customers/search"), wish).expect(200)
                #expect(found.items.compactMap { $0["id"]?.string } == (isFound ? ["mei"] : []))
            }
            try await server.root.post(shop.path("customers/search")).expect(
                400, "searchNeedsCriteria")
            try await server.root.post(
                shop.path("customers/search"), ["phone": "1", "cursor": "none"]
            ).expect(400, "queryInvalid")
        }
    }

    @Test func `no name or number that is looked for at the desk stands in an address`() async throws {
        try await DeskWorkTests.inShop { shop in
            let desk = "/desk/\(shop.id)"
            var (lin, zhou) = (
                try await DeskWorkTests.browser(shop, "agent"),
                try await DeskWorkTests.browser(shop, "supervisor")
            )
            let sent = try await lin.post("\(desk)/search", ["q": "13800000000"]).expect(303)
            let place = try #require(sent.headers["location"])
            #expect(!place.contains("138"))
            #expect(try await lin.see(place).text.contains("/customers/mei"))
            // Somebody else's address asks for nothing.
            #expect(try await !zhou.see(place).text.contains("/customers/mei"))
            for path in ["", "/search", "/orders"] {
                let forms = try await lin.see(desk + path).text.matches(of: /<form[^>]*\/search"[^>]*>/)
                #expect(!forms.isEmpty && forms.allSatisfy { $0.0.contains("method=\"post\"") })
            }
        }
    }

    @Test func `the desk finds what its pages show: the end of a case, a parcel, a name`() async throws {
        try await DeskWorkTests.inShop { shop in
            let id = try await shop.open("returnRefund", "noLongerNeeded", "mine", "pot-white").expect(201).id
            try await shop.post(
                "cases/\(id)/return-shipment",
                ["carrier": "sf", "trackingNumber": "SF1448835616321", "by": "customer"]
            ).expect(200)
            var lin = try await DeskWorkTests.browser(shop, "agent")
            let case8 = id.suffix(8)
            let desk = "/desk/\(shop.id)"
            for (words, found) in [
                (String(case8), "/cases/\(id)"), (case8.lowercased(), "/cases/\(id)"),
                (String(id.suffix(5)), "/cases/\(id)"), ("sf1448835616321", "/cases/\(id)"),
                ("王梅", "/customers/mei"), ("梅王", "/customers/mei"),
            ] {
                let page = try await lin.search(desk, ["q": words])
                #expect(page.text.contains(found), "\(words)")
                let panel = try await lin.post("\(desk)/search/panel", ["q": words]).expect(200)
                #expect(panel.text.contains(found), "\(words)")
            }
        }
    }

    @Test func `an order is found by the parcel it was sent with, also after a new one`() async throws {
        try await DeskWorkTests.inShop { shop in
            let day = Timestamp(milliseconds: 1_767_225_600_000)
            func order(_ number: String) -> JSONValue {
                let parcel: JSONValue = [
                    "id": "sent-1", "carrier": "sf", "trackingNumbers": [.string(number)],
                    "variantIds": ["pot-white"],
                ]
                return TestOrder(id: "sent").json(at: day).adding(["shipments": [parcel]])
            }
            var lin = try await DeskWorkTests.browser(shop, "agent")
            for number in ["YT0001112223", "YT0001112224"] {
                try await shop.take([order(number)])
                let page = try await lin.see("/desk/\(shop.id)/search?q=\(number.lowercased())")
                #expect(page.text.contains("/orders/sent"), "\(number)")
            }
            let old = try await lin.see("/desk/\(shop.id)/search?q=YT0001112223")
            #expect(!old.text.contains("/orders/sent"))
        }
    }

    @Test func `forty namesakes are listed on two pages`() async throws {
        try await DeskWorkTests.inShop { shop in
            let all = (10..<50).map { Qinghe.customer("wang-\($0)") }
            try await shop.root.importing(all, as: "customers", to: shop.id).expect(200)
            var lin = try await DeskWorkTests.browser(shop, "agent")
            let desk = "/desk/\(shop.id)"
            let first = try await lin.search(desk, ["q": "王梅"])
            let next = try #require(first.text.firstMatch(of: /href="([^"]*cursor=[^"]*)"/)?.1)
            let second = try await lin.see(String(next).replacing("&amp;", with: "&"))
            let found = (first.text + second.text).matches(of: /customers\/(wang-\d+)/).map { $0.1 }
            #expect(Set(found).count == 40)
            let panel = try await lin.post("\(desk)/search/panel", ["q": "王梅"]).expect(200)
            #expect(panel.text.contains("/search?s="), "the short list leads to the whole one")
        }
    }
}
