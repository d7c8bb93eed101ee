import Base
import Conversations
import Hummingbird
import Staff
import Storage
import Web

/// | method | path | may | refuses |
/// |---|---|---|---|
/// | GET | quick-replies?q=&team= | conversationsRead | |
/// | POST | quick-replies | conversationsAssign | replyFieldUnknown, fileUnknown, attachmentNotImage, tooManyQuickReplies |
/// | PUT | quick-replies/:reply | conversationsAssign | quickReplyUnknown, and the same |
/// | POST | quick-replies/:reply/removal | conversationsAssign | quickReplyUnknown |
struct QuickReplyRoutes {
    let services: Services

    func add(to router: Router<WebContext>) {
        let desk = services.quickReplies
        router.shop(.get, "quick-replies", services, may: .conversationsRead, query: ["q", "team"]) { call in
            let typed = try call.query.text("q", upTo: Limits.searchCharacters) ?? ""
            let teams = try call.query.text("team", upTo: 64).map { Set([$0]) }
            let replies = try await call.read {
                try desk.list(
                    fitting: typed, teams: teams, for: call.principal.actor, in: call.shop.id, $0)
            }
            return .list(Page(items: replies, next: nil)) { $0.json }
        }
        router.shop(.post, "quick-replies", services, may: .conversationsAssign) { call in
            try await call.command(Self.text) { text, transaction in
                let reply = try desk.add(text, by: call.principal.actor, in: call.shop.id, transaction)
                return .created(reply.json, at: "\(call.path)/quick-replies")
            }
        }
        router.shop(.put, "quick-replies/:reply", services, may: .conversationsAssign) { call in
            let id: Identifier<QuickReply> = try call.context.id("reply")
            let text = try await call.body(Self.text)
            return .json(
                try await call.services.database.write(in: call.shop.id) {
                    try desk.change(id, to: text, by: call.principal.actor, in: call.shop.id, $0)
                }.json)
        }
        router.shop(.post, "quick-replies/:reply/removal", services, may: .conversationsAssign) { call in
            let id: Identifier<QuickReply> = try call.context.id("reply")
            return try await call.command({ _ in }) { _, transaction in
                let reply = try desk.reply(
                    id, for: call.principal.actor, in: call.shop.id, transaction)
                try desk.remove(id, by: call.principal.actor, in: call.shop.id, transaction)
                return .ok(reply.json)
            }
        }
    }

    private static func text(_ reader: inout JSONReader) throws -> QuickReplyText {
        try QuickReplyText(
            team: ConversationRoutes.skill(&reader, "team"),
            title: reader.string("title", upTo: QuickReply.mostTitle),
            words: reader.string("text", upTo: Limits.noteCharacters),
            images: (reader.optionalStrings("images", upTo: QuickReply.mostImages) ?? []).map {
                Identifier($0)
            })
    }
}
