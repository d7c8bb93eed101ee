import Base
import Hummingbird
import Localisation
import Policies
import Storage
import Web

/// | method | path | does |
/// |---|---|---|
/// | GET | /s/:shop/policy | the shop's policy in the reader's words, for everybody |
struct CustomerPolicyRoutes {
    let services: Services

    func add(to router: some RouterMethods<WebContext>) {
        router.visitor(.get, "policy", services) { call in
            let (pack, now) = try await call.read { transaction in
                (try call.services.policies.current(of: call.shop, in: transaction), transaction.now)
            }
            let page = PublicPolicyPage(pack: pack, reader: call.reader(at: now))
            return call.page(call.texts["publicPolicy.title"], path: call.base + "/policy", page.body)
        }
    }
}
