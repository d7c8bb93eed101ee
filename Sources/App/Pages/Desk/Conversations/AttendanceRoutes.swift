import Base
import Conversations
import Hummingbird
import Localisation
import Staff
import Storage
import Web

/// What a conversation's page tells by itself while somebody works on it. A page of another site can make no browser
/// send any of it.
///
/// | method | path under /desk/:shop/conversations/:conversation | may | does |
/// |---|---|---|---|
/// | GET, POST | attendance | conversationsRead, conversationsHandle | who is here; says that the reader is |
/// | POST | draft | conversationsHandle | keeps what is being written; draftOfColleague |
struct AttendanceRoutes {
    let services: Services

    func add(to router: Router<WebContext>) {
        let services = services
        let desk = services.conversations
        router.desk(
            .get, "conversations/:conversation/attendance", services, may: .conversationsRead
        ) { try await Self.company($0) }
        router.desk(
            .post, "conversations/:conversation/attendance", services, may: .conversationsHandle
        ) { call in
            let word = try await FormBody.read(call.request).choice("is", of: AttendanceWord.self) ?? .here
            let conversation = try await call.read { try Self.conversation(call, $0) }
            services.signs.tell(word, by: call.principal.actor, at: conversation, of: call.shop.id)
            return try await Self.company(call)
        }
        router.desk(
            .post, "conversations/:conversation/draft", services, may: .conversationsHandle
        ) { call in
            let id: Identifier<Conversation> = try call.context.id("conversation")
            let form = try await FormBody.read(call.request)
            let text = try form.text("text", upTo: Limits.noteCharacters) ?? ""
            let seen = try form.int("seen", in: 0...Int(Int32.max)) ?? 0
            do {
                let draft = try await services.database.write(in: call.shop.id) {
                    try desk.keepDraft(
                        text, after: seen, in: id, by: call.principal.actor, of: call.shop.id, $0)
                }
                return .json(["seen": JSONValue(draft?.version ?? 0)])
            } catch ConversationRefusal.draftOfColleague {
                return .json(["says": .string(call.texts["refusal.draftOfColleague"])], .conflict)
            }
        }
    }

    private static func conversation(_ call: DeskCall, _ transaction: Transaction) throws -> Conversation {
        try call.services.conversations.conversation(
            call.context.id("conversation"), for: .shop(call.principal.actor), in: call.shop.id, transaction)
    }

    private static func company(_ call: DeskCall) async throws -> Response {
        try await call.panel { transaction in
            try CompanyPanel(at: conversation(call, transaction).id, call, transaction).body
        }
    }
}
