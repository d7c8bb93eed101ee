import Base
import Customers
import Hummingbird
import Staff
import Storage
import Web

/// | method | path | may | refuses |
/// |---|---|---|---|
/// | POST | customers/search | customersRead | searchNeedsCriteria |
/// | GET | customers?email= or ?phone= or ?givenName=&familyName=&postalCode=, &cursor=&limit= | customersRead | searchNeedsCriteria |
/// | GET | customers/:customer | customersRead | customerUnknown |
/// | PATCH | customers/:customer | customersChange | customerUnknown |
struct CustomerRoutes {
    let services: Services

    func add(to router: Router<WebContext>) {
        let services = services
        router.shop(
            .get, "customers", services, may: .customersRead,
            query: ["email", "phone", "givenName", "familyName", "postalCode", "cursor", "limit"]
        ) { call in
            let query = call.query
            let criteria = try Self.criteria(query)
            let (after, limit) = (try query.cursor(of: 1), try query.limit())
            let page = try await call.read {
                try services.customers.find(criteria, after: after, limit: limit, in: call.shop.id, $0)
            }
            let people = try await call.personal(page.items.map { .customer($0.id) })
            return .list(page, people.json)
        }
        router.shop(.post, "customers/search", services, may: .customersRead) { call in
            let asked = try await call.body { try CustomerSearch(&$0) }
            let page = try await call.read {
                try services.customers.find(
                    asked.criteria, after: asked.after, limit: asked.limit, in: call.shop.id, $0)
            }
            let people = try await call.personal(page.items.map { .customer($0.id) })
            return .list(page, people.json)
        }
        router.shop(.get, "customers/:customer", services, may: .customersRead) { call in
            let id: Identifier<Customer> = try call.context.id("customer")
            let customer = try await call.read {
                try services.customers.customer(id, in: call.shop.id, $0)
            }
            return .json(try await call.personal([.customer(id)]).json(customer))
        }
        router.shop(.patch, "customers/:customer", services, may: .customersChange) { call in
            let id: Identifier<Customer> = try call.context.id("customer")
            let address = try await call.body { try Address($0.object("address")) }
            return .json(
                try await services.database.write(in: call.shop.id) { transaction in
                    let customer = try services.customers.changeAddress(
                        of: id, to: address, in: call.shop.id, by: call.principal.actor, transaction)
                    return try call.personal([.customer(id)], transaction).json(customer)
                })
        }
    }

    private static func criteria(_ query: Query) throws -> CustomerDesk.Criteria {
        if let email = try query.text("email", upTo: 254) { return .email(email) }
        if let phone = try query.text("phone", upTo: 40) { return .phone(phone) }
        guard let given = try query.text("givenName"), let family = try query.text("familyName"),
            let postalCode = try query.text("postalCode")
        else { throw CustomerRefusal.searchNeedsCriteria }
        return .name(given: given, family: family, postalCode: postalCode)
    }
}

/// A search as a body, so that what is looked for stands in no address.
private struct CustomerSearch {
    let criteria: CustomerDesk.Criteria
    let after: Cursor?
    let limit: Int

    init(_ reader: inout JSONReader) throws {
        let email = try reader.optionalString("email", upTo: 254)
        let phone = try reader.optionalString("phone", upTo: 40)
        let names = try ["givenName", "familyName", "postalCode"].map { try reader.optionalString($0) }
        after = try reader.optionalString("cursor", upTo: 1_024).map {
            guard let cursor = Cursor($0, count: 1) else {
                throw WebRefusal.queryInvalid(name: "cursor", expected: "cursor")
            }
            return cursor
        }
        limit = try reader.optionalInt("limit", in: 1...Limits.pageItems) ?? Limits.defaultPageItems
        if let email {
            criteria = .email(email)
        } else if let phone {
            criteria = .phone(phone)
        } else if let given = names[0], let family = names[1], let postalCode = names[2] {
            criteria = .name(given: given, family: family, postalCode: postalCode)
        } else {
            throw CustomerRefusal.searchNeedsCriteria
        }
    }
}
