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

    /// Newest first, a page at a time, however many there are.
    func response(_ filter: ConversationFilter) -> Response {
        var filter = filter
        (filter.order, filter.after, filter.limit) = (.newest, nil, Self.page)
        return Response(
            status: .ok,
            headers: [
                .contentType: "text/csv; charset=utf-8", .cacheControl: "no-store",
                .contentDisposition: "attachment; filename=\"conversations.csv\"",
            ],
            body: ResponseBody { [filter] writer in
                // The mark in front tells spreadsheets how Chinese is written.
                try await writer.write(ByteBuffer(string: "\u{FEFF}" + CSV.line(Self.columns)))
                var next: ConversationFilter? = filter
                while let filter = next {
                    let page = try await services.database.read { [services, shop] in
                        try services.conversations.list(filter, in: shop, $0)
                    }
                    let lines = page.items.map { CSV.line(Self.cells($0)) }.joined()
                    if !lines.isEmpty { try await writer.write(ByteBuffer(string: lines)) }
                    next = page.next.map { cursor in
                        var further = filter
                        further.after = cursor
                        return further
                    }
                }
                try await writer.finish(nil)
            })
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

/// Lines of values between commas (RFC 4180).
enum CSV {
    /// A spreadsheet would take what begins so for a formula.
    private static let formulas: Set<Character> = ["=", "+", "-", "@", "\t", "\r"]

    static func line(_ cells: [String]) -> String {
        cells.map(cell).joined(separator: ",") + "\r\n"
    }

    private static func cell(_ text: String) -> String {
        let text = text.first.map(formulas.contains) == true ? "'" + text : text
        guard text.contains(where: { "\",\r\n".contains($0) }) else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}
