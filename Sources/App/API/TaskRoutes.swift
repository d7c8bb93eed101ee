import Base
import Conversations
import Hummingbird
import Jobs
import Staff
import Storage
import Web

/// What colleagues and teams are asked about conversations.
///
/// | method | path | may | refuses |
/// |---|---|---|---|
/// | POST | conversations/:conversation/tasks | conversationsHandle | conversationUnknown, assigneeUnknown, teamUnknown, taskForOne, taskDueOutOfRange, tooManyTasks, partnerErased |
/// | GET | tasks?state=&member=&team=&askedBy=&conversationId=&overdue= | conversationsRead | queryInvalid |
/// | GET | tasks/:task | conversationsRead | taskUnknown |
/// | POST | tasks/:task/answer | conversationsHandle | taskUnknown, taskOfColleague, taskSettled, partnerErased |
/// | POST | tasks/:task/assignment | conversationsHandle | taskUnknown, taskOfColleague, taskSettled, assigneeUnknown, teamUnknown, taskForOne |
/// | POST | tasks/:task/withdrawal | conversationsHandle | taskUnknown, taskOfColleague, taskSettled |
struct TaskRoutes {
    let services: Services

    func add(to router: Router<WebContext>) {
        addReading(to: router)
        let handling = TaskHandling(services: services)
        router.shop(
            .post, "conversations/:conversation/tasks", services, may: .conversationsHandle
        ) { call in
            let id: Identifier<Conversation> = try call.context.id("conversation")
            return try await call.command({ reader in
                NewTask(
                    for: try Self.owner(&reader), try reader.string("text", upTo: Limits.noteCharacters),
                    due: try reader.time("due"))
            }) { new, transaction in
                let task = try handling.ask(
                    new, about: id, by: call.principal, in: call.shop.id, transaction)
                // What the caller has just written is nothing that they read.
                return .created(
                    try call.personal([], transaction).json(task, at: transaction.now),
                    at: "\(call.path)/tasks/\(task.id)")
            }
        }
        step(router, "answer") {
            try $0.string("text", upTo: Limits.noteCharacters)
        } _: { words, id, call, transaction in
            try handling.answer(id, words, by: call.principal, in: call.shop.id, transaction)
        }
        step(router, "assignment") {
            try Self.owner(&$0)
        } _: { owner, id, call, transaction in
            try handling.hand(id, to: owner, by: call.principal, in: call.shop.id, transaction)
        }
        step(router, "withdrawal") { _ in
        } _: { _, id, call, transaction in
            try handling.withdraw(id, by: call.principal, in: call.shop.id, transaction)
        }
    }

    private func addReading(to router: Router<WebContext>) {
        let desk = services.conversations
        router.shop(
            .get, "tasks", services, may: .conversationsRead,
            query: [
                "state", "member", "team", "askedBy", "conversationId", "overdue", "cursor", "limit",
            ]
        ) { call in
            var filter = TaskFilter()
            filter.state = try call.query.choice("state", of: InternalTask.State.self) ?? .open
            filter.member = try call.query.text("member", upTo: Limits.idBytes)
            filter.teams = try call.query.text("team").map { [$0] }
            filter.askedBy = try call.query.text("askedBy", upTo: Limits.idBytes)
            filter.conversation = try call.query.id("conversationId")
            if try call.query.bool("overdue") ?? false { filter.dueBy = call.services.clock.now() }
            (filter.after, filter.limit) = (try call.query.timedCursor(), try call.query.limit())
            let page = try await call.read { [filter] in try desk.tasks(filter, in: call.shop.id, $0) }
            let people = try await call.personal(page.items.map { .conversation($0.conversationID) })
            let now = call.services.clock.now()
            return .list(page) { people.json($0, at: now) }
        }
        router.shop(.get, "tasks/:task", services, may: .conversationsRead) { call in
            let id: Identifier<InternalTask> = try call.context.id("task")
            let task = try await call.read { try desk.task(id, in: call.shop.id, $0) }
            let people = try await call.personal([.conversation(task.conversationID)])
            return .json(people.json(task, at: call.services.clock.now()))
        }
    }

    /// A colleague, or whoever of a team is first.
    private static func owner(_ reader: inout JSONReader) throws -> InternalTask.Owner {
        let member = try reader.optionalString("member", upTo: Limits.idBytes)
        let team = try ConversationRoutes.skill(&reader, "team")
        switch (member, team) {
        case (let member?, nil): return .member(member)
        case (nil, let team?): return .team(team)
        case (nil, nil), (_?, _?): throw InputRefusal("taskForOne", at: "/member", kind: .unprocessable)
        }
    }

    private func step<Input: Sendable>(
        _ router: Router<WebContext>, _ noun: RouterPath,
        _ parse: @escaping @Sendable (inout JSONReader) throws -> Input,
        _ act:
            @escaping @Sendable (Input, Identifier<InternalTask>, ShopCall, Transaction) throws ->
            InternalTask
    ) {
        router.shop(.post, "tasks/:task/\(noun)", services, may: .conversationsHandle) { call in
            let id: Identifier<InternalTask> = try call.context.id("task")
            return try await call.command(parse) { input, transaction in
                let task = try act(input, id, call, transaction)
                let people = try call.personal([.conversation(task.conversationID)], transaction)
                return .ok(people.json(task, at: transaction.now))
            }
        }
    }
}
