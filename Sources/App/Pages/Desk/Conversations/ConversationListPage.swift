import Base
import Conversations
import Hummingbird
import Localisation
import Markup
import Staff
import Storage
import Web

/// Conversations of a shop: those who wait first, longest on top.
struct ConversationListPage: Component {
    let view: ConversationView
    /// Whose; nil: everybody's.
    let agent: String?
    let rows: [ConversationRow]
    let next: Cursor?
    let isFirst: Bool
    let seat: Seat?
    let now: Timestamp
    let call: DeskCall

    init(_ call: DeskCall, _ transaction: Transaction) throws {
        let query = try Query(call.request)
        view = try query.choice("view", of: ConversationView.self) ?? .waiting
        agent = try query.text("agent")
        var filter = view.filter(for: call.principal.actor)
        if let agent { filter.assignee = agent }
        filter.after = try filter.order == .waiting ? query.timedCursor() : query.cursor(of: 1)
        let page = try call.services.conversations.list(filter, in: call.shop.id, transaction)
        rows = try ConversationRow.rows(page.items, call, transaction)
        next = page.next
        isFirst = filter.after == nil
        seat = try call.services.conversations.seats(in: call.shop.id, transaction).first {
            $0.agent == call.principal.actor.id
        }
        now = transaction.now
        self.call = call
    }

    private var texts: TextTable { call.texts }
    private var path: String { "\(call.path)/conversations" }

    var body: HTML {
        """
        <div class="page page-wide"><header class="page-head"><div><h1>\
        \(texts["desk.way.conversations"])</h1><p>\(texts["desk.conversations.text"])</p></div>\
        \(presence)</header><div class="filters">\(views)</div>\
        <live-region id="conversations" src="\(path)/stream" data-panel="\(panelPlace)" \
        data-reconnecting="\(texts["live.reconnecting"])">\(panel)</live-region></div>
        """
    }

    /// What the live page renews.
    var panel: HTML {
        guard !rows.isEmpty else {
            return """
                <div class="table-frame">\(EmptyState(
                    texts["desk.conversations.empty"], texts["desk.conversations.emptyText"]))</div>
                """
        }
        let further = next.map {
            QueryText.address(path, ["view": view.rawValue, "agent": agent, "cursor": $0.text])
        }
        return """
            \(ConversationTable(rows: rows, now: now, call: call))\
            \(Pager(first: isFirst ? nil : "\(path)?view=\(view.rawValue)", next: further, texts))
            """
    }

    private var panelPlace: String {
        let mark = call.request.uri.query.map { "?\($0)" } ?? ""
        return "\(path)/panel\(mark)"
    }

    private var views: HTML {
        """
        <nav class="filters-set" aria-label="\(texts["desk.conversations.views"])">\
        \(each: ConversationView.allCases, item)\(board)</nav>
        """
    }

    private var board: HTML? {
        guard call.may(.conversationsAssign) else { return nil }
        return "<a href=\"\(path)/board\">\(texts["desk.board.title"])</a>"
    }

    private func item(_ item: ConversationView) -> HTML {
        """
        <a href="\(path)?view=\(item.rawValue)"\(attribute: "aria-current", item == view ? "true" : nil)>\
        \(texts["desk.conversations.\(item.rawValue)"])</a>
        """
    }

    /// Whether the reader is given conversations.
    private var presence: HTML? {
        guard call.may(.conversationsHandle), call.principal.actor.kind == .staff else { return nil }
        let isPresent = seat?.isPresent == true
        let key = isPresent ? "desk.presence.leave" : "desk.presence.come"
        let form = ActionForm(
            to: "\(path)/presence", call.seal(), style: "actions",
            button: Button(texts[key], isPresent ? .quiet : .usual, key: "P"),
            content: "<input type=\"hidden\" name=\"presence.present\" value=\"\(isPresent ? "no" : "yes")\">"
        )
        return """
            <div class="actions"><span class="small soft">\
            \(texts[isPresent ? "desk.presence.here" : "desk.presence.away"])</span>\(form)</div>
            """
    }
}

/// Conversations as dense rows.
struct ConversationTable: Component {
    let rows: [ConversationRow]
    let now: Timestamp
    let call: DeskCall

    private var texts: TextTable { call.texts }

    var body: HTML {
        """
        <div class="table-frame"><table class="queue"><caption class="visually-hidden">\
        \(texts["desk.way.conversations"])</caption><thead><tr>\
        \(each: ["who", "waits", "state", "has"], { "<th scope=\"col\">\(texts["desk.conversations.\($0)"])</th>" })\
        </tr></thead><tbody>\(each: rows, row)</tbody></table></div>
        """
    }

    private func row(_ row: ConversationRow) -> HTML {
        let conversation = row.conversation
        return """
            <tr><th scope="row" data-cell="main"><a class="queue-link" \
            href="\(call.place("conversations", conversation.id))">\(row.who)</a> \
            <span class="soft">\(ConversationWordsAtDesk.channel(conversation.channel, texts))</span></th>\
            <td class="nowrap">\(waits(row))</td><td data-cell="late">\
            \(StatusChip(texts["desk.conversation.\(conversation.state.rawValue)"], row.tone))</td>\
            <td class="queue-hide nowrap soft">\(row.assignee ?? "–")</td></tr>
            """
    }

    private func waits(_ row: ConversationRow) -> HTML {
        row.clock.map { Countdown(inline: $0, now: now, call.formatting).body }
            ?? "<span class=\"soft\">\(call.formatting.moment(row.conversation.lastAt, now: now))</span>"
    }
}

enum ConversationWordsAtDesk {
    /// A program's channel is called as the program named it.
    static func channel(_ channel: ConversationChannel, _ texts: TextTable) -> String {
        channel == .page ? texts["desk.conversation.page"] : channel.name
    }
}
