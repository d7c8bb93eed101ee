import Base
import Customers
import Storage
import Vault

/// What customers put into the box. Words lie sealed with the customer's key.
struct FeedbackStore: Sendable {
    let people: PersonVault

    static let words = PersonalColumn("feedback", "words", owner: .customer("customer"))
    static let answer = PersonalColumn("feedback", "answer", owner: .customer("customer"), isOptional: true)

    static let migrations = [
        Migration(
            "2026-11-27-feedback",
            [
                """
                CREATE TABLE feedback (
                    shop TEXT NOT NULL,
                    id TEXT NOT NULL,
                    customer TEXT NOT NULL,
                    kind TEXT NOT NULL CHECK (kind IN ('praise', 'idea', 'trouble')),
                    words TEXT NOT NULL,
                    case_id TEXT,
                    at BIGINT NOT NULL,
                    state TEXT NOT NULL CHECK (state IN ('open', 'answered', 'closed')),
                    answer TEXT,
                    answered_by TEXT,
                    answered_at BIGINT,
                    PRIMARY KEY (shop, id),
                    CHECK ((state = 'answered') = (answered_at IS NOT NULL)),
                    CHECK ((answered_by IS NULL) = (answered_at IS NULL))
                )
                """,
                "CREATE INDEX feedback_by_state ON feedback (shop, state, id)",
                "CREATE INDEX feedback_by_customer ON feedback (shop, customer, id)",
                "CREATE INDEX feedback_by_time ON feedback (shop, at)",
            ])
    ]

    func insert(_ feedback: Feedback, in shop: ShopID, _ transaction: Transaction) throws {
        let key = try key(of: feedback, in: shop, transaction)
        let words = try key.seal(feedback.words, in: Self.words, of: feedback.id.text, in: shop)
        try transaction.run(
            """
            INSERT INTO feedback (shop, id, customer, kind, words, case_id, at, state)
            VALUES (\(shop), \(feedback.id), \(feedback.customerID), \(feedback.kind), \(words), \(feedback.caseID),
                \(feedback.at), \(feedback.state))
            """)
    }

    func update(_ feedback: Feedback, in shop: ShopID, _ transaction: Transaction) throws {
        let answer = try feedback.answer.map {
            try key(of: feedback, in: shop, transaction).seal(
                $0.words, in: Self.answer, of: feedback.id.text, in: shop)
        }
        try transaction.run(
            """
            UPDATE feedback SET state = \(feedback.state), answer = \(answer),
                answered_by = \(feedback.answer?.author), answered_at = \(feedback.answer?.at)
            WHERE shop = \(shop) AND id = \(feedback.id)
            """)
    }

    func find(
        _ id: Identifier<Feedback>, in shop: ShopID, _ transaction: Transaction
    ) throws -> Feedback? {
        try rows("id = \(id)", in: shop, transaction).first
    }

    /// Newest first.
    func list(
        _ filter: FeedbackFilter, limit: Int, in shop: ShopID, _ transaction: Transaction
    ) throws -> [Feedback] {
        var part: SQL = "TRUE"
        if let state = filter.state { part = "\(part) AND state = \(state)" }
        if let kind = filter.kind { part = "\(part) AND kind = \(kind)" }
        if let customer = filter.customerID { part = "\(part) AND customer = \(customer)" }
        if let after = filter.after { part = "\(part) AND id < \(after.keys[0])" }
        return try rows("\(part) ORDER BY id DESC LIMIT \(limit)", in: shop, transaction)
    }

    func count(
        of customer: Identifier<Customer>, since moment: Timestamp, in shop: ShopID,
        _ transaction: Transaction
    ) throws -> Int {
        try transaction.count(
            "SELECT COUNT(*) FROM feedback WHERE shop = \(shop) AND customer = \(customer) AND at >= \(moment)"
        )
    }

    func counts(
        from: Timestamp, until: Timestamp, in shop: ShopID, _ transaction: Transaction
    ) throws -> [Feedback.Kind: FeedbackCount] {
        var counts: [Feedback.Kind: FeedbackCount] = [:]
        try transaction.forEach(
            """
            SELECT kind, state, COUNT(*) FROM feedback
            WHERE shop = \(shop) AND at >= \(from) AND at < \(until) GROUP BY kind, state
            """
        ) { row in
            let (kind, state): (Feedback.Kind, Feedback.State) = (try row.choice(), try row.choice())
            let number = try row.int()
            counts[kind, default: FeedbackCount(kind: kind)].all += number
            if state == .answered { counts[kind, default: FeedbackCount(kind: kind)].answered += number }
        }
        return counts
    }

    private func key(
        of feedback: Feedback, in shop: ShopID, _ transaction: Transaction
    ) throws -> PersonKey {
        try people.keyToWrite(.customer(feedback.customerID.text, of: shop), transaction)
    }

    private func rows(_ filter: SQL, in shop: ShopID, _ transaction: Transaction) throws -> [Feedback] {
        try transaction.rows(
            """
            SELECT id, customer, kind, words, case_id, at, state, answer, answered_by, answered_at
            FROM feedback WHERE shop = \(shop) AND \(filter)
            """
        ) { row in
            let (id, customer): (Identifier<Feedback>, Identifier<Customer>) = (try row.id(), try row.id())
            let key = try people.key(of: .customer(customer.text, of: shop), transaction)
            var feedback = Feedback(
                id: id, customerID: customer, kind: try row.choice(),
                words: try key.open(try row.text(), in: Self.words, of: id.text, in: shop),
                caseID: try row.optionalText(), at: try row.time(), state: try row.choice())
            let (words, author, at) = (
                try row.optionalText(), try row.optionalText(), try row.optionalTime()
            )
            if let author, let at {
                let told = try words.map { try key.open($0, in: Self.answer, of: id.text, in: shop) } ?? ""
                feedback.answer = Feedback.Answer(words: told, author: author, at: at)
            }
            return feedback
        }
    }
}

/// Which feedback a list shows.
public struct FeedbackFilter: Sendable {
    public var state: Feedback.State?
    public var kind: Feedback.Kind?
    public var customerID: Identifier<Customer>?
    public var after: Cursor?
    public var limit = Limits.defaultPageItems

    public init() {}
}

extension Feedback.Kind: SQLConvertible {}
extension Feedback.State: SQLConvertible {}
