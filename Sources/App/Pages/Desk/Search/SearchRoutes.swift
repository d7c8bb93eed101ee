import Hummingbird
import Localisation
import Staff
import Web

/// What is looked for is sent in forms, so that no name or telephone number stands in an address, a history or a log.
///
/// | method | path | may |
/// |---|---|---|
/// | POST | /desk/:shop/search | ordersRead |
/// | GET | /desk/:shop/search?s=, ?q=, &cursor= | ordersRead |
/// | POST | /desk/:shop/search/panel | ordersRead |
struct SearchRoutes {
    let services: Services

    func add(to router: Router<WebContext>) {
        router.desk(.post, "search", services, may: .ordersRead) { call in
            .seeOther(try SearchWords(try await FormBody.read(call.request)).place(call))
        }
        router.desk(.get, "search", services, may: .ordersRead) { call in
            let query = try Query(call.request)
            let (asked, after) = (try SearchWords(query, call), try query.cursor(of: 1))
            let place = try asked.place(call)
            return try await call.page(call.texts["desk.search.title"], nil) {
                SearchPage(
                    search: try DeskSearch(asked, after: after, call, $0),
                    place: { cursor in cursor.map { "\(place)&cursor=\($0)" } ?? place }, call: call
                ).body
            }
        }
        router.desk(.post, "search/panel", services, may: .ordersRead) { call in
            let asked = try SearchWords(try await FormBody.read(call.request))
            let place = try asked.place(call)
            return try await call.panel {
                SearchPanel(search: try DeskSearch(asked, call, $0), place: place, call: call).body
            }
        }
    }
}
