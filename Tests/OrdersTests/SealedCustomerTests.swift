import Base
import Customers
import Orders
import Storage
import TestSupport
import Testing

/// Customers lie sealed, and are found all the same.
@Suite struct SealedCustomerTests {
    private static let values = ["梅", "王", "mei@example.com", "13800000000", "茶馆路"]

    @Test func `whom a node of the version before left readable is sealed and found by everything as before`()
        async throws
    {
        let world = try await TestWorld()
        let shop = TestWorld.shop
        try await world.database.write(in: shop) { transaction in
            try transaction.run(
                """
                INSERT INTO customers (shop, id, given_name, family_name, email, phone, email_key, phone_key,
                    name_key, address, family_first, given_first)
                VALUES (\(shop), 'mei', '梅', '王', 'Mei@example.com', '+86 138 0000 0000', 'mei@example.com',
                    '13800000000', '梅', \(Self.address), '王梅', '梅王')
                """)
        }
        let count = try await world.database.write(in: shop) {
            try CustomerDesk.sealReadable(world.people, $0) + CustomerDesk.sealReadable(world.people, $0)
        }
        #expect(count == 1)
        let wanted: [CustomerDesk.Criteria] = [
            .email(" mei@EXAMPLE.com"), .phone("13800000000"), .beginning("王梅"), .beginning("梅王"),
            .name(given: "梅", family: "王", postalCode: "200001"),
        ]
        try await world.database.read { transaction in
            for criteria in wanted {
                let found = try world.customers.find(criteria, in: shop, transaction).items
                #expect(found.map(\.id) == ["mei"] && found.first?.address?.city == "上海", "\(criteria)")
                #expect(try world.customers.find(criteria, in: "bookshop", transaction).items.isEmpty)
            }
            for criteria in [
                CustomerDesk.Criteria.beginning("王兰"), .phone("13800000001"), .email("lan@example.com"),
            ] {
                #expect(try world.customers.find(criteria, in: shop, transaction).items.isEmpty)
            }
            let row = try transaction.rows(
                """
                SELECT given_name || family_name || COALESCE(email, '') || COALESCE(phone, '') || COALESCE(address, '')
                    || personal || email_key || phone_key || name_key || family_first || given_first FROM customers
                """
            ) { try $0.text() }.joined()
            for value in Self.values { #expect(!row.contains(value), "\(value)") }
        }
    }

    @Test func `a page of people whose names begin alike goes on where it ended`() async throws {
        let world = try await TestWorld()
        let names = 0..<7
        try await world.take(
            names.map { .customer("c\($0)", "小\($0)", methods: []) }, of: .customers)
        try await world.database.read { transaction in
            let first = try world.customers.find(
                .beginning("王小"), limit: 5, in: TestWorld.shop, transaction)
            let rest = try world.customers.find(
                .beginning("王小"), after: first.next, limit: 5, in: TestWorld.shop, transaction)
            #expect(first.items.count == 5 && rest.items.count == 2 && rest.next == nil)
        }
    }

    private static let address: JSONValue = [
        "line1": "茶馆路 8 号", "line2": "", "city": "上海", "region": "上海", "country": "CN",
        "postalCode": "200001",
    ]
}
