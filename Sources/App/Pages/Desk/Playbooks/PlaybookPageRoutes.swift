import Base
import Conversations
import Hummingbird
import Localisation
import Staff
import Storage
import Web

/// | method | path | may | does |
/// |---|---|---|---|
/// | GET | /desk/:shop/playbooks | conversationsRead | the shop's playbooks |
/// | POST | /desk/:shop/playbooks, /playbooks/:playbook, /playbooks/:playbook/removal | conversationsAssign | writes, changes and removes one; playbookLineMalformed, tagInvalid, tooManyPlaybooks |
/// | POST | /desk/:shop/conversations/:conversation/playbooks | conversationsHandle | takes one up; playbookUnknown |
/// | POST | …/playbooks/:playbook/ticks?step=, /unticks?step=, /removal | conversationsHandle | notes what is done; as the API |
struct PlaybookPageRoutes {
    let services: Services

    func add(to router: Router<WebContext>) {
        let desk = services.conversations
        router.desk(.get, "playbooks", services, may: .conversationsRead) { try await Self.page($0) }
        router.desk(.post, "playbooks", services, may: .conversationsAssign) { call in
            try await Self.keep("playbook", call) { text, transaction in
                _ = try desk.add(text, by: call.principal.actor, in: call.shop.id, transaction)
            }
        }
        router.desk(.post, "playbooks/:playbook", services, may: .conversationsAssign) { call in
            let id: Identifier<Playbook> = try call.context.id("playbook")
            return try await Self.keep("playbook-\(id.text)", call) { text, transaction in
                _ = try desk.change(
                    id, to: text, by: call.principal.actor, in: call.shop.id, transaction)
            }
        }
        router.desk(.post, "playbooks/:playbook/removal", services, may: .conversationsAssign) { call in
            let id: Identifier<Playbook> = try call.context.id("playbook")
            return try await call.submit("removal") { _, transaction in
                _ = try desk.remove(id, by: call.principal.actor, in: call.shop.id, transaction)
                return "\(call.path)/playbooks"
            }
        }
        addRuns(to: router)
    }

    private func addRuns(to router: Router<WebContext>) {
        let desk = services.conversations
        thread(router, "playbooks") { form, id, call, transaction in
            let playbook = try form.requiredText("playbook", upTo: Limits.idBytes)
            do {
                _ = try desk.attach(
                    Identifier(playbook), to: id, by: call.principal.actor, in: call.shop.id, transaction)
            } catch ConversationRefusal.playbookUnknown {
                throw InputRefusal("playbookUnknown", at: "/playbook", kind: .unprocessable)
            }
        }
        thread(router, "playbooks/:playbook/ticks") { _, id, call, transaction in
            _ = try desk.tick(
                Self.step(call), of: call.context.id("playbook"), on: id, by: call.principal.actor,
                in: call.shop.id, transaction)
        }
        thread(router, "playbooks/:playbook/unticks") { _, id, call, transaction in
            _ = try desk.untick(
                Self.step(call), of: call.context.id("playbook"), on: id, by: call.principal.actor,
                in: call.shop.id, transaction)
        }
        thread(router, "playbooks/:playbook/removal") { _, id, call, transaction in
            _ = try desk.detach(
                call.context.id("playbook"), from: id, by: call.principal.actor, in: call.shop.id,
                transaction)
        }
    }

    /// Which step a button stands at.
    private static func step(_ call: DeskCall) throws -> Int {
        guard let step = try Query(call.request).int("step", in: 1...Playbook.mostSteps) else {
            throw ConversationRefusal.playbookStepUnknown
        }
        return step
    }

    private func thread(
        _ router: Router<WebContext>, _ noun: RouterPath,
        _ act:
            @escaping @Sendable (DeskFormReader, Identifier<Conversation>, DeskCall, Transaction) throws ->
            Void
    ) {
        router.desk(
            .post, "conversations/:conversation/\(noun)", services, may: .conversationsHandle
        ) { call in
            let id: Identifier<Conversation> = try call.context.id("conversation")
            return try await call.submit(PlaybookPanel.name) { form, transaction in
                try act(form, id, call, transaction)
                return call.place("conversations", id) + "#conversation-playbooks"
            } refused: { refused in
                try await ConversationPageRoutes.page(id, call, refused: refused)
            }
        }
    }

    private static func keep(
        _ name: String, _ call: DeskCall,
        _ act: @escaping @Sendable (PlaybookText, Transaction) throws -> Void
    ) async throws -> Response {
        try await call.submit(name) { form, transaction in
            // The shop's: what is somebody's own, colleagues cannot send.
            let replies = try call.services.quickReplies.list(
                teams: nil, for: call.principal.actor, in: call.shop.id, transaction
            ).filter { $0.owner == nil }
            let text = PlaybookText(
                title: try form.requiredText("title", upTo: Playbook.mostTitle),
                steps: try PlaybookForm.steps(
                    form.requiredText("steps", upTo: PlaybookForm.longest), replies))
            try act(text, transaction)
            return "\(call.path)/playbooks"
        } refused: { refused in
            try await page(call, refused)
        }
    }

    private static func page(_ call: DeskCall, _ refused: RefusedForm? = nil) async throws -> Response {
        try await call.page(
            call.texts["desk.playbooks.title"], .conversations, refused?.status ?? .ok
        ) { try PlaybookPage(refused, call, $0).body }
    }
}
