import Base
import Conversations
import Localisation
import Markup
import Staff
import Storage
import Web

/// Conversations that somebody should read again, newest first; agents see what was found of their own.
struct InspectionListPage: Component {
    struct Row: Sendable {
        let inspection: Inspection
        let agent: String?
    }

    let state: Inspection.State
    let rows: [Row]
    let next: Cursor?
    let now: Timestamp
    let call: DeskCall

    init(_ call: DeskCall, _ transaction: Transaction) throws {
        let query = try Query(call.request)
        let isInspector = call.may(.conversationsAssign)
        state = isInspector ? try query.choice("state", of: Inspection.State.self) ?? .open : .done
        let page = try call.services.conversations.inspections(
            state, of: isInspector ? try query.text("agent") : call.principal.actor.id,
            after: query.timedCursor(), in: call.shop.id, transaction)
        let names = try StaffNames(call, transaction)
        rows = try page.items.map { inspection in
            Row(
                inspection: inspection,
                agent: try inspection.agent.map { try names.name(ofAssignee: $0) })
        }
        (next, now, self.call) = (page.next, transaction.now, call)
    }

    private var texts: TextTable { call.texts }
    private var path: String { "\(call.path)/inspections" }

    var body: HTML {
        """
        <div class="page page-wide"><header class="page-head"><div>\
        <p class="small"><a href="\(call.path)/conversations">\(texts["desk.way.conversations"])</a></p>\
        <h1>\(texts["desk.quality.title"])</h1><p>\(texts[call.may(.conversationsAssign) ? "desk.quality.text" : "desk.quality.own"])</p>\
        </div></header>\(views)\(list)</div>
        """
    }

    private var views: HTML? {
        guard call.may(.conversationsAssign) else { return nil }
        return """
            <nav class="filters-set" aria-label="\(texts["desk.conversations.views"])">\
            \(each: Inspection.State.allCases, {
                "<a href=\"\(path)?state=\($0.rawValue)\"\(attribute: "aria-current", $0 == state ? "true" : nil)>\(texts["desk.quality.state.\($0.rawValue)"])</a>"
            })<a href="\(call.path)/lessons">\(texts["desk.lessons.title"])</a></nav>
            """
    }

    private var list: HTML {
        guard !rows.isEmpty else {
            return """
                <div class="table-frame">\(EmptyState(
                    texts["desk.quality.empty"], texts["desk.quality.emptyText"]))</div>
                """
        }
        let columns = ["why", "agent", "at", "score"]
        let further = next.map { QueryText.address(path, ["state": state.rawValue, "cursor": $0.text]) }
        return """
            <div class="table-frame"><table class="queue"><thead><tr>\
            \(each: columns, { "<th scope=\"col\">\(texts["desk.quality.\($0)"])</th>" })</tr></thead>\
            <tbody>\(each: rows, row)</tbody></table></div>\(Pager(first: nil, next: further, texts))
            """
    }

    private func row(_ row: Row) -> HTML {
        let inspection = row.inspection
        let place = "\(call.place("conversations", inspection.conversationID))/inspection"
        let reasons = inspection.reasons.map { texts["desk.quality.reason.\($0.rawValue)"] }
        return """
            <tr><th scope="row"><a class="queue-link" href="\(place)">\(reasons.joined(separator: " · "))</a></th>\
            <td>\(row.agent ?? "–")</td><td class="nowrap">\(call.formatting.moment(inspection.at, now: now))</td>\
            <td>\(inspection.result.map { String($0.sheet.score) } ?? "–")</td></tr>
            """
    }
}
