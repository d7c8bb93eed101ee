import Base
import Policies
import Storage

/// The platform's view over all shops: which cases wait for its ruling.
struct DisputeStore: Sendable {
    static let migration = Migration(
        "2026-11-22-cases-disputes",
        ["CREATE INDEX cases_disputed ON cases (deadline_due, shop, id) WHERE state = 'disputed'"])

    struct Place: Sendable {
        let shop: ShopID
        let id: Identifier<Case>
        let due: Timestamp
    }

    /// The most urgent first.
    /// - Parameter after: due time in milliseconds, shop and id of the last one seen.
    func places(after: Cursor?, limit: Int, _ transaction: Transaction) throws -> [Place] {
        let further: SQL =
            if let after, let due = Int64(after.keys[0]) {
                "AND (deadline_due, shop, id) > (\(due), \(after.keys[1]), \(after.keys[2]))"
            } else {
                ""
            }
        return try transaction.rows(
            """
            SELECT shop, id, deadline_due FROM cases WHERE state = 'disputed' \(further)
            ORDER BY deadline_due, shop, id LIMIT \(limit)
            """
        ) { Place(shop: try $0.id(), id: try $0.id(), due: try $0.time()) }
    }
}
