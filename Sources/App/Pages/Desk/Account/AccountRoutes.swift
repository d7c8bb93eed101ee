import Base
import Hummingbird
import Localisation
import Staff
import Storage
import Web

/// | method | path | may | refuses |
/// |---|---|---|---|
/// | GET | /desk/:shop/account | every role | |
/// | POST | /desk/:shop/account/sessions/removal, …/sessions/:session/removal | every role | sessionUnknown |
/// | POST | /desk/:shop/account/password | every role | passwordWrong, passwordTooShort, passwordIsEmail |
struct AccountRoutes {
    let services: Services

    func add(to router: Router<WebContext>) {
        let services = services
        router.desk(.get, "account", services, may: .casesRead) { call in try await Self.page(call) }
        addSessions(to: router)
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

    private func addSessions(to router: Router<WebContext>) {
        let (services, sessions) = (services, services.sessions)
        router.desk(.post, "account/sessions/removal", services, may: .casesRead) { call in
            try services.sealer.check(try await FormBody.read(call.request), call.context)
            guard let own = try await call.ownSession() else { throw WebRefusal.notSignedIn }
            try await services.database.write(in: own.shop) { try sessions.signOutEverywhere(own, in: $0) }
            var response = Response.seeOther("\(call.path)/sign-in")
            response.headers[.setCookie] = StaffSignInRoutes.cookie.clearing(for: call.request)
            return response
        }
        router.desk(.post, "account/sessions/:session/removal", services, may: .casesRead) { call in
            try services.sealer.check(try await FormBody.read(call.request), call.context)
            let id: Identifier<Session> = try call.context.id("session")
            guard let own = try await call.ownSession() else { throw WebRefusal.notSignedIn }
            try await services.database.write(in: own.shop) { try sessions.end(id, asked: own, in: $0) }
            return .seeOther("\(call.path)/account#sessions")
        }
    }

    private static func page(_ call: DeskCall, _ refused: RefusedForm? = nil) async throws -> Response {
        let status = refused?.status ?? .ok
        let own = try await call.ownSession()
        return try await call.page(call.texts["desk.account.title"], nil, status) { transaction in
            let names = try StaffNames(call, transaction)
            let sessions = try own.map { own in
                SessionList(
                    sessions: try call.services.sessions.list(of: own, in: transaction), own: own.id,
                    call: call)
            }
            return AccountPage(
                name: try names.name(of: call.principal.actor), sessions: sessions, refused: refused,
                call: call
            ).body
        }
    }
}

extension DeskCall {
    /// The session of the browser that asks; nil for a key.
    fileprivate func ownSession() async throws -> Session? {
        guard case .session(_, let token) = context.caller else { return nil }
        return try await services.sessions.principal(for: token)?.session
    }
}
