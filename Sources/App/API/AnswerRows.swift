import Base
import Conversations
import Hummingbird
import Storage

/// Waits that have ended as rows for a spreadsheet.
struct AnswerRows: Sendable {
    let services: Services
    let shop: ShopID

    private static let page = 500

    private static let columns = [
        "conversationId", "number", "askedAt", "answeredAt", "seconds", "withinSeconds", "first", "agent",
        "team",
        "channel",
    ]

    /// Newest first, however many there are.
    func response(_ filter: AnswerFilter) -> Response {
        var filter = filter
        (filter.after, filter.limit) = (nil, Self.page)
        return CSV.response("answers.csv", Self.columns, from: filter) { filter in
            let page = try await services.database.read { [services, shop] in
                try services.conversations.answers(filter, in: shop, $0)
            }
            var next = filter
            next.after = page.next
            return (page.items.map(Self.cells), page.next == nil ? nil : next)
        }
    }

    private static func cells(_ wait: CustomerWait) -> [String] {
        func seconds(_ span: Span?) -> String { span.map { String($0.milliseconds / 1_000) } ?? "" }
        return [
            wait.conversationID.text, String(wait.number), wait.askedAt.description,
            wait.answeredAt?.description ?? "", seconds(wait.answeredAt.map { $0 - wait.askedAt }),
            seconds(wait.within), wait.isFirst ? "yes" : "no", wait.agent ?? "", wait.team ?? "",
            wait.channel ?? "",
        ]
    }
}
