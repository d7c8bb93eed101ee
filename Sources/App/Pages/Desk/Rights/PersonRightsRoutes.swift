import Base
import Customers
import Hummingbird
import Localisation
import NIOCore
import Staff
import Storage
import Web

/// | method | path | may | refuses |
/// |---|---|---|---|
/// | GET | /desk/:shop/customers/:customer/rights | personalDataGive | customerUnknown |
/// | POST | /desk/:shop/customers/:customer/rights/export | personalDataGive | customerUnknown |
/// | POST | /desk/:shop/customers/:customer/rights/erasure | personalDataErase | customerUnknown, confirmationWrong, personHasOpenMatters |
struct PersonRightsRoutes {
    let services: Services

    func add(to router: Router<WebContext>) {
        let services = services
        router.desk(.get, "customers/:customer/rights", services, may: .personalDataGive) { call in
            try await Self.page(try call.context.id("customer"), call)
        }
        router.desk(.post, "customers/:customer/rights/export", services, may: .personalDataGive) { call in
            try await Self.export(try call.context.id("customer"), call)
        }
        router.desk(.post, "customers/:customer/rights/erasure", services, may: .personalDataErase) { call in
            let id: Identifier<Customer> = try call.context.id("customer")
            return try await call.submit("erasure") { form, transaction in
                let reason = try form.choice("reason", of: Erasure.Given.self).reason
                guard try form.requiredText("confirm", upTo: Limits.idBytes) == id.text else {
                    throw InputRefusal("confirmationWrong", at: "/confirm", kind: .unprocessable)
                }
                _ = try services.erasure.erase(
                    id, because: reason, by: call.taker(), in: call.shop, transaction)
                return "\(call.place("customers", id))/rights"
            } refused: { refused in
                try await Self.page(id, call, refused: refused)
            }
        }
    }

    /// The document as a file to save; that it was given stands in the log before it leaves.
    private static func export(_ id: Identifier<Customer>, _ call: DeskCall) async throws -> Response {
        let form = try await FormBody.read(call.request)
        try call.services.sealer.check(form, call.context)
        let export = PersonExport(services: call.services, shop: call.record, texts: call.texts)
        let document = try await call.services.database.write(in: call.shop.id) {
            try export.document(of: id, for: call.taker(), $0)
        }
        return Response(
            status: .ok,
            headers: [
                .contentType: "application/json",
                .contentDisposition: "attachment; filename=\"personal-data.json\"",
            ], body: ResponseBody(byteBuffer: ByteBuffer(string: document.text)))
    }

    private static func page(
        _ id: Identifier<Customer>, _ call: DeskCall, refused: RefusedForm? = nil
    ) async throws -> Response {
        try await call.page(call.texts["desk.rights.title"], nil, refused?.status ?? .ok) {
            PersonRightsPage(model: try PersonRightsModel(id, call, $0), refused: refused, call: call).body
        }
    }
}
