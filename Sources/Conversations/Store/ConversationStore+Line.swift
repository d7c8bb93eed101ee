import Base
import Storage

/// What the queue asks: who waits, what they wait for, whom they know.
extension ConversationStore {
    /// Those who wait for somebody, longest first.
    func waiters(
        limit: Int, in shop: ShopID, _ transaction: Transaction
    ) throws -> [FairQueue.Waiter] {
        try transaction.rows(
            """
            SELECT id, skill, waiting_since, known, passed_by FROM conversations
            WHERE shop = \(shop) AND state = 'waiting' AND waiting_since IS NOT NULL
            ORDER BY waiting_since, id LIMIT \(limit)
            """
        ) { row in
            FairQueue.Waiter(
                id: try row.id(), skill: try row.optionalText(), since: try row.time(),
                known: try row.optionalText(), passedBy: try row.optionalText())
        }
    }

    /// How many customers wait for an answer, with somebody or in line; counted up to a thousand.
    func waitingCount(in shop: ShopID, _ transaction: Transaction) throws -> Int {
        try transaction.count(
            """
            SELECT COUNT(*) FROM (SELECT 1 FROM conversations
                WHERE shop = \(shop) AND waiting_since IS NOT NULL LIMIT 1000) AS w
            """)
    }

    /// How many of them should have been answered by a moment; counted up to a thousand.
    func overdueCount(at moment: Timestamp, in shop: ShopID, _ transaction: Transaction) throws -> Int {
        try transaction.count(
            """
            SELECT COUNT(*) FROM (SELECT 1 FROM conversations
                WHERE shop = \(shop) AND waiting_since IS NOT NULL AND answer_due < \(moment) LIMIT 1000) AS w
            """)
    }

    /// Those who wait and for whom something is to happen by now, the most urgent first.
    func looked(
        until moment: Timestamp, limit: Int, in shop: ShopID, _ transaction: Transaction
    ) throws -> [Identifier<Conversation>] {
        try transaction.rows(
            """
            SELECT id FROM conversations WHERE shop = \(shop) AND looked_at IS NOT NULL AND looked_at <= \(moment)
            ORDER BY looked_at, id LIMIT \(limit)
            """
        ) { try $0.id() }
    }

    /// When something is to happen next.
    func nextLook(in shop: ShopID, _ transaction: Transaction) throws -> Timestamp? {
        try transaction.first(
            """
            SELECT looked_at FROM conversations WHERE shop = \(shop) AND looked_at IS NOT NULL
            ORDER BY looked_at, id LIMIT 1
            """
        ) { try $0.time() }
    }

    /// How many wait as long as one or longer, itself among them.
    func countWaiting(
        until since: Timestamp, _ id: Identifier<Conversation>, in shop: ShopID, _ transaction: Transaction
    ) throws -> Int {
        try transaction.count(
            """
            SELECT COUNT(*) FROM conversations
            WHERE shop = \(shop) AND state = 'waiting' AND waiting_since IS NOT NULL
                AND (waiting_since, id) <= (\(since), \(id))
            """)
    }

    /// Conversations of an agent in which the customer waits.
    func unanswered(
        of agent: String, in shop: ShopID, _ transaction: Transaction
    ) throws -> [Identifier<Conversation>] {
        try transaction.rows(
            """
            SELECT id FROM conversations
            WHERE shop = \(shop) AND assignee = \(agent) AND waiting_since IS NOT NULL ORDER BY id
            """
        ) { try $0.id() }
    }

    /// How long a person's part took in the last hundred that were closed; nil while there are none.
    func usualHandling(in shop: ShopID, _ transaction: Transaction) throws -> Span? {
        let spans = try transaction.rows(
            """
            SELECT closed_at - answered_at FROM conversations
            WHERE shop = \(shop) AND state = 'closed' AND answered_at IS NOT NULL
            ORDER BY id DESC LIMIT 100
            """
        ) { min(try $0.int64(), Span.hours(1).milliseconds) }
        return spans.isEmpty ? nil : Span(milliseconds: spans.reduce(0, +) / Int64(spans.count))
    }

    /// The agent who had somebody's newest conversation.
    func knownAgent(
        of partner: Partner, in shop: ShopID, _ transaction: Transaction
    ) throws -> String? {
        try transaction.first(
            """
            SELECT known FROM conversations
            WHERE shop = \(shop) AND customer = \(partner.actorID) AND known IS NOT NULL
            ORDER BY id DESC LIMIT 1
            """
        ) { try $0.text() }
    }
}
