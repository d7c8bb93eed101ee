import AfterSales
import Base
import Localisation
import Markup
import Policies
import Storage
import Web

/// What waits for the shop, as the list beside a case.
struct WaitingList: Component {
    private let rows: [CaseRow]
    private let count: Int
    private let current: Identifier<Case>?
    private let now: Timestamp
    private let call: DeskCall

    static let most = 40

    init(_ current: Identifier<Case>?, _ call: DeskCall, _ transaction: Transaction) throws {
        var filter = CaseFilter()
        filter.states = QueueView.ours.states
        filter.order = .due
        filter.limit = Self.most
        let desk = call.services.afterSales
        let waiting = try desk.queue(filter, in: call.shop.id, transaction).items
        filter.states = [.reviewing]
        filter.undecidedOnly = true
        let breaking = try desk.queue(filter, in: call.shop.id, transaction).items
            .sorted { $0.promiseDue < $1.promiseDue }
        let later = waiting.filter { $0.state != .reviewing || $0.decidedAt != nil }
        rows = try CaseRows(call, transaction).rows(breaking + later)
        let open = try desk.openCounts(in: call.shop.id, transaction)
        count = QueueView.ours.states.reduce(0) { $0 + (open[$1] ?? 0) }
        now = transaction.now
        self.current = current
        self.call = call
    }

    var body: HTML {
        """
        <header class="pane-head row"><h2 class="small strong"><a href="\(call.path)">\
        \(call.texts["desk.view.ours"])</a></h2><span class="push">\(CountBadge(count))</span></header>\
        \(if: rows.isEmpty, "<p class=\"pane-head small soft\">\(call.texts["desk.queue.empty"])</p>")\
        <ol class="waiting">\(each: rows, item)</ol>
        """
    }

    private func item(_ row: CaseRow) -> HTML {
        """
        <li><a href="\(row.place)"\(attribute: "aria-current", row.record.id == current ? "true" : nil)>\
        <span class="waiting-who clip">\(row.customer)</span>\
        \(row.clock.map { Countdown(inline: $0, now: now, call.formatting) })\
        <span class="waiting-what">\(call.words.state(row.record.state)) · \
        \(call.words.kind(row.record.kind)) · \
        \(row.goods)</span></a></li>
        """
    }
}
