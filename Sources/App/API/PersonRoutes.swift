import AfterSales
import Base
import Customers
import Hummingbird
import Staff
import Storage
import Web

/// What a person may ask of those who keep their data.
///
/// | method | path | may | refuses |
/// |---|---|---|---|
/// | GET | customers/:customer/export | personalDataGive | customerUnknown, scopeMissing |
/// | POST | customers/:customer/erasure | personalDataErase | customerUnknown, personHasOpenMatters |
struct PersonRoutes {
    let services: Services

    func add(to router: Router<WebContext>) {
        let services = services
        router.shop(.get, "customers/:customer/export", services, may: .personalDataGive) { call in
            let id: Identifier<Customer> = try call.context.id("customer")
            guard call.principal.readsPersonal else {
                throw AccessRefusal.scopeMissing(.personal)
            }
            let export = PersonExport(services: services, shop: call.record, texts: call.texts)
            return .json(
                try await services.database.write(in: call.shop.id) {
                    try export.document(of: id, for: call.taker(), $0)
                })
        }
        router.shop(.post, "customers/:customer/erasure", services, may: .personalDataErase) { call in
            let id: Identifier<Customer> = try call.context.id("customer")
            return try await call.command({ try $0.choice("reason", of: Erasure.Given.self).reason }) {
                reason, transaction in
                let moment = try services.erasure.erase(
                    id, because: reason, by: call.taker(), in: call.shop, transaction)
                return .ok(["customerId": JSONValue(id), "erasedAt": JSONValue(moment)])
            }
        }
    }
}
