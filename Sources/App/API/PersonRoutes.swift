import AfterSales
import Base
import Conversations
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
/// | GET | visitors/:visitor/export | personalDataGive | visitorUnknown, scopeMissing |
/// | POST | visitors/:visitor/erasure | personalDataErase | visitorUnknown, personHasOpenMatters |
struct PersonRoutes {
    let services: Services

    func add(to router: Router<WebContext>) {
        for path in PersonPath.allCases { add(path, to: router) }
    }

    private func add(_ path: PersonPath, to router: Router<WebContext>) {
        let services = services
        router.shop(.get, "\(path.rawValue)/export", services, may: .personalDataGive) { call in
            let person = try path.person(call.context)
            guard call.principal.readsPersonal else { throw AccessRefusal.scopeMissing(.personal) }
            let export = PersonExport(services: services, shop: call.record, texts: call.texts)
            return .json(
                try await services.database.write(in: call.shop.id) {
                    try export.document(of: person, for: call.taker(), $0)
                })
        }
        router.shop(.post, "\(path.rawValue)/erasure", services, may: .personalDataErase) { call in
            try await call.command({ try $0.choice("reason", of: Erasure.Given.self).reason }) {
                reason, transaction in
                let person = try path.person(call.context)
                let moment = try services.erasure.erase(
                    person, because: reason, by: call.taker(), in: call.shop, transaction)
                let name = person.customerID == nil ? "visitorId" : "customerId"
                return .ok(
                    .object([name: .string(person.actorID), "erasedAt": JSONValue(moment)]))
            }
        }
    }
}
