import Base
import Conversations
import Hummingbird
import Localisation
import Staff
import Storage
import Web

/// | method | path | may | does |
/// |---|---|---|---|
/// | GET | /desk/:shop/feedback?state= | conversationsRead | what customers put into the box |
/// | POST | /desk/:shop/feedback/:feedback/answer, /closure | conversationsHandle | answers it, or puts it away |
struct FeedbackPageRoutes {
    let services: Services

    func add(to router: Router<WebContext>) {
        let desk = services.feedback
        router.desk(.get, "feedback", services, may: .conversationsRead) { try await Self.page($0) }
        router.desk(.post, "feedback/:feedback/answer", services, may: .conversationsHandle) { call in
            let id: Identifier<Feedback> = try call.context.id("feedback")
            return try await call.submit("answer-\(id.text)") { form, transaction in
                _ = try desk.answer(
                    id, form.requiredText("text", upTo: Limits.noteCharacters), by: call.principal.actor,
                    in: call.shop.id, transaction)
                return "\(call.path)/feedback"
            } refused: { refused in
                try await Self.page(call, refused)
            }
        }
        router.desk(.post, "feedback/:feedback/closure", services, may: .conversationsHandle) { call in
            let id: Identifier<Feedback> = try call.context.id("feedback")
            return try await call.submit("closure") { _, transaction in
                _ = try desk.close(id, by: call.principal.actor, in: call.shop.id, transaction)
                return "\(call.path)/feedback"
            }
        }
    }

    private static func page(_ call: DeskCall, _ refused: RefusedForm? = nil) async throws -> Response {
        try await call.page(
            call.texts["desk.feedback.title"], .conversations, refused?.status ?? .ok
        ) { try FeedbackPage(refused, call, $0).body }
    }
}
