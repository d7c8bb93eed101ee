import AfterSales
import Base
import Hummingbird
import Localisation
import Policies
import Staff
import Storage
import Web

/// | method | path | may | refuses |
/// |---|---|---|---|
/// | GET | /desk/:shop/policy?tab=&version=&start= | policyRead | policyUnknownVersion, policyUnknownPack |
/// | POST | /desk/:shop/policy/draft | policyEdit | packInvalid, with every fault beside the text |
/// | POST | /desk/:shop/policy/publication | policyPublish | policyNoDraft |
/// | POST | /desk/:shop/policy/rehearsal | policyRead | packInvalid; stores nothing |
struct PolicyPageRoutes {
    let services: Services

    func add(to router: Router<WebContext>) {
        let services = services
        router.desk(.get, "policy", services, may: .policyRead) { call in
            let query = try Query(call.request)
            let tab = try query.choice("tab", of: PolicyModel.Tab.self) ?? .current
            let version = try query.int("version", in: 1...Int(Int32.max))
            let start = try query.text("start").map { DraftInput(yaml: try ShippedPacks.text($0), start: $0) }
            return try await Self.page(start == nil ? tab : .draft, version: version, call, start)
        }
        router.desk(.post, "policy/draft", services, may: .policyEdit) { call in
            let form = try await FormBody.read(call.request)
            return try await Self.showing(form, call) {
                try await call.submit("draft", form) { _, transaction in
                    _ = try services.policies.saveDraft(
                        Self.yaml(form), for: call.shop, by: call.principal.actor, in: transaction)
                    return "\(call.path)/policy?tab=draft"
                }
            }
        }
        router.desk(.post, "policy/publication", services, may: .policyPublish) { call in
            try await call.submit("publication") { _, transaction in
                _ = try services.policies.publish(
                    for: call.shop, by: call.principal.actor, in: transaction)
                return "\(call.path)/policy"
            }
        }
        router.desk(.post, "policy/rehearsal", services, may: .policyRead) { call in
            let form = try await FormBody.read(call.request)
            return try await Self.showing(form, call) {
                try services.sealer.check(form, call.context)
                var input = DraftInput(yaml: Self.yaml(form), since: Self.since(form))
                input.rehearsal = try await Self.rehearse(input, call)
                return try await Self.page(.draft, call, input)
            }
        }
    }

    private static func rehearse(_ input: DraftInput, _ call: DeskCall) async throws -> RehearsalResult {
        let pack = try PackReader.read(input.yaml, in: call.shop.currency)
        let since = Span(input.since) ?? .days(30)
        return try await call.read { transaction in
            let rehearsal = try call.services.afterSales.rehearse(
                pack, since: transaction.now - since, in: call.shop, transaction)
            return RehearsalResult(rehearsal, of: pack, since: since, in: call.shop.currency)
        }
    }

    /// Shows the editor again with the text as it was entered when it is refused.
    private static func showing(
        _ form: FormBody, _ call: DeskCall, _ act: () async throws -> Response
    ) async throws -> Response {
        do {
            return try await act()
        } catch let refusal as any Refusal {
            var input = DraftInput(yaml: yaml(form), since: since(form))
            input.faults = (refusal as? PackRefusal)?.faults ?? []
            if input.faults.isEmpty { input.problem = Problem(refusal, call.texts) }
            return try await page(.draft, call, input, .unprocessableContent)
        }
    }

    /// Browsers send line ends as two characters.
    private static func yaml(_ form: FormBody) -> String {
        (form["yaml"] ?? "").replacing("\r\n", with: "\n")
    }

    private static func since(_ form: FormBody) -> String {
        form["since"].flatMap { DraftInput.spans.contains($0) ? $0 : nil } ?? "30d"
    }

    private static func page(
        _ tab: PolicyModel.Tab, version: Int? = nil, _ call: DeskCall, _ input: DraftInput? = nil,
        _ status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        try await call.page(call.texts["desk.policy.title"], .policy, status) {
            PolicyPage(model: try PolicyModel(tab, version: version, call, $0), editor: input, call: call)
                .body
        }
    }
}
