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
}
