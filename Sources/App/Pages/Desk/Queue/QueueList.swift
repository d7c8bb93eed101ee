import AfterSales
import Base
import Policies
import Storage

/// The cases that a filter shows, undecided ones first: they break within minutes, long before any deadline of a
/// state.
struct QueueList: Sendable {
    let rows: [CaseRow]
    let next: Cursor?

    init(
        _ filter: QueueFilter, limit: Int = QueueFilter.rows, _ call: DeskCall, _ transaction: Transaction
    ) throws {
        var cases = filter.cases(for: call.principal.actor)
        cases.limit = limit
        let page = try call.services.afterSales.queue(cases, in: call.shop.id, transaction)
        let breaking = filter.order == .due ? try Self.undecided(cases, call, transaction) : []
        let known = Set(breaking.map(\.id))
        let first = filter.after == nil ? breaking : []
        rows = try CaseRows(call, transaction, filter.context).rows(
            first + page.items.filter { !known.contains($0.id) })
        next = page.next
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
}

/// How many cases each view of the queue holds, as far as anybody counts.
struct QueueCounts: Sendable {
    private let counts: [QueueView: Int]
    /// Some goods have not been sent back in time.
    private let isGoodsBackLate: Bool

    subscript(view: QueueView) -> Int? { counts[view] }

    init(_ call: DeskCall, _ transaction: Transaction) throws {
        let desk = call.services.afterSales
        let open = try desk.openCounts(in: call.shop.id, transaction)
        var counts: [QueueView: Int] = [:]
        for view in [QueueView.ours, .theirs, .refunding, .disputed, .open] {
            counts[view] = open.count(view.states, of: view.owners)
        }
        var filter = CaseFilter()
        filter.states = CaseState.open
        filter.limit = Limits.pageItems
        filter.assignee = call.principal.actor.id
        counts[.mine] = try desk.count(filter, in: call.shop.id, transaction)
        filter.assignee = nil
        filter.escalatedOnly = true
        counts[.escalated] = try desk.count(filter, in: call.shop.id, transaction)
        counts[.goodsBack] = try desk.count(Self.goodsBack(.owed), in: call.shop.id, transaction)
        isGoodsBackLate =
            try counts[.goodsBack] != 0
            && desk.count(Self.goodsBack(.late), in: call.shop.id, transaction) > 0
        self.counts = counts
    }

    /// What waits there should not wait.
    func isBad(_ view: QueueView) -> Bool {
        view == .escalated || view == .disputed || (view == .goodsBack && isGoodsBackLate)
    }

    private static func goodsBack(_ wanted: CaseFilter.GoodsBack) -> CaseFilter {
        var filter = CaseFilter()
        filter.goodsBack = wanted
        filter.limit = wanted == .late ? 1 : Limits.pageItems
        return filter
    }
}
