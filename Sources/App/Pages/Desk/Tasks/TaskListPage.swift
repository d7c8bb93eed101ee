import Base
import Conversations
import Localisation
import Markup
import Staff
import Storage
import Web

/// What colleagues ask each other: what waits for the reader, for their teams, and what they asked themselves.
struct TaskListPage: Component {
    private let view: TaskView
    private let rows: [TaskRow]
    private let next: Cursor?
    private let counts: [TaskView: Int]
    private let now: Timestamp
    private let refused: RefusedForm?
    private let call: DeskCall

    private static let listed = 50

    init(_ refused: RefusedForm? = nil, _ call: DeskCall, _ transaction: Transaction) throws {
        let (desk, shop, own) = (call.services.conversations, call.shop.id, call.principal.actor)
        let query = try Query(call.request)
        let teams = try desk.teams(of: own.id, in: shop, transaction)
        view = try query.choice("view", of: TaskView.self) ?? .mine
        var filter = view.filter(for: own, of: teams)
        (filter.after, filter.limit) = (try query.timedCursor(), Self.listed)
        let page = try desk.tasks(filter, in: shop, transaction)
        rows = try TaskRow.rows(page.items, call, transaction)
        // A full page says that there are at least so many.
        counts = try Dictionary(
            uniqueKeysWithValues: [TaskView.mine, .teams, .asked].map {
                var one = $0.filter(for: own, of: teams)
                one.limit = Self.listed
                return ($0, try desk.tasks(one, in: shop, transaction).items.count)
            })
        (next, now, self.refused, self.call) = (page.next, transaction.now, refused, call)
    }

    private var texts: TextTable { call.texts }
    private var path: String { "\(call.path)/tasks" }

    var body: HTML {
        """
        <div class="page"><header class="page-head"><div><h1>\(texts["desk.way.tasks"])</h1>\
        <p>\(texts["desk.tasks.text"])</p></div></header>\
        <live-region id="tasks"\(attribute: "src", refused == nil ? "\(call.path)/conversations/stream" : nil) \
        data-of="conversation.task" data-panel="\(path)/panel?view=\(view.rawValue)" \
        data-reconnecting="\(texts["live.reconnecting"])">\(panel)</live-region></div>
        """
    }

    /// What the live page renews.
    var panel: HTML { "\(views)\(list)" }

    private var views: HTML {
        let shown = TaskView.allCases.filter { $0 != .all || call.may(.conversationsAssign) }
        return """
            <nav class="filters-set" aria-label="\(texts["desk.conversations.views"])">\(each: shown, item)</nav>
            """
    }

    private func item(_ item: TaskView) -> HTML {
        let count = counts[item].flatMap { $0 > 0 ? " \($0)" : nil } ?? ""
        return """
            <a href="\(path)?view=\(item.rawValue)"\(attribute: "aria-current", item == view ? "true" : nil)>\
            \(texts["desk.tasks.view.\(item.rawValue)"])\(count)</a>
            """
    }

    private var list: HTML {
        guard !rows.isEmpty else {
            return """
                <div class="table-frame">\(EmptyState(
                    texts["desk.tasks.empty"], texts["desk.tasks.emptyText"]))</div>
                """
        }
        let further = next.map { QueryText.address(path, ["view": view.rawValue, "cursor": $0.text]) }
        return "<div class=\"stack\">\(each: rows, card)</div>\(Pager(first: nil, next: further, texts))"
    }

    private func card(_ row: TaskRow) -> HTML {
        """
        <section class="card"><p><a href="\(call.place("conversations", row.task.conversationID))">\
        \(row.who)</a></p>\(TaskItem(row: row, now: now, refused: refused, call: call))</section>
        """
    }
}
