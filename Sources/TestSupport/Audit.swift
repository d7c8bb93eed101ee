import AfterSales
import Base
import Policies
import Storage

/// Looks for what must never be, in all records of the teahouse.
extension TestWorld {
    /// Every breach of an invariant in words; empty when the world is sound.
    public func faults() async throws -> [String] {
        try await database.read { transaction in
            let audit = Audit(transaction: transaction)
            return try audit.books() + audit.orders() + audit.cases() + audit.endings()
        }
    }
}

private struct Audit {
    let transaction: Transaction
    private let shop = TestWorld.shop

    init(transaction: Transaction) { self.transaction = transaction }

    /// The accounts say what the records say.
    func books() throws -> [String] {
        let balances = try balances()
        var faults: [String] = []
        func compare(_ account: String, _ expected: Int64, _ why: String) {
            let found = balances[account, default: 0]
            if found != expected { faults.append("\(account) holds \(found), \(why) say \(expected)") }
        }
        let cards = try named(
            "SELECT 'card:' || customer || '/' || id, balance FROM payment_methods WHERE shop = \(shop) AND balance IS NOT NULL"
        )
        for (account, balance) in cards { compare(account, balance, "payment methods") }
        let owed = try named(
            """
            SELECT 'owed:' || order_id, SUM(amount) FROM movements
            WHERE shop = \(shop) AND kind = 'refund' AND state NOT IN ('succeeded', 'undone') GROUP BY order_id
            """)
        let due = try named(
            """
            SELECT 'due:' || order_id, SUM(amount) FROM movements
            WHERE shop = \(shop) AND kind = 'payment' AND state NOT IN ('succeeded', 'undone') GROUP BY order_id
            """)
        for account in balances.keys.sorted() where account.hasPrefix("owed:") {
            compare(account, owed[account] ?? 0, "open refunds")
        }
        for account in balances.keys.sorted() where account.hasPrefix("due:") {
            compare(account, -(due[account] ?? 0), "open charges")
        }
        for account in Set(owed.keys).union(due.keys).sorted() where balances[account] == nil {
            faults.append("\(account) is not in the books")
        }
        for (account, balance) in balances where account.hasPrefix("card:") && cards[account] == nil {
            faults.append("\(account) holds \(balance) and is nobody's")
        }
        return faults
    }

    /// Nobody gets back more than was paid: for an order, for one of its lines, by one of its payments.
    func orders() throws -> [String] {
        let refunds = try named(
            """
            SELECT order_id, SUM(CASE WHEN kind = 'refund' THEN amount ELSE -amount END) FROM movements
            WHERE shop = \(shop) AND purpose = 'sale' AND state <> 'undone' AND (kind = 'refund' OR state <> 'failed')
                AND NOT (tied_to IS NOT NULL AND state = 'ordered')
            GROUP BY order_id
            """)
        let lines = try named(
            """
            SELECT o.id || ' line ' || l.id, SUM(c.granted) - l.paid - o.freight FROM orders o
            JOIN order_lines l ON l.shop = o.shop AND l.order_id = o.id
            JOIN case_lines c ON c.shop = o.shop AND c.order_id = o.id AND c.line = l.id
            JOIN cases k ON k.shop = c.shop AND k.id = c.case_id
            WHERE o.shop = \(shop) AND k.kind <> 'compensation' AND NOT c.is_exchanged
            GROUP BY o.id, l.id, l.paid, o.freight
            """)
        let payments = try named(
            """
            SELECT p.order_id || ' payment ' || p.number, SUM(r.amount) - p.amount FROM movements r
            JOIN movements p ON p.shop = r.shop AND p.number = r.payment
            WHERE r.shop = \(shop) AND r.state <> 'undone' GROUP BY p.order_id, p.number, p.amount
            """)
        return refunds.merging(lines) { first, _ in first }.merging(payments) { first, _ in first }
            .filter { $0.value > 0 }
            .map { "order \($0.key) got \($0.value) more than was paid" }.sorted()
    }

    /// Every open case has a deadline and a timer that waits for it; no closed one has.
    func cases() throws -> [String] {
        try transaction.rows(
            """
            SELECT c.id || ' ' || c.state FROM cases c LEFT JOIN jobs j
                ON j.shop = c.shop AND j.subject = c.id AND j.kind = 'case.deadline' AND j.state = 'waiting'
            WHERE c.shop = \(shop)
                AND (c.deadline_due IS NULL) <> (j.id IS NULL)
            """
        ) { "case \(try $0.text()) and its timer disagree" }
    }

    /// A case that came to its end has its money, but for charges that came late and go back after it; an order waits
    /// for nothing but open cases.
    func endings() throws -> [String] {
        let unpaid = try transaction.rows(
            """
            SELECT c.id || ' ' || c.state || ' ' || m.number || ' ' || m.state FROM cases c
            JOIN movements m ON m.shop = c.shop AND m.case_id = c.id
            WHERE c.shop = \(shop) AND c.state IN ('refunded', 'fulfilled')
                AND m.state NOT IN ('succeeded', 'undone') AND m.returns IS NULL
            """
        ) { "case \(try $0.text()) ended before its money" }
        let held = try transaction.rows(
            """
            SELECT c.id || ' ' || c.state FROM cases c JOIN orders o ON o.shop = c.shop AND o.id = c.order_id
            WHERE c.shop = \(shop) AND c.deadline_due IS NULL AND o.held_for LIKE '%"' || c.id || '"%'
            """
        ) { "the order waits for case \(try $0.text())" }
        return try unpaid + held + CaseChecks.goodsKept.run(transaction)
            + CaseChecks.differencesForNothing.run(transaction) + CaseChecks.exchangesPaid.run(transaction)
    }

    /// Credits less debits of every account.
    private func balances() throws -> [String: Int64] {
        try named(
            """
            SELECT account, SUM(amount) FROM (
                SELECT credit AS account, amount FROM transfers WHERE shop = \(shop)
                UNION ALL SELECT debit, -amount FROM transfers WHERE shop = \(shop)
            ) AS entries GROUP BY account
            """)
    }

    private func named(_ sql: SQL) throws -> [String: Int64] {
        Dictionary(uniqueKeysWithValues: try transaction.rows(sql) { (try $0.text(), try $0.int64()) })
    }
}
