import Base
import Conversations
import Hummingbird
import Staff
import Storage
import Web

/// Where cards of products lead to on the shop's own site.
///
/// | method | path | may | refuses |
/// |---|---|---|---|
/// | GET | order-pages | conversationsRead | |
/// | PUT | order-pages | conversationsAssign | orderPageInvalid |
struct OrderPageRoutes {
    let services: Services

    func add(to router: Router<WebContext>) {
        let desk = services.conversations
        router.shop(.get, "order-pages", services, may: .conversationsRead) { call in
            .json(try await call.read { try desk.orderPages(in: call.shop.id, $0) }.json)
        }
        router.shop(.put, "order-pages", services, may: .conversationsAssign) { call in
            let pages = try await call.body { reader in
                try OrderPages(
                    product: reader.optionalString("product", upTo: OrderPages.mostCharacters),
                    order: reader.optionalString("order", upTo: OrderPages.mostCharacters))
            }
            try await call.services.database.write(in: call.shop.id) {
                try desk.change(orderPages: pages, by: call.principal.actor, in: call.shop.id, $0)
            }
            return .json(pages.json)
        }
    }
}
