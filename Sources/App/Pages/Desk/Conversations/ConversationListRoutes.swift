import Base
import Conversations
import Hummingbird
import Jobs
import Localisation
import Staff
import Storage
import Web

/// What may be done with many conversations at once; told in `ConversationPageRoutes`.
struct ConversationListRoutes {
    let services: Services

    func add(to router: Router<WebContext>) {
        let services = services
        router.desk(.get, "conversations/rows.csv", services, may: .conversationsRead) { call in
            let query = try Query(call.request)
            let view = try query.choice("view", of: ConversationView.self) ?? .open
            var filter = view.filter(for: call.principal.actor, at: services.clock.now())
            if let agent = try query.text("agent") { filter.assignee = agent }
            if let tag = try query.text("tag") { filter.tag = try Tag(tag) }
            return ConversationRows(services: services, shop: call.shop.id).response(filter)
        }
        router.desk(.post, "conversations/bulk", services, may: .conversationsHandle) { call in
            try await call.submit(BulkConversations.form) { form, transaction in
                let picked = form.form.all(BulkConversations.pick)
                guard !picked.isEmpty else {
                    throw InputRefusal("nothingPicked", at: "/conversation", kind: .unprocessable)
                }
                let step = try form.choice("do", of: BulkConversations.Step.self)
                for id in picked.prefix(Limits.pageItems) {
                    try Self.act(step, on: Identifier(id), form, call, transaction)
                }
                return "\(call.path)/conversations" + (call.request.uri.query.map { "?\($0)" } ?? "")
            } refused: { refused in
                let status = HTTPResponse.Status(code: refused.problem.status)
                return try await call.page(call.texts["desk.way.conversations"], .conversations, status) {
                    var page = try ConversationListPage(call, $0)
                    page.problem = refused.problem
                    return page.body
                }
            }
        }
    }

    private static func act(
        _ step: BulkConversations.Step, on id: Identifier<Conversation>, _ form: DeskFormReader,
        _ call: DeskCall, _ transaction: Transaction
    ) throws {
        let (desk, actor, shop) = (call.services.conversations, call.principal.actor, call.shop.id)
        switch step {
        case .assign:
            _ = try ConversationAssignment(services: call.services).assign(
                id, to: AssignmentRoutes.assignee(form.form), by: call.principal, in: shop, transaction)
        case .tag:
            let tags = try Tag.several(form.requiredText("tags", upTo: 100))
            _ = try desk.tag(id, adding: tags, by: actor, in: shop, transaction)
        case .close:
            _ = try desk.close(id, by: .shop(actor), in: shop, transaction)
        }
    }
}
