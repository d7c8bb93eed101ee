import Base
import Hummingbird
import Localisation
import Staff
import Storage
import Web

/// Open to everybody who works here, also before a second factor that the shop demands is set up.
///
/// | method | path | refuses |
/// |---|---|---|
/// | GET | /desk/:shop/account/second-factor | |
/// | POST | /desk/:shop/account/second-factor | secondFactorInUse |
/// | POST | …/confirmation | secondFactorMismatch, secondFactorNone |
/// | POST | …/codes, …/removal | secondFactorMismatch, signInThrottled |
struct SecondFactorRoutes {
    let services: Services

    func add(to router: Router<WebContext>) {
        let (services, desk) = (services, services.secondFactors)
        route(router, .get, "") { call in try await call.page() }
        route(router, .post, "") { call in
            let home = call.home
            try await services.database.write(in: home) { try desk.begin(by: call.principal, in: $0) }
            return .seeOther(call.path)
        }
        route(router, .post, "/confirmation") { call in
            guard let session = try await services.sessions.principal(for: call.token) else {
                throw WebRefusal.notSignedIn
            }
            let confirmed = try await services.database.write(in: call.home) {
                try desk.confirm(call.code, by: session, in: $0)
            }
            return try await call.page(entered: confirmed)
        }
        route(router, .post, "/codes") { call in
            let codes = try await desk.renewCodes(call.proof, by: call.principal)
            return try await call.page(codes)
        }
        route(router, .post, "/removal") { call in
            try await desk.remove(call.proof, by: call.principal)
            return .seeOther(call.path)
        }
    }

    private func route(
        _ router: Router<WebContext>, _ method: HTTPRequest.Method, _ noun: String,
        _ handle: @escaping @Sendable (SecondFactorCall) async throws -> Response
    ) {
        let services = services
        router.on("/desk/:shop/account/second-factor\(RouterPath(noun))", method: method) {
            request, context in
            var call = try await SecondFactorCall(request, context, services)
            if method == .get { return try await handle(call) }
            do {
                let form = try await FormBody.read(request)
                try services.sealer.check(form, context)
                call.form = form
                return try await handle(call)
            } catch let refusal as any Refusal {
                return try await call.page(problem: Problem(refusal, call.texts))
            }
        }
    }
}

/// One request of somebody to their own second factor.
private struct SecondFactorCall: Sendable {
    let services: Services
    let request: Request
    let context: WebContext
    let principal: Principal
    let token: String
    let shop: ShopRecord
    var form: FormBody?

    /// - Throws: `notSignedIn`; `shopUnknown`, also for another shop's people; `roleTooLow` for customers.
    init(_ request: Request, _ context: WebContext, _ services: Services) async throws {
        let id = try context.shop()
        (principal, token) = try context.person(for: id)
        shop = try await services.shops.shop(id)
        (self.services, self.request, self.context) = (services, request, context)
    }

    var texts: TextTable { services.texts(context.language) }
    var path: String { "/desk/\(shop.id)/account/second-factor" }
    /// Where the person's own records lie.
    var home: ShopID { principal.shop ?? .platform }
    var code: String { form?["\(SecondFactorPage.form).code"] ?? "" }

    var proof: SecondFactorProof {
        let peer = PeerAddress.of(request, context, proxies: services.configuration.proxies)
        return SecondFactorProof(code: code, from: ClientAddress(peer))
    }

    /// With the new session that came of a confirmed app.
    func page(entered confirmed: SecondFactorConfirmed) async throws -> Response {
        var context = context
        context.caller = .session(confirmed.signedIn.principal, token: confirmed.signedIn.token)
        var response = try await page(confirmed.recoveryCodes, sealedFor: context)
        response.headers[.setCookie] = StaffSignInRoutes.cookie.setting(
            confirmed.signedIn.token, lasting: confirmed.signedIn.session.lasts, for: request)
        return response
    }

    func page(
        _ codes: [String] = [], problem: Problem? = nil, sealedFor context: WebContext? = nil
    ) async throws -> Response {
        let state = try await services.database.read { transaction in
            try services.secondFactors.state(of: principal, issuer: shop.name, in: transaction)
        }
        let page = SecondFactorPage(
            shop: shop, state: state, recoveryCodes: codes,
            isDemanded: shop.settings.demandsSecondFactor && principal.shop != nil, problem: problem,
            seals: services.sealer.seals(for: context ?? self.context), texts: texts)
        var response = Response.page(
            page.body, problem.map { HTTPResponse.Status(code: $0.status) } ?? .ok)
        if let seconds = problem?.retryAfterSeconds { response.headers[.retryAfter] = String(seconds) }
        return response
    }
}
