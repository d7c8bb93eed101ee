import Base
import Storage

/// Checks that what is stored agrees with itself: balances with the books, cases with their events and clocks.
public struct Verification: Sendable {
    public struct Report: Sendable {
        public fileprivate(set) var checked: [String] = []
        public fileprivate(set) var faults: [String] = []
        /// What is worth noting down.
        public internal(set) var notes: [String] = []

        mutating func add(_ promise: String, _ found: [String]) {
            if found.isEmpty {
                checked.append(promise)
            } else {
                faults += found.map { "\(promise): \($0)" }
            }
        }
    }

    public init() {}

    public func run(_ transaction: Transaction) throws -> Report {
        var report = Report()
        for check in Self.checks {
            report.add(check.promise, try transaction.rows(check.faults) { try $0.text() })
        }
        return report
    }

    private struct Check {
        let promise: String
        /// Rows that break the promise, each as one text.
        let faults: SQL
    }

    private static let checks = [
        Check(
            promise: "every card's balance is what its account in the books says",
            faults: """
                SELECT m.shop || ' ' || m.customer || '/' || m.id || ': ' || m.balance || ' in hand, '
                    || COALESCE(b.balance, 0) || ' in the books'
                FROM payment_methods m LEFT JOIN (
                    SELECT shop, account, SUM(amount) AS balance FROM (
                        SELECT shop, credit AS account, amount FROM transfers WHERE credit LIKE 'card:%'
                        UNION ALL SELECT shop, debit, -amount FROM transfers WHERE debit LIKE 'card:%') AS sides
                    GROUP BY shop, account) b
                ON b.shop = m.shop AND b.account = 'card:' || m.customer || '/' || m.id
                WHERE m.balance IS NOT NULL AND m.balance <> COALESCE(b.balance, 0) LIMIT 100
                """),
        Check(
            promise: "what is owed to customers in the books is what refunds are under way",
            faults: """
                SELECT o.shop || ' ' || o.account || ': ' || o.balance || ' owed, ' || COALESCE(r.amount, 0) || ' under way'
                FROM (SELECT shop, account, SUM(amount) AS balance FROM (
                        SELECT shop, credit AS account, amount FROM transfers WHERE credit LIKE 'owed:%'
                        UNION ALL SELECT shop, debit, -amount FROM transfers WHERE debit LIKE 'owed:%') AS sides
                    GROUP BY shop, account) o
                LEFT JOIN (SELECT shop, 'owed:' || order_id AS account, SUM(amount) AS amount FROM movements
                    WHERE kind = 'refund' AND state IN ('ordered', 'sent', 'unknown', 'failed')
                    GROUP BY shop, order_id) r ON r.shop = o.shop AND r.account = o.account
                WHERE o.balance <> COALESCE(r.amount, 0) LIMIT 100
                """),
        Check(
            promise: "what customers still owe in the books is what charges are under way",
            faults: """
                SELECT o.shop || ' ' || o.account || ': ' || o.balance || ' due, ' || COALESCE(r.amount, 0) || ' under way'
                FROM (SELECT shop, account, SUM(amount) AS balance FROM (
                        SELECT shop, debit AS account, amount FROM transfers WHERE debit LIKE 'due:%'
                        UNION ALL SELECT shop, credit, -amount FROM transfers WHERE credit LIKE 'due:%') AS sides
                    GROUP BY shop, account) o
                LEFT JOIN (SELECT shop, 'due:' || order_id AS account, SUM(amount) AS amount FROM movements
                    WHERE kind = 'payment' AND state IN ('ordered', 'sent', 'unknown', 'failed')
                    GROUP BY shop, order_id) r ON r.shop = o.shop AND r.account = o.account
                WHERE o.balance <> COALESCE(r.amount, 0) LIMIT 100
                """),
        Check(
            promise: "no order's refunds of its price exceed what was paid for it",
            faults: """
                SELECT shop || ' ' || order_id FROM (
                    SELECT shop, order_id,
                        SUM(CASE WHEN kind = 'payment' AND state IN ('ordered', 'sent', 'unknown', 'succeeded')
                            THEN amount ELSE 0 END) AS paid,
                        SUM(CASE WHEN kind = 'refund' AND purpose = 'sale' AND state <> 'undone'
                            AND NOT (tied_to IS NOT NULL AND state = 'ordered') THEN amount ELSE 0 END) AS refunded
                    FROM movements GROUP BY shop, order_id) AS sums
                WHERE refunded > paid LIMIT 100
                """),
        Check(
            promise: "no payment's refunds exceed it",
            faults: """
                SELECT p.shop || ' ' || p.number || ': ' || SUM(r.amount) || ' of ' || p.amount
                FROM movements r JOIN movements p ON p.shop = r.shop AND p.number = r.payment
                WHERE r.payment IS NOT NULL AND r.state <> 'undone'
                GROUP BY p.shop, p.number, p.amount HAVING SUM(r.amount) > p.amount LIMIT 100
                """),
        Check(
            promise: "no order line's cases have given back more than it cost",
            faults: """
                SELECT o.shop || ' ' || o.id || ' line ' || l.id || ': ' || SUM(c.granted) || ' of ' || l.paid FROM orders o
                JOIN order_lines l ON l.shop = o.shop AND l.order_id = o.id
                JOIN case_lines c ON c.shop = o.shop AND c.order_id = o.id AND c.line = l.id
                JOIN cases k ON k.shop = c.shop AND k.id = c.case_id
                WHERE k.kind <> 'compensation' AND NOT c.is_exchanged AND c.granted > 0
                GROUP BY o.shop, o.id, l.id, l.paid, o.freight HAVING SUM(c.granted) > l.paid + o.freight LIMIT 100
                """),
        Check(
            promise: "no case ended with goods that the shop has accepted and given nothing for",
            faults: """
                SELECT DISTINCT c.shop || ' ' || c.id || ': ' || c.state FROM cases c
                JOIN case_lines l ON l.shop = c.shop AND l.case_id = c.id
                WHERE c.state IN ('refused', 'withdrawn', 'expired') AND l.accepted > 0 AND l.value > 0
                    AND NOT l.is_exchanged AND (c.kind <> 'returnRefund' OR NOT EXISTS (
                        SELECT 1 FROM case_lines o WHERE o.shop = c.shop AND o.case_id = c.id AND o.granted > 0))
                LIMIT 100
                """),
        Check(
            promise: "no exchange ended with a difference paid that bought nothing",
            faults: """
                SELECT c.shop || ' ' || c.id || ': ' || m.number FROM cases c
                JOIN movements m ON m.shop = c.shop AND m.case_id = c.id AND m.kind = 'payment' AND m.state = 'succeeded'
                WHERE c.kind = 'exchange' AND c.state IN ('refused', 'withdrawn', 'expired', 'refunded')
                    AND NOT EXISTS (SELECT 1 FROM case_lines l
                        WHERE l.shop = c.shop AND l.case_id = c.id AND l.is_exchanged)
                    AND NOT EXISTS (SELECT 1 FROM movements r WHERE r.shop = m.shop AND r.returns = m.number)
                LIMIT 100
                """),
        Check(
            promise: "every movement of money stands in the books with its amount",
            faults: """
                SELECT m.shop || ' ' || m.number FROM movements m
                LEFT JOIN transfers t ON t.shop = m.shop AND t.movement = m.number AND t.order_id = m.order_id
                    AND t.memo IN ('paid', 'refunded', 'paidOut', 'collected') AND t.amount = m.amount
                WHERE m.state = 'succeeded' AND m.amount > 0 AND t.position IS NULL LIMIT 100
                """),
        Check(
            promise: "every open case has a timer for its deadline",
            faults: """
                SELECT c.shop || ' ' || c.id FROM cases c
                LEFT JOIN jobs j ON j.shop = c.shop AND j.subject = c.id AND j.kind = 'case.deadline' AND j.is_timer
                WHERE c.deadline_due IS NOT NULL AND j.id IS NULL LIMIT 100
                """),
        Check(
            promise: "every case's state is the one its last event says",
            faults: """
                SELECT c.shop || ' ' || c.id || ': ' || c.state FROM cases c
                LEFT JOIN events e ON e.shop = c.shop AND e.position = (SELECT MAX(position) FROM events l
                    WHERE l.shop = c.shop AND l.subject_id = c.id AND l.type LIKE 'case.%')
                WHERE e.position IS NULL OR e.detail NOT LIKE '%"to":"' || c.state || '"%' LIMIT 100
                """),
        Check(
            promise: "every refund of a case was told as an event",
            faults: """
                SELECT m.shop || ' ' || m.number FROM movements m
                LEFT JOIN events e ON e.shop = m.shop AND e.subject_id = m.case_id AND e.type = 'refund.ordered'
                WHERE m.kind = 'refund' AND m.case_id IS NOT NULL AND e.position IS NULL LIMIT 100
                """),
    ]
}
