import Base
import Conversations
import Localisation
import Markup
import Orders
import Staff
import Storage
import Web

/// The quick replies that whoever answers a conversation may take, with their fields filled in for it.
struct QuickReplyChoices: Component, Sendable {
    struct Choice: Sendable {
        let reply: QuickReply
        /// With the fields that are known here.
        let filled: String
    }

    static let shown = 8

    let choices: [Choice]
    private let place: String
    private let typed: String
    private let texts: TextTable

    /// - Parameter typed: what they are looked for by; nothing: those that are sent most.
    init(
        _ typed: String, for conversation: Conversation, _ call: DeskCall, _ transaction: Transaction
    ) throws {
        let (services, shop) = (call.services, call.shop.id)
        let values = try LiveFieldValues.values(for: conversation, call, transaction)
        choices = try services.quickReplies.list(
            fitting: typed, teams: call.replyTeams(transaction), for: call.principal.actor, in: shop,
            transaction
        ).prefix(Self.shown).map { Choice(reply: $0, filled: LiveField.filled($0.text.words, values)) }
        place = call.place("conversations", conversation.id)
        self.typed = typed
        texts = call.texts
    }

    /// The one that the address names.
    static func taken(
        for conversation: Conversation, _ call: DeskCall, _ transaction: Transaction
    ) throws -> Choice? {
        guard let id = try Query(call.request).text("reply", upTo: Limits.idBytes) else { return nil }
        let all = try call.services.quickReplies.list(
            teams: nil, for: call.principal.actor, in: call.shop.id, transaction)
        let values = try LiveFieldValues.values(for: conversation, call, transaction)
        return all.first { $0.id.text == id }.map {
            Choice(reply: $0, filled: LiveField.filled($0.text.words, values))
        }
    }

    var body: HTML {
        guard !choices.isEmpty else {
            let key = typed.isEmpty ? "desk.replies.none" : "desk.replies.nothing"
            return "<p class=\"small soft\">\(texts[key])</p>"
        }
        return "<ol class=\"quick-list\">\(each: choices, item)</ol>"
    }

    /// Without a script the link brings the page with the text in its field.
    private func item(_ choice: Choice) -> HTML {
        let (reply, count) = (choice.reply, choice.reply.text.images.count)
        let place = QueryText.address(self.place, ["reply": reply.id.text]) + "#reply"
        return """
            <li><a href="\(place)" data-id="\(reply.id.text)" data-text="\(choice.filled)">\
            <span class="strong">\(reply.text.title)</span> <span class="soft clip">\(choice.filled)</span>\
            \(if: count > 0, "<span class=\"chip\">\(texts["desk.replies.pictures", ["count": String(count)]])</span>")\
            </a></li>
            """
    }
}

extension DeskCall {
    /// The skill groups whose quick replies the reader sees; nil: all, for who answers for none in particular and for
    /// those who manage them.
    func replyTeams(_ transaction: Transaction) throws -> Set<String>? {
        guard !may(.conversationsAssign) else { return nil }
        let seat = try services.conversations.seats(in: shop.id, transaction).first {
            $0.agent == principal.actor.id
        }
        return seat.flatMap { $0.skills.isEmpty ? nil : Set($0.skills) }
    }
}

/// What the fields of quick replies stand for in the conversation at hand: its customer's newest order, whoever answers.
enum LiveFieldValues {
    static func values(
        for conversation: Conversation, _ call: DeskCall, _ transaction: Transaction
    ) throws -> [LiveField: String] {
        var values: [LiveField: String] = [
            .agent: try StaffNames(call, transaction).name(of: call.principal.actor),
            .shop: call.record.name,
        ]
        let newest = try conversation.partner.customerID.flatMap {
            try call.services.orders.placed(by: $0, limit: 1, in: call.shop.id, transaction).items.first?
                .order
        }
        if let order = newest {
            values[.order] = order.id.text
            values[.status] = call.words.orderStatus(order.status)
            values[.goods] = order.lines.first?.title
            values[.carrier] = order.shipments.last?.carrier.map { call.words.carrier($0) }
            values[.tracking] = order.shipments.last?.trackingNumbers.first
        }
        return values.filter { !$0.value.isEmpty }
    }
}
