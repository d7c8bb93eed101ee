import AfterSales
import Base
import Conversations
import Customers
import Hummingbird
import Orders
import Staff
import Storage
import Web

/// Seeing personal data: the answer to the form shows it once, at no address of its own.
///
/// | method | path | may | refuses |
/// |---|---|---|---|
/// | POST | /desk/:shop/cases/:case/personal-data | personalDataShow | caseUnknown, reasonNamesPerson |
/// | POST | /desk/:shop/orders/:order/personal-data | personalDataShow | orderUnknown, reasonNamesPerson |
/// | POST | /desk/:shop/customers/:customer/personal-data | personalDataShow | customerUnknown, reasonNamesPerson |
/// | POST | /desk/:shop/complaints/:complaint/personal-data | personalDataShow | complaintUnknown, reasonNamesPerson |
/// | POST | /desk/:shop/conversations/:conversation/personal-data | personalDataShow | conversationUnknown, reasonNamesPerson |
/// | GET | the same | casesRead | the same, but for the reason |
struct PersonalDataRoutes {
    let services: Services

    private typealias Page = @Sendable (DeskCall, RefusedForm?) async throws -> Response

    func add(to router: Router<WebContext>) {
        route(router, "cases/:case") { call in
            let id: Identifier<Case> = try call.context.id("case")
            return (.case(id), { try await CasePageRoutes.page(id, $0, refused: $1) })
        }
        route(router, "orders/:order") { call in
            let id: Identifier<Order> = try call.context.id("order")
            return (.order(id), { try await DeskOrderRoutes.page(id, $0, refused: $1) })
        }
        route(router, "customers/:customer") { call in
            let id: Identifier<Customer> = try call.context.id("customer")
            return (.customer(id), { try await DeskCustomerRoutes.page(id, $0, refused: $1) })
        }
        route(router, "complaints/:complaint") { call in
            let id: Identifier<Complaint> = try call.context.id("complaint")
            return (.complaint(id), { try await DeskComplaintRoutes.page(id, $0, refused: $1) })
        }
        route(router, "conversations/:conversation") { call in
            let id: Identifier<Conversation> = try call.context.id("conversation")
            return (.conversation(id), { try await ConversationPageRoutes.page(id, $0, refused: $1) })
        }
    }

    private func route(
        _ router: Router<WebContext>, _ noun: String,
        _ find: @escaping @Sendable (DeskCall) throws -> (PersonalData.Record, Page)
    ) {
        let path = RouterPath("\(noun)/personal-data")
        router.desk(.post, path, services, may: .personalDataShow) { call in
            let (record, page) = try find(call)
            return try await Self.show(record, call, page)
        }
        // Asked for by address, say after a change of language, it is the record's page as it was before.
        router.desk(.get, path, services, may: .casesRead) { call in
            let (record, _) = try find(call)
            try await call.read {
                try PersonalData(services: call.services).require(
                    record, for: call.taker(), in: call.shop, $0)
            }
            return .seeOther(record.place(call))
        }
    }

    private static func show(
        _ record: PersonalData.Record, _ call: DeskCall, _ page: Page
    ) async throws -> Response {
        let form = try await FormBody.read(call.request)
        try call.services.sealer.check(form, call.context)
        do {
            let reason = try reason(
                DeskFormReader(form: form, name: "personal", currency: call.shop.currency))
            try await call.services.database.write(in: call.shop.id) {
                try PersonalData(services: call.services).show(
                    record, reason, to: call.taker(), in: call.shop, $0)
            }
        } catch let refusal as InputRefusal {
            return try await page(
                call, RefusedForm(name: "personal", body: form, problem: Problem(refusal, call.texts)))
        }
        return try await page(call.showingPersonalData(), nil)
    }

    private static func reason(_ form: DeskFormReader) throws -> PersonalData.Reason {
        let code = try form.choice("reason", of: PersonalData.Reason.Code.self)
        guard code == .other else { return PersonalData.Reason(code: code, words: nil) }
        return PersonalData.Reason(code: code, words: try form.requiredText("words"))
    }
}
