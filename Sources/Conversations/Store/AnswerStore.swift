import Base
import Storage

/// Every wait of a customer that has ended.
struct AnswerStore: Sendable {
    func insert(_ answer: CustomerWait, in shop: ShopID, _ transaction: Transaction) throws {
        try transaction.run(
            """
            INSERT INTO conversation_answers (shop, conversation_id, number, asked_at, answered_at, is_first, agent)
            VALUES (\(shop), \(answer.conversationID), \(answer.number), \(answer.askedAt), \(answer.answeredAt),
                \(answer.isFirst), \(answer.agent))
            """)
    }

    /// Those that were asked for within a span, newest first.
    func list(
        _ filter: AnswerFilter, limit: Int, in shop: ShopID, _ transaction: Transaction
    ) throws -> [CustomerWait] {
        var part: SQL = "shop = \(shop) AND asked_at >= \(filter.from) AND asked_at < \(filter.until)"
        if let agent = filter.agent { part = "\(part) AND agent = \(agent)" }
        if let isFirst = filter.isFirst { part = "\(part) AND is_first = \(isFirst)" }
        if filter.isLate {
            let (first, next) = (filter.rules.answerWithin.milliseconds, filter.rules.nextWithin.milliseconds)
            part = """
                \(part) AND (answered_at IS NULL OR (is_first AND answered_at - asked_at > \(first))
                    OR (NOT is_first AND answered_at - asked_at > \(next)))
                """
        }
        if let after = filter.after, let asked = Int64(after.keys[0]), let number = Int64(after.keys[2]) {
            part = "\(part) AND (asked_at, conversation_id, number) < (\(asked), \(after.keys[1]), \(number))"
        }
        return try transaction.rows(
            """
            SELECT conversation_id, number, asked_at, answered_at, is_first, agent FROM conversation_answers
            WHERE \(part) ORDER BY asked_at DESC, conversation_id DESC, number DESC LIMIT \(limit)
            """, Self.read)
    }

    /// The same, one by one.
    func forEach(
        from: Timestamp, until: Timestamp, in shop: ShopID, _ transaction: Transaction,
        _ body: (CustomerWait) -> Void
    ) throws {
        try transaction.forEach(
            """
            SELECT conversation_id, number, asked_at, answered_at, is_first, agent FROM conversation_answers
            WHERE shop = \(shop) AND asked_at >= \(from) AND asked_at < \(until)
            """
        ) { row in body(try Self.read(&row)) }
    }

    private static func read(_ row: inout Row) throws -> CustomerWait {
        CustomerWait(
            conversationID: try row.id(), number: try row.int(), askedAt: try row.time(),
            answeredAt: try row.optionalTime(), isFirst: try row.bool(), agent: try row.optionalText())
    }
}

/// Which answers a list shows.
public struct AnswerFilter: Sendable {
    public let from: Timestamp
    public let until: Timestamp
    public var agent: String?
    public var isFirst: Bool?
    /// Only those that came too late, or never.
    public var isLate = false
    /// When it was asked, the conversation, the number.
    public var after: Cursor?
    public var limit = Limits.defaultPageItems
    var rules = ConversationRules.usual

    public init(from: Timestamp, until: Timestamp) {
        self.from = from
        self.until = until
    }

    func cursor(of answer: CustomerWait) -> Cursor {
        Cursor([String(answer.askedAt.milliseconds), answer.conversationID.text, String(answer.number)])
    }
}
