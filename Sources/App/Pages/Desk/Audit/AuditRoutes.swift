import Hummingbird
import Localisation
import Staff
import Web

/// | method | path | may |
/// |---|---|---|
/// | GET | /desk/:shop/audit?show=people\|keys\|sessions\|settings\|policy\|personal\|data\|outside&cursor= | auditRead |
struct AuditRoutes {
    let services: Services

    func add(to router: Router<WebContext>) {
        router.desk(.get, "audit", services, may: .auditRead) { call in
            let query = try Query(call.request)
            return try await call.page(call.texts["desk.way.audit"], .audit) {
                AuditPage(model: try AuditModel(query, call, $0), call: call).body
            }
        }
    }
}
