import Base
import Storage

extension EventStore {
    /// Everything that happened to some kinds of subjects within a time, in its order.
    public func forEach(
        about subjects: [String], from: Timestamp, through end: Timestamp, in shop: ShopID,
        _ transaction: Transaction, _ body: (DomainEvent) throws -> Void
    ) throws {
        let (first, last) = (
            try position(at: from, in: shop, transaction),
            try position(at: end + Span(milliseconds: 1), in: shop, transaction)
        )
        try transaction.forEach(
            """
            SELECT \(Self.columns) FROM events WHERE shop = \(shop) AND position >= \(first) AND position < \(last)
                AND subject_kind IN (\(list: subjects))
            ORDER BY position
            """
        ) { row in try body(try Self.read(&row)) }
    }

    /// The first position of what happened at a moment or later. Positions grow with time, so the log is halved again and
    /// again.
    private func position(
        at moment: Timestamp, in shop: ShopID, _ transaction: Transaction
    ) throws -> Int64 {
        var (low, high) = (Int64(0), try lastPosition(in: shop, transaction) + 1)
        while low < high {
            let middle = low + (high - low) / 2
            let found = try transaction.first(
                """
                SELECT position, at FROM events WHERE shop = \(shop) AND position >= \(middle)
                ORDER BY position LIMIT 1
                """
            ) { (position: try $0.int64(), at: try $0.time()) }
            guard let found else {
                high = middle
                continue
            }
            if found.at >= moment { high = middle } else { low = found.position + 1 }
        }
        return low
    }
}
