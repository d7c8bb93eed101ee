import Base
import Storage

/// What customers wrote into the box and beside how they rated cases goes when its time is over. Of which kind it was, how
/// many stars there were and when stays, so that what is counted stays true.
extension FeedbackDesk {
    /// Empties a few whose time is over. What nobody has settled yet waits for it.
    /// - Parameter moment: neither given nor answered since.
    /// - Returns: how many; `limit` where there may be more.
    public func expire(
        before moment: Timestamp, limit: Int, in shop: ShopID, _ transaction: Transaction
    ) throws -> Int {
        let keeping = FeedbackKeepingStore()
        let given = try keeping.emptyFeedback(before: moment, limit: limit, in: shop, transaction)
        return given
            + (try keeping.emptyRatings(before: moment, limit: limit - given, in: shop, transaction))
    }

    /// How many would be emptied, up to a bound.
    public func countOver(
        before moment: Timestamp, most: Int, in shop: ShopID, _ transaction: Transaction
    ) throws -> Int {
        try FeedbackKeepingStore().count(before: moment, most: most, in: shop, transaction)
    }
}

/// Words in the box and beside ratings by when they were written.
struct FeedbackKeepingStore: Sendable {
    static let migration = Migration(
        "2026-11-30-feedback-keeping",
        [
            "CREATE INDEX feedback_worded ON feedback (shop, at, id) WHERE words <> '' AND state <> 'open'",
            "CREATE INDEX case_ratings_worded ON case_ratings (shop, at, case_id) WHERE words IS NOT NULL",
        ])

    func emptyFeedback(
        before moment: Timestamp, limit: Int, in shop: ShopID, _ transaction: Transaction
    ) throws -> Int {
        try transaction.changes(
            """
            UPDATE feedback SET words = '', answer = NULL WHERE shop = \(shop) AND id IN (
                SELECT id FROM feedback WHERE shop = \(shop) AND \(Self.isOver(moment)) ORDER BY at, id LIMIT \(limit))
            """)
    }

    func emptyRatings(
        before moment: Timestamp, limit: Int, in shop: ShopID, _ transaction: Transaction
    ) throws -> Int {
        try transaction.changes(
            """
            UPDATE case_ratings SET words = NULL WHERE shop = \(shop) AND case_id IN (
                SELECT case_id FROM case_ratings WHERE shop = \(shop) AND at < \(moment) AND words IS NOT NULL
                ORDER BY at, case_id LIMIT \(limit))
            """)
    }

    func count(
        before moment: Timestamp, most: Int, in shop: ShopID, _ transaction: Transaction
    ) throws -> Int {
        try transaction.count(
            """
            SELECT COUNT(*) FROM (
                SELECT 1 FROM feedback WHERE shop = \(shop) AND \(Self.isOver(moment))
                UNION ALL
                SELECT 1 FROM case_ratings WHERE shop = \(shop) AND at < \(moment) AND words IS NOT NULL
                LIMIT \(most)) AS c
            """)
    }

    private static func isOver(_ moment: Timestamp) -> SQL {
        """
        at < \(moment) AND words <> '' AND state <> 'open' AND (answered_at IS NULL OR answered_at < \(moment))
        """
    }
}
