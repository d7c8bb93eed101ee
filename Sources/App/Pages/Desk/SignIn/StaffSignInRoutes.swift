import AfterSales
import Base
import Conversations
import Hummingbird
import Jobs
import Localisation
import Markup
import Staff
import Storage
import Web

/// | method | path | does |
/// |---|---|---|
/// | GET | /desk | to the reader's desk; an operator sees disputes and shops; else asks for the shop |
/// | GET, POST | /desk/:shop/sign-in | refuses signInFailed, signInThrottled, signInBusy |
/// | POST | /desk/:shop/sign-in/code | refuses secondFactorWrong, signInTooLate, signInThrottled |
/// | POST | /desk/:shop/sign-out | ends the session |
struct StaffSignInRoutes {
    let services: Services

    static let cookie = SessionCookie(name: "huitou_staff", path: "/desk", lasting: .hours(12))

    func add(to router: Router<WebContext>) {
        let services = services
        router.get("/desk") { request, context in try await Self.entrance(request, context, services) }
        router.get("/desk/:shop/sign-in") { request, context in
            let shop = try await services.shops.shop(try context.shop())
            return Self.page(shop, context, services, refused: nil)
        }
        router.post("/desk/:shop/sign-in") { request, context in
            let shop = try await services.shops.shop(try context.shop())
            let form = try await FormBody.read(request)
            do {
                try services.sealer.check(form, context)
                return try await Self.signIn(form, at: shop, request, context, services)
            } catch let refusal as any Refusal {
                let problem = Problem(refusal, services.texts(context.language))
                let refused = RefusedForm(name: SignInPage.form, body: form, problem: problem)
                return Self.page(shop, context, services, refused: refused)
            }
        }
        router.post("/desk/:shop/sign-in/code") { request, context in
            let shop = try await services.shops.shop(try context.shop())
            let form = try await FormBody.read(request)
            do {
                try services.sealer.check(form, context)
                return try await Self.enter(form, at: shop, request, context, services)
            } catch let refusal as any Refusal {
                let problem = Problem(refusal, services.texts(context.language))
                if case SignInRefusal.signInTooLate = refusal {
                    let refused = RefusedForm(name: SignInPage.form, body: form, problem: problem)
                    return Self.page(shop, context, services, refused: refused)
                }
                return Self.codePage(shop, form["signIn.step"] ?? "", context, services, problem)
            }
        }
        router.post("/desk/:shop/sign-out") { request, context in
            let shop = try context.shop()
            try services.sealer.check(try await FormBody.read(request), context)
            if let member = context.principal?.actor, member.kind == .staff {
                try await services.database.write(in: shop) {
                    try services.conversations.vacate(seatOf: member.id, by: member, in: shop, $0)
                }
            }
            if let token = Self.cookie.token(in: request) { try await services.sessions.signOut(token) }
            var response = Response.seeOther("/desk/\(shop)/sign-in")
            response.headers[.setCookie] = Self.cookie.clearing(for: request)
            return response
        }
    }

    private static func signIn(
        _ form: FormBody, at shop: ShopRecord, _ request: Request, _ context: WebContext, _ services: Services
    ) async throws -> Response {
        let (email, password) = (form["signIn.email"] ?? "", form["signIn.password"] ?? "")
        let home = try await services.database.read {
            try StaffHome(services: services).home(of: email, at: shop.id, $0)
        }
        let step = try await services.sessions.signIn(
            SignInForm(
                shop: home, email: email, password: password, from: from(request, context, services),
                device: DeviceName.of(request.headers[.userAgent])),
            replacing: cookie.token(in: request))
        switch step {
        case .signedIn(let signedIn): return into(shop, signedIn, request)
        case .codeNeeded(let pending): return codePage(shop, pending.token, context, services, nil)
        }
    }

    private static func enter(
        _ form: FormBody, at shop: ShopRecord, _ request: Request, _ context: WebContext, _ services: Services
    ) async throws -> Response {
        let code = SignInCode(
            token: form["signIn.step"] ?? "", code: form["signIn.code"] ?? "",
            from: from(request, context, services), device: DeviceName.of(request.headers[.userAgent]))
        let signedIn = try await services.sessions.signIn(with: code, replacing: cookie.token(in: request))
        return into(shop, signedIn, request)
    }

    private static func from(
        _ request: Request, _ context: WebContext, _ services: Services
    ) -> ClientAddress {
        ClientAddress(PeerAddress.of(request, context, proxies: services.configuration.proxies))
    }

    private static func into(_ shop: ShopRecord, _ signedIn: SignedIn, _ request: Request) -> Response {
        var response = Response.seeOther("/desk/\(shop.id)")
        response.headers[.setCookie] = cookie.setting(
            signedIn.token, lasting: signedIn.session.lasts, for: request)
        return response
    }

    private static func codePage(
        _ shop: ShopRecord, _ token: String, _ context: WebContext, _ services: Services, _ problem: Problem?
    ) -> Response {
        let page = SignInCodePage(
            shop: shop, token: token, seal: services.sealer.seals(for: context).next(), problem: problem,
            texts: services.texts(context.language))
        var response = Response.page(
            page.body, problem.map { HTTPResponse.Status(code: $0.status) } ?? .ok)
        if let seconds = problem?.retryAfterSeconds { response.headers[.retryAfter] = String(seconds) }
        return response
    }

    private static func page(
        _ shop: ShopRecord, _ context: WebContext, _ services: Services, refused: RefusedForm?
    ) -> Response {
        let page = SignInPage(
            shop: shop, seal: services.sealer.seals(for: context).next(), refused: refused,
            texts: services.texts(context.language))
        let status = refused?.status ?? .ok
        var response = Response.page(page.body, status)
        if let seconds = refused?.problem.retryAfterSeconds {
            response.headers[.retryAfter] = String(seconds)
        }
        return response
    }

    private static func entrance(
        _ request: Request, _ context: WebContext, _ services: Services
    ) async throws -> Response {
        let query = try Query(request)
        if let shop: ShopID = try query.id("shop") {
            return .seeOther("/desk/\(shop.inPath)/sign-in")
        }
        let texts = services.texts(context.language)
        guard let principal = context.principal, principal.role.includes(.viewer) else {
            return .page(EntrancePage(shops: [], texts: texts).body)
        }
        if let shop = principal.shop { return .seeOther("/desk/\(shop)") }
        let after = try query.cursor(of: 1)
        let (page, disputes) = try await services.database.read {
            (
                try services.shops.list(for: principal, after: after, limit: Limits.pageItems, in: $0),
                try services.afterSales.disputes(after: nil, limit: Limits.pageItems, $0)
            )
        }
        return .page(
            EntrancePage(
                shops: page.items, disputes: disputes, now: services.clock.now(), next: page.next,
                texts: texts
            ).body)
    }
}
