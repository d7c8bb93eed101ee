import Assistant
import Base
import Conversations
import Hummingbird
import Localisation
import Staff
import Storage
import Web

/// | method | path | may | does |
/// |---|---|---|---|
/// | GET | /desk/:shop/assistant | conversationsAssign | when the assistant answers customers |
/// | POST | /desk/:shop/assistant | conversationsAssign | sets it |
struct AssistantPageRoutes {
    let services: Services

    func add(to router: Router<WebContext>) {
        let desk = services.conversations
        router.desk(.get, "assistant", services, may: .conversationsAssign) { try await Self.page($0) }
        router.desk(.post, "assistant", services, may: .conversationsAssign) { call in
            try await call.submit("assistant") { form, transaction in
                var values: [AssistantFigure: Int] = [:]
                for figure in AssistantFigure.allCases {
                    values[figure] = try form.int(figure.rawValue, in: figure.bounds)
                }
                let known = services.dialogues.dialogues.map(\.name)
                let off = form.form.all("assistant.off").filter(known.contains)
                let settings = AssistantSettings(
                    try form.choice("mode", of: AssistantMode.self), values, off: Set(off))
                try desk.change(
                    assistant: settings, by: call.principal.actor, in: call.shop.id, transaction)
                return "\(call.path)/assistant?saved=yes"
            } refused: { refused in
                try await Self.page(call, refused)
            }
        }
    }

    private static func page(_ call: DeskCall, _ refused: RefusedForm? = nil) async throws -> Response {
        let isSaved = try Query(call.request).text("saved", upTo: 10) != nil
        return try await call.page(
            call.texts["desk.assistant.title"], .conversations, refused?.status ?? .ok
        ) { transaction in
            AssistantPage(
                settings: try call.services.conversations.assistant(in: call.shop.id, transaction),
                isReady: call.services.intents.state == .ready, isSaved: isSaved, refused: refused,
                call: call
            ).body
        }
    }
}
