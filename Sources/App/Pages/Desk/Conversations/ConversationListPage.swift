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
    let tag: Tag?
    let tags: [TagCount]
    let colleagues: [StaffMember]
    let rows: [ConversationRow]
    let next: Cursor?
    let isFirst: Bool
    let seat: Seat?
    let now: Timestamp
    let call: DeskCall
    /// What a form of the page was refused for.
    var problem: Problem?

    init(_ call: DeskCall, _ transaction: Transaction) throws {
        let query = try Query(call.request)
        view = try query.choice("view", of: ConversationView.self) ?? .waiting
        agent = try query.text("agent")
        var filter = view.filter(for: call.principal.actor, at: transaction.now)
        if let agent { filter.assignee = agent }
        // A tag that nothing can bear shows nothing, as one that nothing bears does.
        tag = try query.text("tag").flatMap { try? Tag($0) }
        filter.tag = tag
        tags = try call.services.conversations.tags(in: call.shop.id, transaction)
        colleagues = try call.colleagues(transaction)
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
        \(presence)</header>\(problem.map { Notice(refusal: $0) })\
        <div class="filters">\(views)\(tagged)\(rowsLink)</div>\
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
            address(tag, cursor: $0.text)
        }
        let picks = call.may(.conversationsHandle) && view != .closed
        let bulk = BulkConversations(
            colleagues: colleagues, place: "\(path)/bulk\(mark)", call: call)
        return """
            <div class="stack">\(ConversationTable(rows: rows, now: now, call: call, picks: picks))\
            \(if: picks, bulk.body)\
            \(Pager(first: isFirst ? nil : address(tag), next: further, texts))</div>
            """
    }

    /// The same view, narrowed to a tag.
    private func address(_ tag: Tag?, cursor: String? = nil) -> String {
        QueryText.address(
            path, ["view": view.rawValue, "agent": agent, "tag": tag?.text, "cursor": cursor])
    }

    private var mark: String { call.request.uri.query.map { "?\($0)" } ?? "" }

    private var panelPlace: String {
        "\(path)/panel\(mark)"
    }

    private var views: HTML {
        """
        <nav class="filters-set" aria-label="\(texts["desk.conversations.views"])">\
        \(each: ConversationView.allCases, item)\(board)\
        \(if: call.may(.conversationsHandle), "<a href=\"\(path)/search\">\(texts["desk.found.title"])</a>")\
        \(if: call.may(.conversationsAssign), "<a href=\"\(call.path)/assistant\">\(texts["desk.assistant.title"])</a>")\
        <a href="\(call.path)/replies">\(texts["desk.replies.title"])</a>\
        <a href="\(call.path)/playbooks">\(texts["desk.playbooks.title"])</a>\
        \(if: call.may(.conversationsAssign), "<a href=\"\(call.path)/order-pages\">\(texts["desk.orderPages.title"])</a>")\
        \(if: call.may(.conversationsHandle), "<a href=\"\(call.path)/inspections\">\(texts["desk.quality.title"])</a>")\
        <a href="\(call.path)/feedback">\(texts["desk.feedback.title"])</a>\
        <a href="\(call.path)/words">\(texts["desk.words.title"])</a></nav>
        """
    }

    /// The tags in use, to narrow the view by one.
    private var tagged: HTML? {
        guard !tags.isEmpty else { return nil }
        let shown = tags.prefix(Self.tagsShown).map(\.tag)
        let all = tag.map { shown.contains($0) ? shown : [$0] + shown } ?? shown
        return """
            <nav class="filters-set" aria-label="\(texts["desk.tags.title"])">\
            \(each: all, { "<a href=\"\(address($0 == tag ? nil : $0))\"\(attribute: "aria-current", $0 == tag ? "true" : nil)>\($0.text)</a>" })</nav>
            """
    }

    private static let tagsShown = 8

    private var rowsLink: HTML {
        let place = QueryText.address(
            "\(path)/rows.csv", ["view": view.rawValue, "agent": agent, "tag": tag?.text])
        return "<a class=\"small\" href=\"\(place)\" download>\(texts["desk.conversations.rows"])</a>"
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
    /// Whether rows can be picked, for the form `BulkConversations` holds.
    var picks = false

    private var texts: TextTable { call.texts }

    var body: HTML {
        """
        <div class="table-frame"><table class="queue"><caption class="visually-hidden">\
        \(texts["desk.way.conversations"])</caption><thead><tr>\
        \(if: picks, "<th scope=\"col\" class=\"pick\"><span class=\"visually-hidden\">\(texts["desk.bulk.pick"])</span></th>")\
        \(each: ["who", "waits", "state", "has"], { "<th scope=\"col\">\(texts["desk.conversations.\($0)"])</th>" })\
        </tr></thead><tbody>\(each: rows, row)</tbody></table></div>
        """
    }

    private func row(_ row: ConversationRow) -> HTML {
        let conversation = row.conversation
        return """
            <tr id="row-\(conversation.id.text)">\(if: picks, pick(row))\
            <th scope="row" data-cell="main"><a class="queue-link" \
            href="\(call.place("conversations", conversation.id))">\(row.who)</a> \
            <span class="soft">\(ConversationWordsAtDesk.channel(conversation.channel, texts))</span></th>\
            <td class="nowrap">\(waits(row))</td><td data-cell="late"><span class="chips">\
            \(StatusChip(texts["desk.conversation.\(conversation.state.rawValue)"], row.tone))\
            \(row.aside(call, now: now))\(TagChips(tags: conversation.tags))</span></td>\
            <td class="queue-hide nowrap soft">\(row.assignee ?? "–")</td></tr>
            """
    }

    private func pick(_ row: ConversationRow) -> HTML {
        """
        <td class="pick"><input type="checkbox" name="\(BulkConversations.pick)" form="\(BulkConversations.form)" \
        value="\(row.conversation.id.text)" aria-label="\(texts["desk.bulk.pickOne", ["who": row.who]])"></td>
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
        Self.channel(named: channel.name, texts)
    }

    static func channel(named name: String, _ texts: TextTable) -> String {
        name == ConversationChannel.page.name ? texts["desk.conversation.page"] : name
    }
}
