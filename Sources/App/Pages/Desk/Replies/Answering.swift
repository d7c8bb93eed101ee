import Base
import Conversations
import Files
import Knowledge
import Staff
import Storage
import Web

/// Sending what stands in the line to answer in, with the pictures of the quick reply that it was made from.
struct Answering: Sendable {
    let services: Services

    /// - Throws: `replyFieldOpen` while a field of a quick reply is not filled in; what posting throws.
    func post(
        _ form: DeskFormReader, to id: Identifier<Conversation>, _ call: DeskCall, _ transaction: Transaction
    ) throws {
        let (desk, actor, shop) = (services.conversations, call.principal.actor, call.shop.id)
        let text = try form.requiredText("text", upTo: Limits.noteCharacters)
        if let field = LiveField.open(in: text) { throw ConversationRefusal.replyFieldOpen(field) }
        let key = try IdempotencyKey(form.form).text
        let override = try form.note("override")
        if override != nil { try call.principal.require(.conversationsAssign, in: shop) }
        let message = NewMessage(
            .text(text), key: key, seen: try form.int("seen", in: 0...Int(Int32.max)), override: override)
        _ = try desk.post(message, to: id, by: .shop(actor), in: shop, transaction)
        if let article = try form.text("article", upTo: Limits.idBytes) {
            try services.knowledge.noteUse(
                of: Identifier(article), at: .desk, by: actor.kind == .staff ? actor.id : "", in: shop,
                transaction)
        }
        guard let quick = try form.text("quick", upTo: Limits.idBytes),
            let reply = try services.quickReplies.list(teams: nil, for: actor, in: shop, transaction).first(
                where: { $0.id.text == quick })
        else { return }
        for (number, image) in reply.text.images.enumerated() {
            let picture = NewMessage(.image(image), key: "\(key) \(number)")
            _ = try desk.post(picture, to: id, by: .shop(actor), in: shop, transaction)
        }
        try services.quickReplies.noteUse(of: reply.id, by: actor, in: shop, transaction)
    }
}
