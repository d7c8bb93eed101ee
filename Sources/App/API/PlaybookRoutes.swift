import Base
import Conversations
import Hummingbird
import Jobs
import Staff
import Storage
import Web

/// Step lists for a situation, and how conversations go through them.
///
/// | method | path | may | refuses |
/// |---|---|---|---|
/// | GET | playbooks | conversationsRead | |
/// | POST | playbooks | conversationsAssign | playbookStepInvalid, tagInvalid, tooManyPlaybooks |
/// | PUT | playbooks/:playbook | conversationsAssign | playbookUnknown, playbookStepInvalid, tagInvalid |
/// | POST | playbooks/:playbook/removal | conversationsAssign | playbookUnknown |
/// | GET | conversations/:conversation/playbooks | conversationsRead | conversationUnknown |
/// | POST | conversations/:conversation/playbooks/:playbook/use | conversationsHandle | conversationUnknown, playbookUnknown |
/// | POST | conversations/:conversation/playbooks/:playbook/removal | conversationsHandle | the same |
/// | POST | conversations/:conversation/playbooks/:playbook/ticks | conversationsHandle | the same; playbookStepUnknown, teamUnknown, tooManyTasks, tooManyTags, tagNamesPerson, partnerErased |
/// | POST | conversations/:conversation/playbooks/:playbook/unticks | conversationsHandle | the same; playbookStepUnknown |
struct PlaybookRoutes {
    let services: Services

    func add(to router: Router<WebContext>) {
        let desk = services.conversations
        router.shop(.get, "playbooks", services, may: .conversationsRead) { call in
            let all = try await call.read { try desk.playbooks(in: call.shop.id, $0) }
            return .list(Page(items: all, next: nil)) { $0.json }
        }
        router.shop(.post, "playbooks", services, may: .conversationsAssign) { call in
            try await call.command(Self.text) { text, transaction in
                let added = try desk.add(text, by: call.principal.actor, in: call.shop.id, transaction)
                return .created(added.json, at: "\(call.path)/playbooks")
            }
        }
        router.shop(.put, "playbooks/:playbook", services, may: .conversationsAssign) { call in
            let id: Identifier<Playbook> = try call.context.id("playbook")
            let text = try await call.body(Self.text)
            return .json(
                try await call.services.database.write(in: call.shop.id) {
                    try desk.change(id, to: text, by: call.principal.actor, in: call.shop.id, $0)
                }.json)
        }
        router.shop(.post, "playbooks/:playbook/removal", services, may: .conversationsAssign) { call in
            let id: Identifier<Playbook> = try call.context.id("playbook")
            return try await call.command({ _ in }) { _, transaction in
                .ok(try desk.remove(id, by: call.principal.actor, in: call.shop.id, transaction).json)
            }
        }
        addRuns(to: router)
    }

    private func addRuns(to router: Router<WebContext>) {
        let desk = services.conversations
        router.shop(
            .get, "conversations/:conversation/playbooks", services, may: .conversationsRead
        ) { call in
            let runs = try await call.read {
                try desk.runs(on: call.conversation($0).id, in: call.shop.id, $0)
            }
            return .list(Page(items: runs, next: nil)) { $0.json }
        }
        run(router, "use") { _ in
        } _: { _, playbook, id, call, transaction in
            try desk.attach(playbook, to: id, by: call.principal.actor, in: call.shop.id, transaction)
        }
        run(router, "removal") { _ in
        } _: { _, playbook, id, call, transaction in
            try desk.detach(playbook, from: id, by: call.principal.actor, in: call.shop.id, transaction)
        }
        run(router, "ticks") {
            try $0.int("step", in: 1...Playbook.mostSteps)
        } _: { step, playbook, id, call, transaction in
            try desk.tick(
                step, of: playbook, on: id, by: call.principal.actor, in: call.shop.id, transaction)
        }
        run(router, "unticks") {
            try $0.int("step", in: 1...Playbook.mostSteps)
        } _: { step, playbook, id, call, transaction in
            try desk.untick(
                step, of: playbook, on: id, by: call.principal.actor, in: call.shop.id, transaction)
        }
    }

    private func run<Input: Sendable>(
        _ router: Router<WebContext>, _ noun: String,
        _ parse: @escaping @Sendable (inout JSONReader) throws -> Input,
        _ act:
            @escaping @Sendable (
                Input, Identifier<Playbook>, Identifier<Conversation>, ShopCall, Transaction
            ) throws -> PlaybookRun
    ) {
        router.shop(
            .post, "conversations/:conversation/playbooks/:playbook/\(RouterPath(noun))", services,
            may: .conversationsHandle
        ) { call in
            let playbook: Identifier<Playbook> = try call.context.id("playbook")
            let id: Identifier<Conversation> = try call.context.id("conversation")
            return try await call.command(parse) { input, transaction in
                .ok(try act(input, playbook, id, call, transaction).json)
            }
        }
    }

    private static func text(_ reader: inout JSONReader) throws -> PlaybookText {
        let title = try reader.string("title", upTo: Playbook.mostTitle)
        let steps = try reader.objects("steps", in: 1...Playbook.mostSteps).map { item in
            var item = item
            let step = try PlaybookStep(
                item.choice("kind", of: PlaybookStep.Kind.self),
                item.string("text", upTo: Playbook.mostCharacters),
                reference: item.optionalString("reference", upTo: Limits.idBytes))
            try item.finish()
            return step
        }
        return PlaybookText(title: title, steps: steps)
    }
}
