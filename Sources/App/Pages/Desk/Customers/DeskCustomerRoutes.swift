import Base
import Customers
import Hummingbird
import Localisation
import Staff
import Web

/// | method | path | may | refuses |
/// |---|---|---|---|
/// | GET | /desk/:shop/customers/:customer?cursor= | customersRead | customerUnknown |
struct DeskCustomerRoutes {
    let services: Services

    func add(to router: Router<WebContext>) {
        router.desk(.get, "customers/:customer", services, may: .customersRead) { call in
            try await Self.page(try call.context.id("customer"), call)
        }
    }

    static func page(
        _ id: Identifier<Customer>, _ call: DeskCall, refused: RefusedForm? = nil
    ) async throws -> Response {
        try await call.page(call.texts["desk.customer.title"], nil, refused?.status ?? .ok) {
            DeskCustomerPage(model: try DeskCustomerModel(id, call, $0), refused: refused, call: call).body
        }
    }
}
