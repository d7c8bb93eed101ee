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

    private var views: HTML {
        """
        <nav class="filters-set" aria-label="\(texts["desk.queue.views"])">\
        \(each: QueueView.allCases, view)</nav>
        """
    }

    private func view(_ view: QueueView) -> HTML {
        let isCurrent = view == filter.view && filter.state == nil
        let count = model.counts[view].map { $0 >= Limits.pageItems && view == .mine ? Limits.pageItems : $0 }
        return """
            <a href="\(call.path)?view=\(view.rawValue)"\
            \(attribute: "aria-current", isCurrent ? "true" : nil)>\
            \(texts["desk.view.\(view.rawValue)"]) \
            \(CountBadge(count, tone: view == .escalated || view == .disputed ? .bad : nil))</a>
            """
    }

    private var list: HTML {
        guard !model.rows.isEmpty else { return "<div class=\"table-frame\">\(empty)</div>" }
        let table = CaseTable(
            caption: texts["desk.queue.caption"], rows: model.rows, now: model.now, words: call.words)
        return "\(table)\(pager)"
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
            next: model.next.map { filter.link(call.path, setting: "cursor", to: $0.text) }, texts)
    }
}
