import AfterSales
import Base
import Files
import Hummingbird
import Localisation
import Staff
import Storage
import Web

/// | method | path | may | refuses |
/// |---|---|---|---|
/// | GET | /desk/:shop/cases/:case | casesRead | caseUnknown |
/// | GET | /desk/:shop/cases/:case/panel | casesRead | caseUnknown |
struct CasePageRoutes {
    let services: Services

    func add(to router: Router<WebContext>) {
        router.desk(.get, "cases/:case", services, may: .casesRead) { call in
            try await Self.page(try call.context.id("case"), call)
        }
        router.desk(.get, "cases/:case/panel", services, may: .casesRead) { call in
            let id: Identifier<Case> = try call.context.id("case")
            return try await call.panel {
                CaseWork(model: try CaseModel(id, call, $0), refused: nil, call: call).body
            }
        }
    }

    static func page(
        _ id: Identifier<Case>, _ call: DeskCall, refused: RefusedForm? = nil
    ) async throws -> Response {
        let status = refused?.status ?? .ok
        return try await call.pictured(call.texts["desk.case.page", ["id": id.text]], .cases, status) {
            try CasePage(id, call, refused: refused, $0)
        }
    }
}
