import Base
import Conversations
import Hummingbird
import Storage

/// Conversations as rows for a spreadsheet: ids, states, moments and figures, and nothing that anybody wrote.
struct ConversationRows: Sendable {
    let services: Services
    let shop: ShopID

    private static let page = 500

    private static let columns = [
        "id", "customerId", "visitorId", "channel", "state", "assignee", "skill", "tags", "openedAt",
        "answeredAt", "waitingSince", "snoozedUntil", "messages", "lastAt", "closedAt",
        "stars",
    ]

    /// In the order of the filter, a page at a time, however many there are.
    func response(_ filter: ConversationFilter) -> Response {
        var filter = filter
        (filter.after, filter.limit) = (nil, Self.page)
        return CSV.response("conversations.csv", Self.columns, from: filter) { filter in
            let page = try await services.database.read { [services, shop] in
                try services.conversations.list(filter, in: shop, $0)
            }
            var next = filter
            next.after = page.next
            return (page.items.map(Self.cells), page.next == nil ? nil : next)
        }
    }

    private static func cells(_ conversation: Conversation) -> [String] {
        let partner = conversation.partner
        return [
            conversation.id.text, partner.customerID?.text ?? "",
            partner.customerID == nil ? partner.actorID : "", conversation.channel.name,
            conversation.state.rawValue, conversation.assignee ?? "", conversation.skill ?? "",
            conversation.tags.map(\.text).joined(separator: " | "), conversation.openedAt.description,
            conversation.answeredAt?.description ?? "",
            conversation.waitingSince?.description ?? "", conversation.snoozedUntil?.description ?? "",
            String(conversation.lastNumber), conversation.lastAt.description,
            conversation.closedAt?.description ?? "", conversation.rating.map { String($0.stars) } ?? "",
        ]
    }
}
