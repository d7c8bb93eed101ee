import Base
import Conversations
import Customers
import Hummingbird
import Localisation
import NIOCore
import Staff
import Storage
import Web

/// The same for customers and, below `visitors/:visitor`, for visitors, who are unknown as `visitorUnknown`.
///
/// | method | path | may | refuses |
/// |---|---|---|---|
/// | GET | /desk/:shop/customers/:customer/rights | personalDataGive | customerUnknown |
/// | POST | /desk/:shop/customers/:customer/rights/export | personalDataGive | customerUnknown |
/// | POST | /desk/:shop/customers/:customer/rights/erasure | personalDataErase | customerUnknown, confirmationWrong, personHasOpenMatters |
struct PersonRightsRoutes {
    let services: Services

    func add(to router: Router<WebContext>) {
        for path in PersonPath.allCases { add(path, to: router) }
    }

    private func add(_ path: PersonPath, to router: Router<WebContext>) {
        let services = services
        router.desk(.get, "\(path.rawValue)/rights", services, may: .personalDataGive) { call in
            try await Self.page(try path.person(call.context), call)
        }
        router.desk(.post, "\(path.rawValue)/rights/export", services, may: .personalDataGive) { call in
            try await Self.export(try path.person(call.context), call)
        }
        router.desk(.post, "\(path.rawValue)/rights/erasure", services, may: .personalDataErase) { call in
            let person = try path.person(call.context)
            return try await call.submit("erasure") { form, transaction in
                let reason = try form.choice("reason", of: Erasure.Given.self).reason
                guard try form.requiredText("confirm", upTo: Limits.idBytes) == person.actorID else {
                    throw InputRefusal("confirmationWrong", at: "/confirm", kind: .unprocessable)
                }
                _ = try services.erasure.erase(
                    person, because: reason, by: call.taker(), in: call.shop, transaction)
                return person.rightsPlace(call)
            } refused: { refused in
                try await Self.page(person, call, refused: refused)
            }
        }
    }

    /// The document as a file to save; that it was given stands in the log before it leaves.
    private static func export(_ person: Partner, _ call: DeskCall) async throws -> Response {
        let form = try await FormBody.read(call.request)
        try call.services.sealer.check(form, call.context)
        let export = PersonExport(services: call.services, shop: call.record, texts: call.texts)
        let document = try await call.services.database.write(in: call.shop.id) {
            try export.document(of: person, for: call.taker(), $0)
        }
        return Response(
            status: .ok,
            headers: [
                .contentType: "application/json",
                .contentDisposition: "attachment; filename=\"personal-data.json\"",
            ], body: ResponseBody(byteBuffer: ByteBuffer(string: document.text)))
    }

    private static func page(
        _ person: Partner, _ call: DeskCall, refused: RefusedForm? = nil
    ) async throws -> Response {
        try await call.page(call.texts["desk.rights.title"], nil, refused?.status ?? .ok) {
            PersonRightsPage(model: try PersonRightsModel(person, call, $0), refused: refused, call: call)
                .body
        }
    }
}
