import Base
import Staff
import Storage
import Web

extension DeskCall {
    /// Whom work may be given to, the reader first; empty for readers who give none.
    func colleagues(_ transaction: Transaction) throws -> [StaffMember] {
        guard may(.casesDecide) else { return [] }
        let own = principal.actor.id
        let all = try services.staff.colleagues(of: shop.id, for: principal, in: transaction)
        return all.filter { $0.id.text == own } + all.filter { $0.id.text != own }
    }
}

extension DeskCall {
    /// The queue that a case was opened from, as its addresses carry it on: `?view=mine`, or nothing.
    var queueContext: String {
        // An address that is no filter was refused before.
        (try? QueueFilter(Query(request)).context) ?? ""
    }
}
