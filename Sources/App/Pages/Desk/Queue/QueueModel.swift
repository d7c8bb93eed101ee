import AfterSales
import Base
import Policies
import Storage

/// What the queue shows of one moment.
struct QueueModel: Sendable {
    let rows: [CaseRow]
    let next: Cursor?
    let counts: [QueueView: Int]
    let promise: PromiseToday
    let now: Timestamp

    init(_ filter: QueueFilter, _ call: DeskCall, _ transaction: Transaction) throws {
        let desk = call.services.afterSales
        let cases = filter.cases(for: call.principal.actor)
        let page = try desk.queue(cases, in: call.shop.id, transaction)
        // Undecided cases break within minutes, long before any deadline of a state: they come first.
        let breaking = filter.order == .due ? try Self.undecided(cases, call, transaction) : []
        let first = filter.after == nil ? breaking : []
        let known = Set(breaking.map(\.id))
        rows = try CaseRows(call, transaction).rows(first + page.items.filter { !known.contains($0.id) })
        next = page.next
        counts = try Self.counts(call, transaction)
        promise = try PromiseToday(call, transaction)
        now = transaction.now
    }

    private static func undecided(
        _ cases: CaseFilter, _ call: DeskCall, _ transaction: Transaction
    ) throws -> [Case] {
        guard cases.states.isEmpty || cases.states.contains(.reviewing) else { return [] }
        var filter = cases
        filter.states = [.reviewing]
        filter.undecidedOnly = true
        filter.order = .newest
        filter.after = nil
        filter.limit = Limits.pageItems
        return try call.services.afterSales.queue(filter, in: call.shop.id, transaction).items
            .sorted { ($0.promiseDue, $0.id) < ($1.promiseDue, $1.id) }
    }

    private static func counts(_ call: DeskCall, _ transaction: Transaction) throws -> [QueueView: Int] {
        let desk = call.services.afterSales
        let open = try desk.openCounts(in: call.shop.id, transaction)
        var counts: [QueueView: Int] = [:]
        for view in [QueueView.ours, .theirs, .refunding, .disputed, .open] {
            counts[view] = view.states.reduce(0) { $0 + (open[$1] ?? 0) }
        }
        var filter = CaseFilter()
        filter.states = CaseState.open
        filter.limit = Limits.pageItems
        filter.assignee = call.principal.actor.id
        counts[.mine] = try desk.queue(filter, in: call.shop.id, transaction).items.count
        filter.assignee = nil
        filter.escalatedOnly = true
        counts[.escalated] = try desk.queue(filter, in: call.shop.id, transaction).items.count
        return counts
    }
}
