import Base
import Hummingbird
import Localisation
import Staff
import Storage
import Web

/// | method | path | may | refuses |
/// |---|---|---|---|
/// | GET | /desk/:shop/people | staffManage | |
/// | POST | /desk/:shop/people | staffManage | staffExists, emailInvalid, passwordTooShort, roleTooWide |
/// | POST | /desk/:shop/people/:member/role | staffManage | lastOwner, roleTooWide |
/// | POST | /desk/:shop/people/:member/activity | staffManage | lastOwner |
/// | POST | /desk/:shop/people/:member/password | staffManage | passwordTooShort, passwordIsEmail |
struct PeopleRoutes {
    let services: Services

    func add(to router: Router<WebContext>) {
        let (services, desk) = (services, services.staff)
        router.desk(.get, "people", services, may: .staffManage) { call in try await Self.page(call) }
        router.desk(.post, "people", services, may: .staffManage) { call in try await Self.add(call) }
        change(router, "role") { form, id, call, transaction in
            _ = try desk.changeRole(
                of: id, to: form.choice("role", of: Role.self), of: call.shop.id, by: call.principal, in: transaction)
        }
        change(router, "activity") { form, id, call, transaction in
            if try form.text("to") == "active" {
                _ = try desk.reactivate(id, of: call.shop.id, by: call.principal, in: transaction)
            } else {
                _ = try desk.deactivate(id, of: call.shop.id, by: call.principal, in: transaction)
            }
        }
        router.desk(.post, "people/:member/password", services, may: .staffManage) { call in
            let id: Identifier<StaffMember> = try call.context.id("member")
            let form = try await FormBody.read(call.request)
            let name = StaffRow.form("password", id)
            return try await Self.showing(name, form, call) {
                try services.sealer.check(form, call.context)
                let reader = DeskFormReader(form: form, name: name, currency: call.shop.currency)
                try await desk.setPassword(
                    of: id, of: call.shop.id, to: reader.password(), by: call.principal)
                return .seeOther("\(call.path)/people")
            }
        }
    }

    /// Adds somebody and sets their first password: two transactions, since a password is hashed between them. A
    /// password that is refused leaves the member without one, to be set from the list.
    private static func add(_ call: DeskCall) async throws -> Response {
        let form = try await FormBody.read(call.request)
        let reader = DeskFormReader(form: form, name: "people", currency: call.shop.currency)
        let (desk, shop) = (call.services.staff, call.shop.id)
        return try await showing("people", form, call) {
            let added = try await call.submit("people", form) { reader, transaction in
                let new = try NewStaff(
                    shop: shop, email: reader.text("email", upTo: 254) ?? "", name: reader.text("name") ?? "",
                    role: reader.choice("role", of: Role.self))
                return "\(call.path)/people#\(try desk.add(new, by: call.principal, in: transaction).id)"
            }
            guard added.headers[.idempotencyReplayed] == nil,
                let id = added.headers[.location]?.split(separator: "#").last
            else { return added }
            try await desk.setPassword(
                of: Identifier(String(id)), of: shop, to: reader.password(), by: call.principal)
            return .seeOther("\(call.path)/people")
        }
    }

    private func change(
        _ router: Router<WebContext>, _ noun: String,
        _ act: @escaping @Sendable (DeskFormReader, Identifier<StaffMember>, DeskCall, Transaction) throws -> Void
    ) {
        router.desk(.post, "people/:member/\(RouterPath(noun))", services, may: .staffManage) { call in
            let id: Identifier<StaffMember> = try call.context.id("member")
            return try await call.submit(StaffRow.form(noun, id)) { form, transaction in
                try act(form, id, call, transaction)
                return "\(call.path)/people"
            } refused: { refused in
                try await Self.page(call, refused: refused)
            }
        }
    }

    private static func showing(
        _ name: String, _ form: FormBody, _ call: DeskCall, _ act: () async throws -> Response
    ) async throws -> Response {
        do {
            return try await act()
        } catch let refusal as any Refusal {
            let problem = Problem(refusal, call.texts)
            return try await page(call, refused: RefusedForm(name: name, body: form, problem: problem))
        }
    }

    static func page(
        _ call: DeskCall, made: MadeKey? = nil, refused: RefusedForm? = nil
    ) async throws -> Response {
        let status = refused.map { HTTPResponse.Status(code: $0.problem.status) } ?? .ok
        return try await call.page(call.texts["desk.way.people"], .people, status) { transaction in
            let (services, shop) = (call.services, call.shop.id)
            return PeoplePage(
                members: try services.staff.list(of: shop, for: call.principal, in: transaction),
                keys: try services.keys.list(of: shop, for: call.principal, in: transaction), made: made,
                refused: refused, call: call
            ).body
        }
    }
}
