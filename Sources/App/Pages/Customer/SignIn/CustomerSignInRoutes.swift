import Base
import Customers
import Hummingbird
import Localisation
import Orders
import Staff
import Storage
import Web

/// | method | path | does |
/// |---|---|---|
/// | GET | /s/:shop | orders, or signing in |
/// | GET, POST | sign-in | asks for an order number; always answers the same |
/// | POST | sign-in/code | lets in who has the order's newest code |
/// | GET | enter | lets in by the shop's signed link, and goes on to its `to` |
/// | POST | sign-out | |
struct CustomerSignInRoutes {
    let services: Services

    static let cookie = SessionCookie(name: "huitou_customer", path: "/s", lasting: .days(30))

    func add(to router: some RouterMethods<WebContext>) {
        router.visitor(.get, "", services) { call in
            .seeOther(call.base + (call.visitor == nil ? "/sign-in" : "/orders"))
        }
        router.visitor(.get, "sign-in", services) { call in
            let query = try Query(call.request)
            return CustomerSignInPage(
                call: call, order: try query.text("order", upTo: Limits.idBytes),
                next: SignInPlace.next(query["to"], below: call.base), isSentAgain: query["again"] != nil
            ).response()
        }
        router.visitor(.post, "sign-in", services, Self.requestCode)
        router.visitor(.post, "sign-in/code", services, Self.redeemCode)
        router.visitor(.get, "enter", services, Self.enter)
        router.customer(.post, "sign-out", services, Self.signOut)
    }

    @Sendable private static func requestCode(_ call: CustomerCall) async throws -> Response {
        let form = try await call.form()
        let order = (form["order"] ?? "").filter { !$0.isWhitespace }
        let next = SignInPlace.next(form["to"], below: call.base)
        return try await call.answering {
            guard !order.isEmpty, order.utf8.count <= Limits.idBytes else {
                throw InputRefusal("orderNumberMissing", at: "/order", kind: .unprocessable)
            }
            let request = CodeRequest(
                shop: call.shop.id, order: order, language: call.context.language, from: call.address)
            _ = try await call.services.customerSignIn.requestCode(request, for: recipient(order, call))
            return .seeOther(
                QueryText.address(
                    call.base + "/sign-in", ["order": order, "to": next, "again": form["again"]]))
        } refused: { problem in
            let isAgain = form["again"] != nil && !order.isEmpty
            return CustomerSignInPage(
                call: call, order: isAgain ? order : nil, next: next, typed: order, problem: problem
            ).response()
        }
    }

    /// Who owns the order and how they are reached; nil looks the same from outside.
    private static func recipient(_ order: String, _ call: CustomerCall) async throws -> CodeRecipient? {
        try await call.read { transaction in
            let (services, shop) = (call.services, call.shop.id)
            guard let found = try services.orders.knownOrder(Identifier(order), in: shop, transaction) else {
                return nil
            }
            let customer = try services.customers.customer(found.customerID, in: shop, transaction)
            let destination =
                customer.phone.map { MessageDestination(.phone, $0) }
                ?? customer.email.map { MessageDestination(.email, $0) }
            return destination.map { CodeRecipient(customer: customer.id.text, destination: $0) }
        }
    }

    @Sendable private static func redeemCode(_ call: CustomerCall) async throws -> Response {
        let form = try await call.form()
        let order = form["order"] ?? ""
        let next = SignInPlace.next(form["to"], below: call.base)
        return try await call.answering {
            let redemption = CodeRedemption(
                shop: call.shop.id, order: order, code: form["code"] ?? "", from: call.address)
            let signedIn = try await call.services.customerSignIn.redeemCode(
                redemption, replacing: cookie.token(in: call.request))
            let place = call.base + "/orders/" + QueryText.encoded(order)
            return entering(next ?? place, signedIn, call)
        } refused: { problem in
            CustomerSignInPage(call: call, order: order, next: next, problem: problem).response()
        }
    }

    @Sendable private static func enter(_ call: CustomerCall) async throws -> Response {
        let query = try Query(call.request)
        let link = SignedLink(
            shop: call.shop.id, customer: query["customer"] ?? "", expires: query["expires"] ?? "",
            signature: query["signature"] ?? "")
        let place = SignInPlace.next(query["to"], below: call.base) ?? call.base + "/orders"
        if let visitor = call.visitor, visitor.actor.id == link.customer { return .seeOther(place) }
        do {
            let signedIn = try await call.services.customerSignIn.redeemLink(
                link, replacing: cookie.token(in: call.request))
            return entering(place, signedIn, call)
        } catch let refusal as SignInRefusal {
            let problem = Problem(refusal, call.texts)
            let next = SignInPlace.next(query["to"], below: call.base)
            return CustomerSignInPage(call: call, order: nil, next: next, problem: problem).response()
        }
    }

    @Sendable private static func signOut(_ call: CustomerCall) async throws -> Response {
        _ = try await call.form()
        if let token = cookie.token(in: call.request) { try await call.services.sessions.signOut(token) }
        var response = Response.seeOther(call.base + "/sign-in")
        response.headers[.setCookie] = cookie.clearing(for: call.request)
        return response
    }

    private static func entering(_ place: String, _ signedIn: SignedIn, _ call: CustomerCall) -> Response {
        var response = Response.seeOther(place)
        response.headers[.setCookie] = cookie.setting(
            signedIn.token, lasting: signedIn.session.lasts, for: call.request)
        return response
    }
}

extension CustomerCall {
    fileprivate var address: Staff.ClientAddress {
        ClientAddress(PeerAddress.of(request, context, proxies: services.configuration.proxies))
    }
}
