import Base
import Conversations
import Files
import Hummingbird
import Localisation
import Staff
import Storage
import Web

/// | method | path | may | does |
/// |---|---|---|---|
/// | GET | /desk/:shop/replies | conversationsRead | the shop's quick replies |
/// | POST | /desk/:shop/replies, /replies/:reply | conversationsHandle, the shop's conversationsAssign | adds one, changes one; replyFieldUnknown, attachmentNotImage |
/// | POST | /desk/:shop/replies/:reply/removal | the same | takes one away |
/// | GET | /desk/:shop/conversations/:conversation/replies?q= | conversationsHandle | those that fit what is typed |
/// | GET | /desk/:shop/conversations/:conversation/suggestions | conversationsHandle | what fits what the customer wrote |
struct QuickReplyPageRoutes {
    let services: Services

    func add(to router: Router<WebContext>) {
        let services = services
        addSuggestions(to: router)
        router.desk(.get, "replies", services, may: .conversationsRead) { try await Self.page($0) }
        router.desk(.post, "replies", services, may: .conversationsHandle) { call in
            try await Self.keep("quick", call) { text, form, transaction in
                let isOwn = try form.text("scope") == "mine" && call.principal.actor.kind == .staff
                if !isOwn { try call.principal.require(.conversationsAssign, in: call.shop.id) }
                _ = try services.quickReplies.add(
                    text, for: isOwn ? call.principal.actor.id : nil, by: call.principal.actor,
                    in: call.shop.id, transaction)
            }
        }
        router.desk(.post, "replies/:reply", services, may: .conversationsHandle) { call in
            let id: Identifier<QuickReply> = try call.context.id("reply")
            return try await Self.keep("quick-\(id.text)", changing: id, call) { text, _, transaction in
                try Self.require(id, call, transaction)
                _ = try services.quickReplies.change(
                    id, to: text, by: call.principal.actor, in: call.shop.id, transaction)
            }
        }
        router.desk(.post, "replies/:reply/removal", services, may: .conversationsHandle) { call in
            let id: Identifier<QuickReply> = try call.context.id("reply")
            return try await call.submit("removal") { _, transaction in
                try Self.require(id, call, transaction)
                try services.quickReplies.remove(
                    id, by: call.principal.actor, in: call.shop.id, transaction)
                return "\(call.path)/replies"
            }
        }
        router.desk(
            .get, "conversations/:conversation/replies", services, may: .conversationsHandle
        ) { call in
            let typed = try Query(call.request).text("q", upTo: Limits.searchCharacters) ?? ""
            let id: Identifier<Conversation> = try call.context.id("conversation")
            return try await call.panel { transaction in
                let conversation = try services.conversations.conversation(
                    id, for: .shop(call.principal.actor), in: call.shop.id, transaction)
                return try QuickReplyChoices(typed, for: conversation, call, transaction).body
            }
        }
    }

    /// One's own one may change; the shop's those who manage them.
    private static func require(
        _ id: Identifier<QuickReply>, _ call: DeskCall, _ transaction: Transaction
    ) throws {
        let reply = try call.services.quickReplies.reply(
            id, for: call.principal.actor, in: call.shop.id, transaction)
        if reply.owner == nil { try call.principal.require(.conversationsAssign, in: call.shop.id) }
    }

    private func addSuggestions(to router: Router<WebContext>) {
        let services = services
        router.desk(
            .get, "conversations/:conversation/suggestions", services, may: .conversationsHandle
        ) { call in
            let id: Identifier<Conversation> = try call.context.id("conversation")
            return try await call.panel { try ConversationModel(id, call, $0).suggestions.body }
        }
    }

    /// Keeps pictures that came along, and the reply with them; without new ones it keeps those that it had.
    private static func keep(
        _ name: String, changing id: Identifier<QuickReply>? = nil, _ call: DeskCall,
        _ act: @escaping @Sendable (QuickReplyText, DeskFormReader, Transaction) throws -> Void
    ) async throws -> Response {
        let (services, shop) = (call.services, call.shop.id)
        let form = try await FormBody.read(call.request)
        let uploads = form.files.map { Array($0.bytes) }.filter { !$0.isEmpty }
        do {
            guard uploads.count <= QuickReply.mostImages else {
                throw InputRefusal(
                    "tooManyFiles", at: "/images", ["limit": String(QuickReply.mostImages)],
                    kind: .unprocessable)
            }
            return try await services.files.keep(uploads) { kept in
                try await call.submit(name, form) { reader, transaction in
                    let new = try kept.map {
                        try services.files.record($0, by: call.principal.actor, in: shop, transaction).id
                    }
                    let old = try id.map {
                        try services.quickReplies.reply(
                            $0, for: call.principal.actor, in: shop, transaction
                        ).text.images
                    }
                    let images = new.isEmpty && !reader.isTicked("bare") ? old ?? [] : new
                    try act(
                        QuickReplyText(
                            team: reader.text("team", upTo: 64),
                            title: reader.requiredText("title", upTo: QuickReply.mostTitle),
                            words: reader.requiredText("text", upTo: Limits.noteCharacters), images: images),
                        reader, transaction)
                    return "\(call.path)/replies"
                }
            }
        } catch let refusal as any Refusal where refusal.kind != .notFound {
            let refused = RefusedForm(name: name, body: form, problem: Problem(refusal, call.texts))
            return try await page(call, refused)
        }
    }

    private static func page(_ call: DeskCall, _ refused: RefusedForm? = nil) async throws -> Response {
        try await call.page(
            call.texts["desk.replies.title"], .conversations, refused?.status ?? .ok
        ) { try QuickReplyPage(refused, call, $0).body }
    }
}
