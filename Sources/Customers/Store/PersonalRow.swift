import Base
import Storage
import Vault

/// What a customer's row holds of them: everything personal sealed, and what they are found by.
struct PersonalRow {
    let personal: String
    let email: String?
    let phone: String?
    let name: String
    let familyFirst: String
    let givenFirst: String

    init(_ customer: Customer, _ key: PersonKey, _ store: CustomerStore, _ shop: ShopID) throws {
        guard !key.isErased else {
            (personal, email, phone, name, familyFirst, givenFirst) = ("", nil, nil, "", "", "")
            return
        }
        let lookup = CustomerLookup(people: store.people, shop: shop)
        personal = try key.seal(
            customer.personal.text, in: CustomerStore.personal, of: customer.id.text, in: shop)
        email = customer.email.map(lookup.email)
        phone = customer.phone.map(lookup.phone)
        name = lookup.name(
            given: customer.givenName, family: customer.familyName,
            postalCode: customer.address?.postalCode ?? "")
        familyFirst = lookup.beginning(CustomerLookup.wholeName(customer.familyName, customer.givenName))
        givenFirst = lookup.beginning(CustomerLookup.wholeName(customer.givenName, customer.familyName))
    }
}

extension Customer {
    /// What is sealed.
    fileprivate var personal: JSONValue {
        .object([
            "given": .string(givenName), "family": .string(familyName), "email": email.map { .string($0) },
            "phone": phone.map { .string($0) }, "address": address?.json,
        ])
    }

    /// - Parameter text: what was sealed; empty for somebody whose data were erased.
    init(_ id: Identifier<Customer>, personal text: String, language: Language?) throws {
        let json: JSONValue = text.isEmpty ? [:] : try JSONParser.parse(text)
        self.init(
            id: id, givenName: json["given"]?.string ?? "", familyName: json["family"]?.string ?? "",
            email: json["email"]?.string, phone: json["phone"]?.string,
            address: try json["address"].map { try Address(JSONReader($0)) }, language: language, methods: [])
    }

    func with(address: Address? = nil, methods: [PaymentMethod]? = nil) -> Customer {
        Customer(
            id: id, givenName: givenName, familyName: familyName, email: email, phone: phone,
            address: address ?? self.address, language: language, methods: methods ?? self.methods)
    }
}

extension CustomerStore {
    private static let batch = 500

    /// Seals what lies readable: everybody there was before rows were sealed, and whom nodes of the version before have
    /// written since.
    /// - Returns: how many.
    @discardableResult
    func sealReadable(_ transaction: Transaction) throws -> Int {
        var (count, last) = (0, (shop: "", id: ""))
        while true {
            let rows = try readable(after: last, transaction)
            for (shop, customers) in Dictionary(grouping: rows, by: \.shop) {
                let keys = try people.keysToWrite(
                    customers.map { .customer($0.customer.id.text, of: shop) }, transaction)
                for row in customers {
                    guard let key = keys[.customer(row.customer.id.text, of: shop)] else { continue }
                    try upsert(row.customer, key, in: shop, transaction)
                    try forgetReadable(row.customer.id, in: shop, transaction)
                }
            }
            count += rows.count
            guard let end = rows.last, rows.count == Self.batch else { return count }
            last = (end.shop.text, end.customer.id.text)
        }
    }

    private func readable(
        after last: (shop: String, id: String), _ transaction: Transaction
    ) throws -> [(shop: ShopID, customer: Customer)] {
        try transaction.rows(
            """
            SELECT shop, id, given_name, family_name, email, phone, address, language FROM customers
            WHERE (shop, id) > (\(last.shop), \(last.id)) AND (personal IS NULL OR given_name <> ''
                OR family_name <> '' OR email IS NOT NULL OR phone IS NOT NULL OR address IS NOT NULL)
            ORDER BY shop, id LIMIT \(Self.batch)
            """
        ) { row in
            let shop: ShopID = try row.id()
            let customer = Customer(
                id: try row.id(), givenName: try row.text(), familyName: try row.text(),
                email: try row.optionalText(), phone: try row.optionalText(),
                address: try row.optionalJSON().map { try Address(JSONReader($0)) },
                language: try row.optionalChoice(), methods: [])
            return (shop, customer)
        }
    }

    private func forgetReadable(
        _ id: Identifier<Customer>, in shop: ShopID, _ transaction: Transaction
    ) throws {
        try transaction.run(
            """
            UPDATE customers SET given_name = '', family_name = '', email = NULL, phone = NULL, address = NULL
            WHERE shop = \(shop) AND id = \(id)
            """)
    }
}
