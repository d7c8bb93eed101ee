import AfterSales
import Base
import Localisation
import Markup
import Storage
import Web

/// The queue as the list beside a case: the views with their counts, the search, a line a case.
struct WaitingList: Component {
    private let filter: QueueFilter
    private let list: QueueList
    private let counts: QueueCounts
    private let current: Identifier<Case>
    private let now: Timestamp
    private let call: DeskCall

    static let most = 40

    init(
        _ current: Identifier<Case>, _ filter: QueueFilter, _ call: DeskCall, _ transaction: Transaction
    ) throws {
        self.filter = filter
        list = try QueueList(filter, limit: Self.most, call, transaction)
        counts = try QueueCounts(call, transaction)
        now = transaction.now
        self.current = current
        self.call = call
    }

    private var texts: TextTable { call.texts }

    var body: HTML {
        """
        <header class="pane-head"><div class="row"><p class="small strong">\
        <a href="\(filter.link(call.path))">\(texts["desk.way.cases"])</a></p>\
        <span class="push small faint">\(texts["desk.queue.by.\(filter.order.rawValue)"])</span></div>\
        \(QueueViews(filter: filter, counts: counts, place: call.place("cases", current), texts: texts))\
        </header>\
        \(if: list.rows.isEmpty, "<p class=\"pane-note small soft\">\(texts["desk.queue.nothing"])</p>")\
        <ol class="waiting">\(each: list.rows, item)</ol>\
        \(if: list.next != nil, "<p class=\"pane-note small\"><a href=\"\(filter.link(call.path))\">\(texts["desk.queue.more"])</a></p>")
        """
    }

    private func item(_ row: CaseRow) -> HTML {
        """
        <li><a href="\(row.place)"\(attribute: "aria-current", row.record.id == current ? "true" : nil)>\
        <span class="waiting-who">\(row.customer)</span> \
        <span class="waiting-what clip">\(call.words.kind(row.record.kind)) · \(row.goods)</span>\
        \(row.clock.map { Countdown(inline: $0, now: now, call.formatting) })</a></li>
        """
    }
}
