import Base
import Storage

extension MethodKind: SQLConvertible {}

struct CustomerStore: Sendable {
    static let migrations = [
        Migration(
            "2026-11-22-customers",
            [
                """
                CREATE TABLE customers (
                    shop TEXT NOT NULL,
                    id TEXT NOT NULL,
                    given_name TEXT NOT NULL,
                    family_name TEXT NOT NULL,
                    email TEXT,
                    phone TEXT,
                    email_key TEXT,
                    phone_key TEXT,
                    name_key TEXT NOT NULL,
                    address TEXT,
                    language TEXT,
                    PRIMARY KEY (shop, id)
                )
                """,
                "CREATE INDEX customers_by_email ON customers (shop, email_key) WHERE email_key IS NOT NULL",
                "CREATE INDEX customers_by_phone ON customers (shop, phone_key) WHERE phone_key IS NOT NULL",
                "CREATE INDEX customers_by_name ON customers (shop, name_key)",
                """
                CREATE TABLE payment_methods (
                    shop TEXT NOT NULL,
                    customer TEXT NOT NULL,
                    id TEXT NOT NULL,
                    place BIGINT NOT NULL,
                    kind TEXT NOT NULL,
                    brand TEXT,
                    last_four TEXT,
                    balance BIGINT CHECK (balance >= 0),
                    currency TEXT NOT NULL,
                    PRIMARY KEY (shop, customer, id),
                    FOREIGN KEY (shop, customer) REFERENCES customers (shop, id),
                    CHECK ((kind IN ('giftCard', 'storeCredit')) = (balance IS NOT NULL))
                )
                """,
            ]),
        Migration(
            "2026-11-22-customers-names",
            [
                "ALTER TABLE customers ADD COLUMN family_first TEXT NOT NULL DEFAULT ''",
                "ALTER TABLE customers ADD COLUMN given_first TEXT NOT NULL DEFAULT ''",
                """
                UPDATE customers SET family_first = lower(replace(family_name || given_name, ' ', '')),
                    given_first = lower(replace(given_name || family_name, ' ', ''))
                """,
                "CREATE INDEX customers_by_family ON customers (shop, family_first, id)",
                "CREATE INDEX customers_by_given ON customers (shop, given_first, id)",
            ]),
    ]

    /// What exact lookups compare: without case and surrounding space.
    static func key(_ text: String) -> String {
        let start = text.firstIndex { !$0.isWhitespace } ?? text.endIndex
        let end = text.lastIndex { !$0.isWhitespace }.map { text.index(after: $0) } ?? start
        return text[start..<end].lowercased()
    }

    /// Digits only, of whatever width, without the country code of mainland China (`+86`, `0086`).
    static func phoneKey(_ text: String) -> String {
        let digits = text.unicodeScalars.compactMap { scalar in
            scalar.properties.numericType == .decimal
                ? scalar.properties.numericValue.map { String(Int($0)) } : nil
        }.joined()
        for (code, length) in [("86", 13), ("0086", 15)]
        where digits.hasPrefix(code) && digits.count == length {
            return String(digits.dropFirst(code.count))
        }
        return digits
    }

    static func nameKey(given: String, family: String, postalCode: String) -> String {
        [given, family, postalCode].map(key).joined(separator: "\u{1F}")
    }

    /// A name in one piece, as people type it from its beginning.
    static func wholeName(_ parts: String...) -> String {
        parts.joined().filter { !$0.isWhitespace }.lowercased()
    }

    /// Makes or updates the person; the answer is whether there was one.
    func upsert(_ customer: Customer, in shop: ShopID, _ transaction: Transaction) throws {
        let name = Self.nameKey(
            given: customer.givenName, family: customer.familyName,
            postalCode: customer.address?.postalCode ?? "")
        try transaction.run(
            """
            INSERT INTO customers (shop, id, given_name, family_name, email, phone, email_key, phone_key, name_key,
                address, language, family_first, given_first)
            VALUES (\(shop), \(customer.id), \(customer.givenName), \(customer.familyName), \(customer.email),
                \(customer.phone), \(customer.email.map(Self.key)), \(customer.phone.map(Self.phoneKey)), \(name),
                \(customer.address?.json), \(customer.language),
                \(Self.wholeName(customer.familyName, customer.givenName)),
                \(Self.wholeName(customer.givenName, customer.familyName)))
            ON CONFLICT (shop, id) DO UPDATE SET given_name = excluded.given_name,
                family_name = excluded.family_name, email = excluded.email, phone = excluded.phone,
                email_key = excluded.email_key, phone_key = excluded.phone_key, name_key = excluded.name_key,
                address = excluded.address, language = excluded.language,
                family_first = excluded.family_first, given_first = excluded.given_first
            """)
    }

    /// Adds a method; one that is there keeps its balance, which this program holds from then on.
    /// - Returns: whether it is new.
    func addMethod(
        _ method: PaymentMethod, at place: Int, of customer: Identifier<Customer>, in shop: ShopID,
        currency: Currency, _ transaction: Transaction
    ) throws -> Bool {
        let updated = try transaction.changes(
            """
            UPDATE payment_methods SET place = \(place), brand = \(method.brand), last_four = \(method.lastFour)
            WHERE shop = \(shop) AND customer = \(customer) AND id = \(method.id)
            """)
        guard updated == 0 else { return false }
        try transaction.run(
            """
            INSERT INTO payment_methods (shop, customer, id, place, kind, brand, last_four, balance, currency)
            VALUES (\(shop), \(customer), \(method.id), \(place), \(method.kind), \(method.brand),
                \(method.lastFour), \(method.balance?.amount), \(currency.code))
            """)
        return true
    }

    func find(_ id: Identifier<Customer>, in shop: ShopID, _ transaction: Transaction) throws -> Customer? {
        try people("id = \(id)", in: shop, limit: 1, transaction).first
    }

    /// Those of the ids that there are, by id.
    func find(
        _ ids: [Identifier<Customer>], in shop: ShopID, _ transaction: Transaction
    ) throws -> [Identifier<Customer>: Customer] {
        let people = try people("id IN (\(list: ids))", in: shop, limit: ids.count, transaction)
        return Dictionary(people.map { ($0.id, $0) }) { first, _ in first }
    }

    /// Whoever answers to this, by id.
    func find(
        _ criteria: CustomerDesk.Criteria, after: Identifier<Customer>?, limit: Int, in shop: ShopID,
        _ transaction: Transaction
    ) throws -> [Customer] {
        guard let filter = condition(criteria, shop) else { return [] }
        let further: SQL = if let after { "AND id > \(after)" } else { "" }
        return try people("\(filter) \(further)", in: shop, limit: limit, transaction)
    }

    /// Nil for what nobody is found by, such as a number without digits.
    private func condition(_ criteria: CustomerDesk.Criteria, _ shop: ShopID) -> SQL? {
        switch criteria {
        case .email(let email):
            let key = Self.key(email)
            return key.isEmpty ? nil : "email_key = \(key)"
        case .phone(let phone):
            let key = Self.phoneKey(phone)
            return key.isEmpty ? nil : "phone_key = \(key)"
        case .name(let given, let family, let postalCode):
            return "name_key = \(Self.nameKey(given: given, family: family, postalCode: postalCode))"
        case .beginning(let words):
            let name = Self.wholeName(words)
            guard name.count >= CustomerDesk.shortestName else { return nil }
            let end = name + "\u{10FFFF}"
            return """
                id IN (SELECT id FROM customers
                        WHERE shop = \(shop) AND family_first >= \(name) AND family_first < \(end)
                    UNION SELECT id FROM customers
                        WHERE shop = \(shop) AND given_first >= \(name) AND given_first < \(end))
                """
        }
    }

    func methodKinds(
        of ids: [Identifier<Customer>], in shop: ShopID, _ transaction: Transaction
    ) throws -> [Identifier<Customer>: [Identifier<PaymentMethod>: MethodKind]] {
        var kinds: [Identifier<Customer>: [Identifier<PaymentMethod>: MethodKind]] = [:]
        try transaction.forEach(
            """
            SELECT c.id, m.id, m.kind FROM customers c
            LEFT JOIN payment_methods m ON m.shop = c.shop AND m.customer = c.id
            WHERE c.shop = \(shop) AND c.id IN (\(list: ids))
            """
        ) { row in
            let (customer, method): (Identifier<Customer>, Identifier<PaymentMethod>?) = (
                try row.id(), try row.optionalID()
            )
            let kind: MethodKind? = try row.optionalChoice()
            kinds[customer, default: [:]].merge(
                method.flatMap { method in kind.map { [method: $0] } } ?? [:]
            ) { first, _ in first }
        }
        return kinds
    }

    func setAddress(
        _ address: Address, of customer: Customer, in shop: ShopID, _ transaction: Transaction
    ) throws {
        let name = Self.nameKey(
            given: customer.givenName, family: customer.familyName, postalCode: address.postalCode)
        try transaction.run(
            """
            UPDATE customers SET address = \(address.json), name_key = \(name)
            WHERE shop = \(shop) AND id = \(customer.id)
            """)
    }

    /// Adds to a balance that the shop holds; false when it would fall below zero.
    func move(
        _ amount: Money, onto method: Identifier<PaymentMethod>, of customer: Identifier<Customer>,
        in shop: ShopID,
        _ transaction: Transaction
    ) throws -> Bool {
        try transaction.changes(
            """
            UPDATE payment_methods SET balance = balance + \(amount.amount)
            WHERE shop = \(shop) AND customer = \(customer) AND id = \(method) AND currency = \(amount.currency.code)
                AND balance + \(amount.amount) >= 0
            """) > 0
    }

    private func people(
        _ filter: SQL, in shop: ShopID, limit: Int, _ transaction: Transaction
    ) throws -> [Customer] {
        let people = try transaction.rows(
            """
            SELECT id, given_name, family_name, email, phone, address, language FROM customers
            WHERE shop = \(shop) AND \(filter) ORDER BY id LIMIT \(limit)
            """
        ) { row in
            Customer(
                id: try row.id(), givenName: try row.text(), familyName: try row.text(),
                email: try row.optionalText(), phone: try row.optionalText(),
                address: try row.optionalJSON().map { try Address(JSONReader($0)) },
                language: try row.optionalChoice(), methods: [])
        }
        let methods = try methods(of: people.map(\.id), in: shop, transaction)
        return people.map { person in
            Customer(
                id: person.id, givenName: person.givenName, familyName: person.familyName,
                email: person.email, phone: person.phone, address: person.address, language: person.language,
                methods: methods[person.id.text] ?? [])
        }
    }

    private func methods(
        of customers: [Identifier<Customer>], in shop: ShopID, _ transaction: Transaction
    ) throws -> [String: [PaymentMethod]] {
        try transaction.parts(
            of: Dictionary(customers.map { ($0.text, ()) }) { first, _ in first },
            """
            SELECT customer, id, kind, brand, last_four, currency, balance FROM payment_methods
            WHERE shop = \(shop) AND customer IN (\(list: customers)) ORDER BY customer, place
            """
        ) { row, _ in
            let (id, kind): (Identifier<PaymentMethod>, MethodKind) = (try row.id(), try row.choice())
            let (brand, lastFour, currency) = (
                try row.optionalText(), try row.optionalText(), try row.currency()
            )
            return PaymentMethod(
                id: id, kind: kind, brand: brand, lastFour: lastFour,
                balance: try row.optionalInt64().map { Money($0, currency) })
        }
    }
}
