import Hummingbird
import Localisation
import Staff
import Web

/// | method | path | may |
/// |---|---|---|
/// | GET | /desk/:shop/search?q=, ?family=&given=&postalCode=, &cursor= | ordersRead |
/// | GET | /desk/:shop/search/panel?q= | ordersRead |
struct SearchRoutes {
    let services: Services

    func add(to router: Router<WebContext>) {
        router.desk(.get, "search", services, may: .ordersRead) { call in
            let query = try Query(call.request)
            return try await call.page(call.texts["desk.search.title"], nil) {
                SearchPage(search: try DeskSearch(query, call, $0), call: call).body
            }
        }
        router.desk(.get, "search/panel", services, may: .ordersRead) { call in
            let query = try Query(call.request)
            return try await call.panel {
                SearchPanel(search: try DeskSearch(query, call, $0), call: call).body
            }
        }
    }
}
