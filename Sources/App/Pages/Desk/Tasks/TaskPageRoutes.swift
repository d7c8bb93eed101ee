import Base
import Conversations
import Hummingbird
import Localisation
import Staff
import Storage
import Web

/// | method | path | may | does |
/// |---|---|---|---|
/// | GET | /desk/:shop/tasks?view=, /tasks/panel?view= | conversationsRead | what colleagues ask each other; its live part |
/// | POST | /desk/:shop/tasks/:task/answer | conversationsHandle | taskUnknown, taskOfColleague, taskSettled, partnerErased |
/// | POST | /desk/:shop/tasks/:task/assignment | conversationsHandle | takes what a team is asked; the same |
/// | POST | /desk/:shop/tasks/:task/withdrawal | conversationsHandle | the same |
///
/// With `?conversation=` the forms come back to that thread.
struct TaskPageRoutes {
    let services: Services

    func add(to router: Router<WebContext>) {
        let handling = TaskHandling(services: services)
        router.desk(.get, "tasks", services, may: .conversationsRead) { try await Self.page($0) }
        router.desk(.get, "tasks/panel", services, may: .conversationsRead) { call in
            try await call.panel { try TaskListPage(nil, call, $0).panel }
        }
        form(router, "answer") { form, id, call, transaction in
            let words = try form.requiredText("text", upTo: Limits.noteCharacters)
            return try handling.answer(id, words, by: call.principal, in: call.shop.id, transaction)
        }
        form(router, "assignment") { _, id, call, transaction in
            try handling.hand(
                id, to: .member(call.principal.actor.id), by: call.principal, in: call.shop.id, transaction)
        }
        form(router, "withdrawal") { _, id, call, transaction in
            try handling.withdraw(id, by: call.principal, in: call.shop.id, transaction)
        }
    }

    private func form(
        _ router: Router<WebContext>, _ noun: String,
        _ act:
            @escaping @Sendable (DeskFormReader, Identifier<InternalTask>, DeskCall, Transaction) throws ->
            InternalTask
    ) {
        router.desk(.post, "tasks/:task/\(RouterPath(noun))", services, may: .conversationsHandle) { call in
            let id: Identifier<InternalTask> = try call.context.id("task")
            return try await call.submit("\(noun)-\(id.text)") { form, transaction in
                _ = try act(form, id, call, transaction)
                return call.thread.map { call.place("conversations", $0) } ?? "\(call.path)/tasks"
            } refused: { refused in
                try await Self.page(call, refused)
            }
        }
    }

    private static func page(_ call: DeskCall, _ refused: RefusedForm? = nil) async throws -> Response {
        if let thread = call.thread {
            return try await ConversationPageRoutes.page(thread, call, refused: refused)
        }
        return try await call.page(call.texts["desk.way.tasks"], .tasks, refused?.status ?? .ok) {
            try TaskListPage(refused, call, $0).body
        }
    }
}
