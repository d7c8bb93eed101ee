import Storage

/// That the books, the movements of money and the cards agree with each other.
public enum PaymentChecks {
    public static let all = [
        cardBalances, owedRefunds, dueCharges, refundsOfOrders, refundsOfPayments, movementsInBooks,
    ]

    static let cardBalances = SoundnessCheck(
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
            """)

    static let owedRefunds = SoundnessCheck(
        promise: "what is owed to customers in the books is what refunds are under way",
        faults: unlikeUnderWay(account: "owed", grows: "credit", shrinks: "debit", kind: "refund"))

    static let dueCharges = SoundnessCheck(
        promise: "what customers still owe in the books is what charges are under way",
        faults: unlikeUnderWay(account: "due", grows: "debit", shrinks: "credit", kind: "payment"))

    /// Orders whose account has not the balance that their movements under way come to.
    private static func unlikeUnderWay(
        account: SQL, grows: SQL, shrinks: SQL, kind: SQL
    ) -> SQL {
        """
        SELECT o.shop || ' ' || o.account || ': ' || o.balance || ' in the books, '
            || COALESCE(r.amount, 0) || ' under way'
        FROM (SELECT shop, account, SUM(amount) AS balance FROM (
                SELECT shop, \(grows) AS account, amount FROM transfers WHERE \(grows) LIKE '\(account):%'
                UNION ALL
                SELECT shop, \(shrinks), -amount FROM transfers WHERE \(shrinks) LIKE '\(account):%') AS sides
            GROUP BY shop, account) o
        LEFT JOIN (SELECT shop, '\(account):' || order_id AS account, SUM(amount) AS amount FROM movements
            WHERE kind = '\(kind)' AND state IN ('ordered', 'sent', 'unknown', 'failed')
            GROUP BY shop, order_id) r ON r.shop = o.shop AND r.account = o.account
        WHERE o.balance <> COALESCE(r.amount, 0) LIMIT 100
        """
    }

    static let refundsOfOrders = SoundnessCheck(
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
            """)

    static let refundsOfPayments = SoundnessCheck(
        promise: "no payment's refunds exceed it",
        faults: """
            SELECT p.shop || ' ' || p.number || ': ' || SUM(r.amount) || ' of ' || p.amount
            FROM movements r JOIN movements p ON p.shop = r.shop AND p.number = r.payment
            WHERE r.payment IS NOT NULL AND r.state <> 'undone'
            GROUP BY p.shop, p.number, p.amount HAVING SUM(r.amount) > p.amount LIMIT 100
            """)

    static let movementsInBooks = SoundnessCheck(
        promise: "every movement of money stands in the books with its amount",
        faults: """
            SELECT m.shop || ' ' || m.number FROM movements m
            LEFT JOIN transfers t ON t.shop = m.shop AND t.movement = m.number AND t.order_id = m.order_id
                AND t.memo IN ('paid', 'refunded', 'paidOut', 'collected') AND t.amount = m.amount
            WHERE m.state = 'succeeded' AND m.amount > 0 AND t.position IS NULL LIMIT 100
            """)
}
