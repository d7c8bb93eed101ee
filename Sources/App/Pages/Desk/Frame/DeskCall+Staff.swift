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
    /// The thread beside which something is worked on, as addresses carry it on, or nothing.
    var threadContext: String { thread.map { "?conversation=\($0.inPath)" } ?? "" }

    /// From where a case was opened, as its addresses carry it on: `?view=mine` for a queue, `?conversation=V01…` for a
    /// thread, or nothing.
    var queueContext: String {
        if thread != nil { return threadContext }
        // An address that is no filter was refused before.
        return (try? QueueFilter(Query(request)).context) ?? ""
    }
}
