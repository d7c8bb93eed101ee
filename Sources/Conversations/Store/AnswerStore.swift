import Base
import Storage

/// Every wait of a customer that has ended.
struct AnswerStore: Sendable {
    func insert(_ answer: CustomerWait, in shop: ShopID, _ transaction: Transaction) throws {
        try transaction.run(
            """
            INSERT INTO conversation_answers (shop, conversation_id, number, asked_at, answered_at, is_first, agent, team,
                channel, within)
            VALUES (\(shop), \(answer.conversationID), \(answer.number), \(answer.askedAt), \(answer.answeredAt),
                \(answer.isFirst), \(answer.agent), \(answer.team), \(answer.channel), \(answer.within))
            """)
    }

    /// Those that were asked for within a span, newest first.
    func list(
        _ filter: AnswerFilter, limit: Int, in shop: ShopID, _ transaction: Transaction
    ) throws -> [CustomerWait] {
        var part: SQL = "shop = \(shop) AND asked_at >= \(filter.from) AND asked_at < \(filter.until)"
        if let agent = filter.agent { part = "\(part) AND agent = \(agent)" }
        if let team = filter.team { part = "\(part) AND team = \(team)" }
        if let channel = filter.channel { part = "\(part) AND channel = \(channel)" }
        if let isFirst = filter.isFirst { part = "\(part) AND is_first = \(isFirst)" }
        if filter.isLate { part = "\(part) AND (answered_at IS NULL OR \(tooLate(filter)))" }
        if let spans = filter.spans {
            let within = spans.reduce("FALSE" as SQL) {
                "\($0) OR asked_at >= \($1.lowerBound) AND asked_at < \($1.upperBound)"
            }
            part = "\(part) AND (\(within))"
        }
        if let after = filter.after, let asked = Int64(after.keys[0]), let number = Int64(after.keys[2]) {
            part = "\(part) AND (asked_at, conversation_id, number) < (\(asked), \(after.keys[1]), \(number))"
        }
        return try transaction.rows(
            """
            SELECT \(Self.columns) FROM conversation_answers
            WHERE \(part) ORDER BY asked_at DESC, conversation_id DESC, number DESC LIMIT \(limit)
            """, Self.read)
    }

    /// Those of one conversation, in their order.
    func list(
        of id: Identifier<Conversation>, in shop: ShopID, _ transaction: Transaction
    ) throws -> [CustomerWait] {
        try transaction.rows(
            """
            SELECT \(Self.columns) FROM conversation_answers
            WHERE shop = \(shop) AND conversation_id = \(id) ORDER BY number
            """, Self.read)
    }

    /// When within a span somebody began to wait in other conversations of theirs.
    func moments(
        besides conversation: Conversation, from: Timestamp, until: Timestamp, in shop: ShopID,
        _ transaction: Transaction
    ) throws -> [Timestamp] {
        try transaction.rows(
            """
            SELECT a.asked_at FROM conversations c JOIN conversation_answers a
                ON a.shop = c.shop AND a.conversation_id = c.id
            WHERE c.shop = \(shop) AND c.customer = \(conversation.partner.actorID) AND c.id <> \(conversation.id)
                AND a.asked_at >= \(from) AND a.asked_at < \(until)
            """
        ) { try $0.time() }
    }

    /// All of them, with whoever waited.
    func forEach(
        from: Timestamp, until: Timestamp, in shop: ShopID, _ transaction: Transaction,
        _ body: (CustomerWait, String) -> Void
    ) throws {
        try transaction.forEach(
            """
            SELECT a.conversation_id, a.number, a.asked_at, a.answered_at, a.is_first, a.agent, a.team, a.channel,
                a.within, c.customer
            FROM conversation_answers a JOIN conversations c ON c.shop = a.shop AND c.id = a.conversation_id
            WHERE a.shop = \(shop) AND a.asked_at >= \(from) AND a.asked_at < \(until)
            """
        ) { row in body(try Self.read(&row), try row.text()) }
    }

    /// What was held to no target of its own is held to the rules.
    private func tooLate(_ filter: AnswerFilter) -> SQL {
        if let within = filter.count?.within { return "answered_at - asked_at > \(within)" }
        let (first, next) = (filter.rules.answerWithin, filter.rules.nextWithin)
        return """
            (answered_at - asked_at > within OR within IS NULL AND (is_first AND answered_at - asked_at > \(first)
                OR NOT is_first AND answered_at - asked_at > \(next)))
            """
    }

    private static let columns: SQL =
        "conversation_id, number, asked_at, answered_at, is_first, agent, team, channel, within"

    private static func read(_ row: inout Row) throws -> CustomerWait {
        CustomerWait(
            conversationID: try row.id(), number: try row.int(), askedAt: try row.time(),
            answeredAt: try row.optionalTime(), isFirst: try row.bool(), agent: try row.optionalText(),
            team: try row.optionalText(), channel: try row.optionalText(),
            within: try row.optionalInt64().map { Span(milliseconds: $0) })
    }
}

/// Which answers a list shows.
public struct AnswerFilter: Sendable {
    public let from: Timestamp
    public let until: Timestamp
    public var agent: String?
    public var team: String?
    public var channel: String?
    public var isFirst: Bool?
    /// What is counted, by which it is told what is late; its hours are the caller's to set.
    public var count: AnswerCount? {
        didSet { if let count { isFirst = count.isFirst } }
    }
    /// Asked for within one of these only.
    public var spans: [Range<Timestamp>]?
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
