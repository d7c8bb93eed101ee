import Base
import Localisation
import Markup
import Web

/// The part of the queue that follows the live stream: promise, counts, rows.
struct QueuePanel: Component {
    let model: QueueModel
    let filter: QueueFilter
    let call: DeskCall

    private var texts: TextTable { call.texts }

    var body: HTML {
        """
        <div class="stack">\(strip)<div class="filters">\(views)</div>\(list)</div>
        """
    }

    private var strip: PromiseStrip {
        PromiseStrip(
            promise: model.promise, now: model.now, path: call.path, texts: texts, formatting: call.formatting
        )
    }

    private var views: QueueViews {
        QueueViews(filter: filter, counts: model.counts, place: call.path, texts: texts)
    }

    private var list: HTML {
        guard !model.list.rows.isEmpty else { return "<div class=\"table-frame\">\(empty)</div>" }
        let table = CaseTable(
            caption: texts["desk.queue.caption"], rows: model.list.rows, now: model.now, words: call.words,
            picks: !model.colleagues.isEmpty)
        guard !model.colleagues.isEmpty else { return "\(table)\(pager)" }
        return
            "\(BulkAssignment(colleagues: model.colleagues, table: table, filter: filter, call: call))\(pager)"
    }

    private var empty: EmptyState {
        if filter.isUsual {
            return EmptyState(
                texts["desk.queue.empty"], texts["desk.queue.emptyText"],
                link: Link(texts["desk.queue.showOpen"], to: "\(call.path)?view=open"))
        }
        return EmptyState(
            texts["desk.queue.nothing"], texts["desk.queue.nothingText"],
            link: Link(texts["desk.queue.showAll"], to: "\(call.path)?view=all"))
    }

    private var pager: Pager {
        Pager(
            first: filter.after == nil ? nil : filter.link(call.path, setting: "cursor", to: nil),
            next: model.list.next.map { filter.link(call.path, setting: "cursor", to: $0.text) }, texts)
    }
}
