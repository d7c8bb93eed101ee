import Base
import Hummingbird
import Localisation
import Staff
import Web

/// | method | path | may | refuses |
/// |---|---|---|---|
/// | GET | /desk/:shop/account | every role | |
/// | POST | /desk/:shop/account/password | every role | passwordWrong, passwordTooShort, passwordIsEmail |
struct AccountRoutes {
    let services: Services

    func add(to router: Router<WebContext>) {
        let services = services
        router.desk(.get, "account", services, may: .casesRead) { call in try await Self.page(call) }
        router.desk(.post, "account/password", services, may: .casesRead) { call in
            let form = try await FormBody.read(call.request)
            do {
                try services.sealer.check(form, call.context)
                let reader = DeskFormReader(form: form, name: AccountPage.form, currency: call.shop.currency)
                try await services.staff.changeOwnPassword(
                    from: reader.password("currentPassword"), to: reader.password(), by: call.principal)
                // Every session has ended, this one too.
                return .seeOther("\(call.path)/sign-in")
            } catch let refusal as any Refusal {
                let problem = Problem(refusal, call.texts)
                return try await Self.page(
                    call, RefusedForm(name: AccountPage.form, body: form, problem: problem))
            }
        }
    }

    private static func page(_ call: DeskCall, _ refused: RefusedForm? = nil) async throws -> Response {
        let status = refused?.status ?? .ok
        return try await call.page(call.texts["desk.account.title"], nil, status) { transaction in
            let names = try StaffNames(call, transaction)
            return AccountPage(name: try names.name(of: call.principal.actor), refused: refused, call: call)
                .body
        }
    }
}
