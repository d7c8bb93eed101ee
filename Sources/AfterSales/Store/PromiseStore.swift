import Base
import Policies
import Storage

/// How the five-minute promise stands.
public struct PromiseFigures: Sendable {
    public struct Day: Sendable {
        /// Days since 1970, in UTC.
        public let day: Int
        public let kept: Int
        public let broken: Int
    }

    public let days: [Day]
    /// Undecided, and still in time.
    public let waiting: [Case]

    public var kept: Int { days.reduce(0) { $0 + $1.kept } }
    public var broken: Int { days.reduce(0) { $0 + $1.broken } }
}

struct PromiseStore: Sendable {
    /// Kept: decided by the moment that was promised. Broken: decided later, or not yet and the moment is over.
    /// Withdrawn before that: neither.
    func figures(since: Timestamp, in shop: ShopID, _ transaction: Transaction) throws -> PromiseFigures {
        let days = try transaction.rows(
            """
            SELECT opened_at / 86400000 AS day,
                SUM(CASE WHEN decided_at IS NOT NULL AND decided_at <= promise_due THEN 1 ELSE 0 END),
                SUM(CASE WHEN COALESCE(decided_at, closed_at, \(transaction.now)) > promise_due THEN 1 ELSE 0 END)
            FROM cases WHERE shop = \(shop) AND id >= \(Self.firstID(since)) GROUP BY day ORDER BY day
            """
        ) { PromiseFigures.Day(day: try $0.int(), kept: try $0.int(), broken: try $0.int()) }
        var filter = CaseFilter()
        filter.undecidedOnly = true
        filter.states = [.reviewing]
        filter.order = .newest
        filter.limit = Limits.pageItems
        return PromiseFigures(days: days, waiting: try CaseStore().list(filter, in: shop, transaction))
    }

    /// Case ids begin with their time, so that a time selects a range of the primary key.
    private static func firstID(_ since: Timestamp) -> String {
        let source = IdentifierSource(random: { 0 })
        let id: Identifier<Case> = source.next("C", at: since)
        return id.text
    }
}
