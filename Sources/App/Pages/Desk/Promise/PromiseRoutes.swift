import Hummingbird
import Localisation
import Staff
import Web

/// | method | path | may |
/// |---|---|---|
/// | GET | /desk/:shop/promise?show=waiting\|kept\|broken&day=2026-11-20 | casesRead |
struct PromiseRoutes {
    let services: Services

    func add(to router: Router<WebContext>) {
        router.desk(.get, "promise", services, may: .casesRead) { call in
            let query = try Query(call.request)
            return try await call.page(call.texts["desk.promise.title"], .promise) {
                PromisePage(model: try PromiseModel(query, call, $0), call: call).body
            }
        }
    }
}
