import Base
import Customers
import Hummingbird
import Localisation
import Staff
import Web

/// | method | path | may | refuses |
/// |---|---|---|---|
/// | GET | /desk/:shop/customers/:customer | customersRead | customerUnknown |
struct DeskCustomerRoutes {
    let services: Services

    func add(to router: Router<WebContext>) {
        router.desk(.get, "customers/:customer", services, may: .customersRead) { call in
            let id: Identifier<Customer> = try call.context.id("customer")
            return try await call.page(call.texts["desk.customer.title"], nil) {
                DeskCustomerPage(model: try DeskCustomerModel(id, call, $0), call: call).body
            }
        }
    }
}
