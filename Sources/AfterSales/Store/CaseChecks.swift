import Storage

/// That cases agree with their money, their goods, their clocks and their events.
public enum CaseChecks {
    public static let all = [
        linesGivenBack, goodsKept, differencesForNothing, exchangesPaid, deadlineTimers, statesAndEvents,
        refundsTold,
    ]

    static let linesGivenBack = SoundnessCheck(
        promise: "no order line's cases have given back more than it cost",
        faults: """
            SELECT o.shop || ' ' || o.id || ' line ' || l.id || ': '
                || SUM(CASE WHEN c.is_exchanged THEN COALESCE(c.allowance, 0) ELSE c.granted END) || ' of ' || l.paid
            FROM orders o
            JOIN order_lines l ON l.shop = o.shop AND l.order_id = o.id
            JOIN case_lines c ON c.shop = o.shop AND c.order_id = o.id AND c.line = l.id
            JOIN cases k ON k.shop = c.shop AND k.id = c.case_id
            WHERE k.kind <> 'compensation' AND c.granted > 0
            GROUP BY o.shop, o.id, l.id, l.paid, o.freight
            HAVING SUM(CASE WHEN c.is_exchanged THEN COALESCE(c.allowance, 0) ELSE c.granted END) > l.paid + o.freight
            LIMIT 100
            """)

    public static let goodsKept = SoundnessCheck(
        promise: "no case ended with goods that the shop has accepted and given nothing for",
        faults: """
            SELECT DISTINCT c.shop || ' ' || c.id || ': ' || c.state FROM cases c
            JOIN case_lines l ON l.shop = c.shop AND l.case_id = c.id
            WHERE c.state IN ('refused', 'withdrawn', 'expired') AND l.accepted > 0 AND l.value > 0
                AND NOT l.is_exchanged AND (c.kind <> 'returnRefund' OR NOT EXISTS (
                    SELECT 1 FROM case_lines o WHERE o.shop = c.shop AND o.case_id = c.id AND o.granted > 0))
            LIMIT 100
            """)

    public static let differencesForNothing = SoundnessCheck(
        promise: "no exchange ended with a difference paid that bought nothing",
        faults: """
            SELECT c.shop || ' ' || c.id || ': ' || m.number FROM cases c
            JOIN movements m ON m.shop = c.shop AND m.case_id = c.id AND m.kind = 'payment' AND m.state = 'succeeded'
            WHERE c.kind = 'exchange' AND c.state IN ('refused', 'withdrawn', 'expired', 'refunded')
                AND NOT EXISTS (SELECT 1 FROM case_lines l
                    WHERE l.shop = c.shop AND l.case_id = c.id
                        AND (l.is_exchanged OR l.charged_before IS NOT NULL))
                AND NOT EXISTS (SELECT 1 FROM movements r WHERE r.shop = m.shop AND r.returns = m.number)
            LIMIT 100
            """)

    public static let exchangesPaid = SoundnessCheck(
        promise: "the new goods of every exchange that is done cost what was paid for them",
        faults: """
            SELECT c.shop || ' ' || c.id || ': ' || l.settled || ' settled, ' || (COALESCE(m.paid, 0) - l.given)
                || ' paid'
            FROM cases c JOIN (
                SELECT shop, case_id, SUM(COALESCE(settled, 0) + COALESCE(charged_before, 0)) AS settled,
                    SUM(CASE WHEN accepted > 0 OR is_exchanged THEN granted - COALESCE(allowance, 0) ELSE 0 END)
                        AS given,
                    SUM(CASE WHEN accepted > 0 AND (NOT is_exchanged OR settled IS NULL) THEN 1 ELSE 0 END) AS others
                FROM case_lines GROUP BY shop, case_id) l ON l.shop = c.shop AND l.case_id = c.id
            LEFT JOIN (
                SELECT p.shop, p.case_id, SUM(p.amount) AS paid FROM movements p
                WHERE p.kind = 'payment' AND p.state = 'succeeded' AND NOT EXISTS (
                    SELECT 1 FROM movements r WHERE r.shop = p.shop AND r.returns = p.number)
                GROUP BY p.shop, p.case_id) m ON m.shop = c.shop AND m.case_id = c.id
            WHERE c.kind = 'exchange' AND c.state = 'fulfilled' AND l.others = 0
                AND l.settled <> COALESCE(m.paid, 0) - l.given LIMIT 100
            """)

    static let deadlineTimers = SoundnessCheck(
        promise: "every open case has a timer for its deadline",
        faults: """
            SELECT c.shop || ' ' || c.id FROM cases c
            LEFT JOIN jobs j ON j.shop = c.shop AND j.subject = c.id AND j.kind = 'case.deadline' AND j.is_timer
            WHERE c.deadline_due IS NOT NULL AND j.id IS NULL LIMIT 100
            """)

    static let statesAndEvents = SoundnessCheck(
        promise: "every case's state is the one its last event says",
        faults: """
            SELECT c.shop || ' ' || c.id || ': ' || c.state FROM cases c
            LEFT JOIN events e ON e.shop = c.shop AND e.position = (SELECT MAX(position) FROM events l
                WHERE l.shop = c.shop AND l.subject_id = c.id AND l.type LIKE 'case.%')
            WHERE e.position IS NULL OR e.detail NOT LIKE '%"to":"' || c.state || '"%' LIMIT 100
            """)

    static let refundsTold = SoundnessCheck(
        promise: "every refund of a case was told as an event",
        faults: """
            SELECT m.shop || ' ' || m.number FROM movements m
            LEFT JOIN events e ON e.shop = m.shop AND e.subject_id = m.case_id AND e.type = 'refund.ordered'
            WHERE m.kind = 'refund' AND m.case_id IS NOT NULL AND e.position IS NULL LIMIT 100
            """)
}
