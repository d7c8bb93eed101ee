import Base
import Orders
import Policies
import Storage

/// One breach of an order is compensated once, whichever way it was told: by a case or by a complaint.
extension AfterSalesDesk {
    /// What an order has had, or is about to, for a breach; for none in particular, all that it has had. Minor units.
    func compensated(
        _ breach: String?, of order: Identifier<Order>, apartFrom complaint: Identifier<Complaint>,
        in shop: ShopID, _ transaction: Transaction
    ) throws -> Int64 {
        let claims = try cases.claims(ofOrder: order, in: shop, transaction).filter {
            $0.kind == .compensation && $0.cameToSomething && (breach == nil || $0.reason == breach)
        }
        let byCases = Dictionary(grouping: claims, by: \.caseID).values.map { lines in
            let granted = lines.reduce(0) { $0 + $1.granted }
            return lines[0].state.isClosed ? granted : max(granted, lines[0].askedOfCase)
        }
        let byComplaints = try complaints.compensations(
            of: order, apartFrom: complaint, in: shop, transaction
        ).filter { breach == nil || $0.breach == nil || $0.breach == breach }
        return byCases.reduce(0, +) + byComplaints.reduce(0) { $0 + $1.amount }
    }

    /// Reasons for which an order has been compensated, or is about to be.
    func compensatedReasons(
        _ claims: [LineClaim], of order: Identifier<Order>, in shop: ShopID, _ transaction: Transaction
    ) throws -> Set<String> {
        let byCases = claims.filter { $0.kind == .compensation && $0.cameToSomething }.map(\.reason)
        let byComplaints = try complaints.compensations(
            of: order, apartFrom: nil, in: shop, transaction)
        return Set(byCases + byComplaints.compactMap(\.breach))
    }
}
