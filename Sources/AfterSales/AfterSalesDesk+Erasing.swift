import Base
import Customers
import Events
import Storage

/// What of cases goes when a customer's data are erased. Their words are emptied by the columns that hold them; what was
/// decided and paid stays.
extension AfterSalesDesk {
    /// Takes pictures and papers away from a customer's cases; the files themselves are theirs and go with them.
    public func forgetEvidence(
        of customer: Identifier<Customer>, in shop: ShopID, _ transaction: Transaction
    ) throws {
        try parts.deleteEvidence(ofCustomer: customer, in: shop, transaction)
    }

    /// Takes pictures and papers away from cases that were closed before a moment, those apart that the platform was
    /// asked to decide: for them another moment counts.
    /// - Returns: the files, which nothing names any more.
    public func forgetEvidence(
        closedBefore moment: Timestamp, disputedBefore disputed: Timestamp, limit: Int, in shop: ShopID,
        _ transaction: Transaction
    ) throws -> [String] {
        let due = try parts.casesWithEvidence(closedBefore: max(moment, disputed), in: shop, transaction)
        var files: [String] = []
        for (id, closedAt) in due where files.count < limit {
            let wasDisputed = try wasDisputed(id, in: shop, transaction)
            guard closedAt < (wasDisputed ? disputed : moment) else { continue }
            files += try parts.deleteEvidence(ofCase: id, in: shop, transaction)
        }
        return files
    }

    /// How many cases such pictures and papers would be taken from, each sort counted up to a bound.
    public func countEvidence(
        closedBefore moment: Timestamp, disputedBefore disputed: Timestamp, most: Int, in shop: ShopID,
        _ transaction: Transaction
    ) throws -> (undisputed: Int, disputed: Int) {
        let due = try parts.casesWithEvidence(closedBefore: max(moment, disputed), in: shop, transaction)
        var count = (undisputed: 0, disputed: 0)
        for (id, closedAt) in due where min(count.undisputed, count.disputed) < most {
            if try wasDisputed(id, in: shop, transaction) {
                count.disputed += closedAt < disputed ? 1 : 0
            } else {
                count.undisputed += closedAt < moment ? 1 : 0
            }
        }
        return (min(count.undisputed, most), min(count.disputed, most))
    }

    private func wasDisputed(
        _ id: String, in shop: ShopID, _ transaction: Transaction
    ) throws -> Bool {
        try events.store.timeline(of: id, in: shop, transaction).contains { $0.type == "case.disputed" }
    }
}
