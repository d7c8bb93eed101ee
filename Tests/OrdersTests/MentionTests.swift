import Base
import Customers
import Testing

/// What of a customer stands in words that people wrote.
@Suite struct MentionTests {
    private static let mei = customer("梅梅", "王", phone: "13800000000", street: "茶馆路 8 号")
    private static let rose = customer("Rose", "Lee", phone: "(555) 010-4477", street: "12 Elm Street")

    private static func customer(_ given: String, _ family: String, phone: String, street: String) -> Customer
    {
        Customer(
            id: "c", givenName: given, familyName: family, email: "\(family)@example.com", phone: phone,
            address: Address(
                line1: street, line2: "", city: "上海", region: "上海", country: "CN", postalCode: "200001"),
            language: nil, methods: [])
    }

    @Test(arguments: [
        (mei, "王梅梅和梅梅的妈妈", ["王梅梅", "梅梅", "梅梅"]),
        (mei, "打 138-0000-0000 或 138 0000 0000", ["138-0000-0000", "138 0000 0000"]),
        (mei, "送到茶馆路 8 号，不是茶馆路 9 号", ["茶馆路 8 号"]), (mei, "单号 SF1380000000", []), (mei, "王家的梅子", []),
        (
            rose, "ask ROSE LEE or lee rose, lee@EXAMPLE.com",
            ["lee rose", "ROSE LEE", "lee@EXAMPLE.com", "ROSE", "rose"]
        ),
        (rose, "555.010.4477, 12 elm street", ["12 elm street", "555.010.4477"]),
        (rose, "Roseline Leeds", []),
    ])
    func `all that is known of them is found, however it is written`(
        customer: Customer, words: String, found: [String]
    ) {
        #expect(customer.mentions(in: words).map(\.text) == found)
    }

    @Test
    func `a reason may hold a word that is a given name, and nothing by which anybody is known or reached`() {
        #expect(throws: Never.self) {
            try Self.rose.requireUnnamed(in: "the rose gold came off, parcel YT0001112223")
        }
        for reason in ["Rose Lee signed", "call 13912345678", "mail x@example.com", "left at 12 Elm Street"] {
            #expect(throws: CustomerRefusal.self) { try Self.rose.requireUnnamed(in: reason) }
        }
    }
}
