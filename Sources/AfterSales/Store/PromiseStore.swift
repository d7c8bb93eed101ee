import Base
import Policies
import Storage

/// How the five-minute promise stands.
public struct PromiseFigures: Sendable {
    /// One of the days that were asked for.
    public struct Day: Sendable {
        public let start: Timestamp
        public let kept: Int
        public let broken: Int
    }

    /// In the order asked for; days without a case stand with zeros.
    public let days: [Day]
    /// Without a first decision yet, in time or not.
    public let waiting: [Case]

    public var kept: Int { days.reduce(0) { $0 + $1.kept } }
    public var broken: Int { days.reduce(0) { $0 + $1.broken } }
}

struct PromiseStore: Sendable {
    let cases: CaseStore

    /// Kept: decided by the moment that was promised. Broken: decided later, or not yet and the moment is over.
    /// Withdrawn before that: neither.
    /// - Parameter starts: when each day begins, ascending; a day ends with the next, the last is open.
    func figures(
        days starts: [Timestamp], in shop: ShopID, _ transaction: Transaction
    ) throws -> PromiseFigures {
        PromiseFigures(
            days: try days(starts, in: shop, transaction),
            waiting: try cases.list(Self.undecided, in: shop, transaction))
    }

    private func days(
        _ starts: [Timestamp], in shop: ShopID, _ transaction: Transaction
    ) throws -> [PromiseFigures.Day] {
        guard let first = starts.first else { return [] }
        var sums: [Int: (kept: Int, broken: Int)] = [:]
        try transaction.forEach(
            """
            SELECT \(Self.place(among: starts)) AS day,
                SUM(CASE WHEN decided_at IS NOT NULL AND decided_at <= promise_due THEN 1 ELSE 0 END),
                SUM(CASE WHEN COALESCE(decided_at, closed_at, \(transaction.now)) > promise_due THEN 1 ELSE 0 END)
            FROM cases WHERE shop = \(shop) AND id >= \(Self.firstID(first)) GROUP BY day
            """
        ) { sums[try $0.int()] = (kept: try $0.int(), broken: try $0.int()) }
        return starts.enumerated().map { place, start in
            PromiseFigures.Day(start: start, kept: sums[place]?.kept ?? 0, broken: sums[place]?.broken ?? 0)
        }
    }

    /// Which of the days a case was opened on.
    private static func place(among starts: [Timestamp]) -> SQL {
        let cases: SQL = starts.enumerated().dropFirst().reversed().reduce("") { sql, day in
            "\(sql) WHEN id >= \(firstID(day.element)) THEN \(day.offset)"
        }
        return starts.count > 1 ? "CASE\(cases) ELSE 0 END" : "0"
    }

    private static var undecided: CaseFilter {
        var filter = CaseFilter()
        filter.undecidedOnly = true
        filter.states = [.reviewing]
        filter.order = .newest
        filter.limit = Limits.pageItems
        return filter
    }

    /// Case ids begin with their time, so that a time selects a range of the primary key.
    private static func firstID(_ since: Timestamp) -> String {
        let source = IdentifierSource(random: { 0 })
        let id: Identifier<Case> = source.next("C", at: since)
        return id.text
    }
}
