import Base
import Storage
import Vault

extension MethodKind: SQLConvertible {}

struct CustomerStore: Sendable {
    let people: PersonVault

    /// Names, e-mail, phone and address of a customer, sealed together.
    static let personal = PersonalColumn("customers", "personal", owner: .customer("id"))

    static func migrations(_ people: PersonVault) -> [Migration] {
        schema + [
            Migration(
                "2026-11-22-customers-personal",
                [
                    "ALTER TABLE customers ADD COLUMN personal TEXT",
                    .change { try CustomerStore(people: people).sealReadable($0) },
                ]),
            Migration(
                "2026-11-28-customers-since",
                [
                    "ALTER TABLE customers ADD COLUMN since BIGINT",
                    .change { try $0.run("UPDATE customers SET since = \($0.now)") },
                ]),
        ]
    }

    private static let schema = [
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

    /// Makes or updates the person; of one whose data were erased nothing personal is kept.
    func upsert(
        _ customer: Customer, _ key: PersonKey, in shop: ShopID, _ transaction: Transaction
    ) throws {
        let row = try PersonalRow(customer, key, self, shop)
        try transaction.run(
            """
            INSERT INTO customers (shop, id, given_name, family_name, personal, email_key, phone_key, name_key,
                language, family_first, given_first, since)
            VALUES (\(shop), \(customer.id), '', '', \(row.personal), \(row.email), \(row.phone), \(row.name),
                \(customer.language), \(row.familyFirst), \(row.givenFirst), \(transaction.now))
            ON CONFLICT (shop, id) DO UPDATE SET personal = excluded.personal,
                email_key = excluded.email_key, phone_key = excluded.phone_key, name_key = excluded.name_key,
                language = excluded.language,
                family_first = excluded.family_first, given_first = excluded.given_first,
                since = COALESCE(customers.since, excluded.since)
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

    /// Whoever answers to this, by id. What the index finds is compared again once it is opened.
    func find(
        _ criteria: CustomerDesk.Criteria, after: Identifier<Customer>?, limit: Int, in shop: ShopID,
        _ transaction: Transaction
    ) throws -> [Customer] {
        let lookup = CustomerLookup(people: people, shop: shop)
        guard let filter = lookup.condition(criteria) else { return [] }
        var (found, last, isMore) = ([Customer](), after, true)
        while isMore, found.count < limit {
            let further: SQL = if let last { "AND id > \(last)" } else { "" }
            let some = try people("\(filter) \(further)", in: shop, limit: limit, transaction)
            found += some.filter { CustomerLookup.fits($0, criteria) }
            (last, isMore) = (some.last?.id, some.count == limit)
        }
        return Array(found.prefix(limit))
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
        let key = try people.keyToWrite(.customer(customer.id.text, of: shop), transaction)
        let row = try PersonalRow(customer.with(address: address), key, self, shop)
        try transaction.run(
            """
            UPDATE customers SET personal = \(row.personal), name_key = \(row.name)
            WHERE shop = \(shop) AND id = \(customer.id)
            """)
    }

    func forget(_ id: Identifier<Customer>, in shop: ShopID, _ transaction: Transaction) throws {
        try transaction.run(
            """
            UPDATE customers SET personal = '', email_key = NULL, phone_key = NULL, name_key = '',
                family_first = '', given_first = '', language = NULL
            WHERE shop = \(shop) AND id = \(id)
            """)
        try transaction.run(
            """
            UPDATE payment_methods SET brand = NULL, last_four = NULL
            WHERE shop = \(shop) AND customer = \(id)
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
        let rows: [(id: Identifier<Customer>, personal: String?, language: Language?)] = try transaction.rows(
            """
            SELECT id, personal, language FROM customers
            WHERE shop = \(shop) AND \(filter) ORDER BY id LIMIT \(limit)
            """
        ) { row in (try row.id(), try row.optionalText(), try row.optionalChoice()) }
        let keys = try people.keys(of: rows.map { .customer($0.id.text, of: shop) }, transaction)
        let people = try rows.map { row in
            let personal = try keys.open(
                row.personal, of: .customer(row.id.text, of: shop), in: Self.personal, of: row.id.text)
            return try Customer(row.id, personal: personal ?? "", language: row.language)
        }
        let methods = try methods(of: people.map(\.id), in: shop, transaction)
        return people.map { $0.with(methods: methods[$0.id.text] ?? []) }
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
