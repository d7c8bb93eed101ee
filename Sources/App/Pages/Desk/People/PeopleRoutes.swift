import Base
import Conversations
import Hummingbird
import Localisation
import Staff
import Storage
import Web

/// | method | path | may | refuses |
/// |---|---|---|---|
/// | GET | /desk/:shop/people?member= | staffManage | |
/// | POST | /desk/:shop/people | staffManage | staffExists, emailInvalid, roleTooWide |
/// | POST | /desk/:shop/people/:member/role | staffManage | lastOwner, roleTooWide |
/// | POST | /desk/:shop/people/:member/activity | staffManage | lastOwner, staffForgotten |
/// | POST | /desk/:shop/people/:member/second-factor-removal | staffManage | secondFactorNone, roleTooWide |
/// | POST | /desk/:shop/people/:member/password | staffManage | passwordTooShort, passwordIsEmail |
struct PeopleRoutes {
    let services: Services

    func add(to router: Router<WebContext>) {
        let (services, desk) = (services, services.staff)
        router.desk(.get, "people", services, may: .staffManage) { call in try await Self.page(call) }
        router.desk(.post, "people", services, may: .staffManage) { call in try await Self.add(call) }
        change(router, "role") { form, id, call, transaction in
            _ = try desk.changeRole(
                of: id, to: form.choice("role", of: Role.self), of: call.shop.id, by: call.principal,
                in: transaction)
        }
        change(router, "activity") { form, id, call, transaction in
            if try form.text("to") == "active" {
                _ = try desk.reactivate(id, of: call.shop.id, by: call.principal, in: transaction)
            } else {
                _ = try desk.deactivate(id, of: call.shop.id, by: call.principal, in: transaction)
                try services.conversations.vacate(
                    seatOf: id.text, by: call.principal.actor, in: call.shop.id, transaction)
            }
        }
        let factors = services.secondFactors
        change(router, "second-factor-removal") { _, id, call, transaction in
            _ = try factors.reset(id, of: call.shop.id, by: call.principal, in: transaction)
        }
        router.desk(.post, "people/:member/password", services, may: .staffManage) { call in
            let id: Identifier<StaffMember> = try call.context.id("member")
            let form = try await FormBody.read(call.request)
            let name = StaffRow.form("password", id)
            do {
                try services.sealer.check(form, call.context)
                let reader = DeskFormReader(form: form, name: name, currency: call.shop.currency)
                try await desk.setPassword(
                    of: id, of: call.shop.id, to: reader.password(), by: call.principal)
                return .seeOther("\(call.path)/people")
            } catch let refusal as any Refusal {
                let problem = Problem(refusal, call.texts)
                return try await Self.page(
                    call, refused: RefusedForm(name: name, body: form, problem: problem))
            }
        }
    }

    /// Adds somebody and opens their row, for the first password.
    private static func add(_ call: DeskCall) async throws -> Response {
        let (desk, shop) = (call.services.staff, call.shop.id)
        return try await call.submit("people") { reader, transaction in
            let new = try NewStaff(
                shop: shop, email: reader.text("email", upTo: 254) ?? "", name: reader.text("name") ?? "",
                role: reader.choice("role", of: Role.self))
            let member = try desk.add(new, by: call.principal, in: transaction)
            return QueryText.address("\(call.path)/people", ["member": member.id.text])
        } refused: { refused in
            try await page(call, refused: refused)
        }
    }

    private func change(
        _ router: Router<WebContext>, _ noun: String,
        _ act:
            @escaping @Sendable (DeskFormReader, Identifier<StaffMember>, DeskCall, Transaction) throws ->
            Void
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

    static func page(
        _ call: DeskCall, made: MadeKey? = nil, refused: RefusedForm? = nil
    ) async throws -> Response {
        let status = refused?.status ?? .ok
        let opened: Identifier<StaffMember>? = try Query(call.request).id("member")
        return try await call.page(call.texts["desk.way.people"], .people, status) { transaction in
            let (services, shop) = (call.services, call.shop.id)
            return PeoplePage(
                members: try services.staff.list(of: shop, for: call.principal, in: transaction),
                keys: try services.keys.list(of: shop, for: call.principal, in: transaction), made: made,
                opened: opened, refused: refused, call: call
            ).body
        }
    }
}
