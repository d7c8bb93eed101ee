import Base
import Conversations
import Hummingbird
import Localisation
import Markup
import Web

/// The supervisor's board. Behind every number are its rows.
struct BoardPage: Component {
    let model: BoardModel
    let call: DeskCall

    private var texts: TextTable { call.texts }
    private var list: String { "\(call.path)/conversations" }
    private var place: String { "\(list)/board" }

    var body: HTML {
        let mark = call.request.uri.query.map { "?\($0)" } ?? ""
        return """
            <div class="page page-wide"><header class="page-head"><div><p class="small"><a href="\(list)">\
            \(texts["desk.way.conversations"])</a></p><h1>\(texts["desk.board.title"])</h1>\
            <p>\(texts["desk.board.text"])</p></div></header>\
            <live-region id="board" src="\(list)/stream" data-panel="\(place)/panel\(mark)" \
            data-reconnecting="\(texts["live.reconnecting"])">\(panel)</live-region></div>
            """
    }

    /// What the live page renews.
    var panel: HTML { "<div class=\"stack\">\(strip)\(agents)\(days)\(late)</div>" }

    // MARK: Now and today

    private var strip: HTML {
        let today = model.today
        return """
            <div class="strip">\
            \(cell("waiting", String(model.waiting), to: "\(list)?view=waiting"))\
            \(cell("overdue", String(model.overdue), to: "\(list)?view=waiting", model.overdue > 0 ? "bad" : nil))\
            \(cell("here", String(model.present.count), note: texts["desk.board.free", ["count": String(model.free)]], to: "#agents"))\
            \(cell("first", today.first.share ?? "–", note: counts(today.first), to: day(model.starts.last)))\
            \(cell("firstByDay", today.firstByDay.share ?? "–", note: counts(today.firstByDay), to: day(model.starts.last)))\
            \(cell("next", today.next.share ?? "–", note: counts(today.next), to: day(model.starts.last)))</div>
            """
    }

    private func cell(
        _ name: String, _ number: String, note: String? = nil, to place: String, _ tone: String? = nil
    ) -> HTML {
        """
        <a class="strip-cell" href="\(place)"\(attribute: "data-tone", tone)>\
        <span class="strip-label">\(texts["desk.board.\(name)"])</span>\
        <span class="strip-number">\(number)</span>\
        \(note.map { "<span class=\"strip-note\">\($0)</span>" as HTML })</a>
        """
    }

    private func counts(_ tally: AnswerTally) -> String {
        texts["desk.board.counts", ["late": String(tally.late), "all": String(tally.all)]]
    }

    private func day(_ start: Timestamp?, agent: String? = nil) -> String {
        QueryText.address(place, ["day": start.map { call.formatting.date(of: $0) }, "agent": agent])
            + "#late"
    }

    // MARK: Who answers

    private var agents: HTML {
        """
        <section class="stack" id="agents"><h2>\(texts["desk.board.agents"])</h2>\
        \(if: model.agents.isEmpty, "<p class=\"soft\">\(texts["desk.board.noAgents"])</p>")\
        \(if: !model.agents.isEmpty, table(
            ["agent", "there", "has", "first", "firstByDay", "next"], model.agents, agentRow))</section>
        """
    }

    private func agentRow(_ agent: BoardModel.Agent) -> HTML {
        let has = QueryText.address(list, ["view": "open", "agent": agent.id])
        return """
            <tr><th scope="row">\(agent.name)</th><td>\(presence(agent.seat))</td>\
            <td><a href="\(has)">\(agent.seat.map { "\($0.load) / \($0.capacity)" } ?? "–")</a></td>\
            \(shares(agent.figures, to: day(model.day, agent: agent.id)))</tr>
            """
    }

    private func presence(_ seat: Seat?) -> HTML {
        guard let seat else { return "–" }
        let since = call.formatting.moment(seat.since, now: model.now)
        return """
            \(StatusChip(texts[seat.isPresent ? "desk.board.present" : "desk.board.away"], seat.isPresent ? .good : nil)) \
            <span class="small soft">\(since)</span>
            """
    }

    // MARK: By day

    private var days: HTML {
        """
        <section class="stack"><h2>\(texts["desk.board.days"])</h2>\
        \(table(["day", "first", "firstByDay", "next"], Array(zip(model.starts, model.days)).reversed(), dayRow))\
        </section>
        """
    }

    private func dayRow(_ row: (Timestamp, AnswerFigures)) -> HTML {
        """
        <tr><th scope="row">\(call.formatting.day(row.0, now: model.now))</th>\(shares(row.1, to: day(row.0)))</tr>
        """
    }

    private func shares(_ figures: AnswerFigures, to place: String) -> HTML {
        let all = [figures.first, figures.firstByDay, figures.next]
        return HTML(
            joining: all.map { tally in
                """
                <td><a href="\(place)">\(tally.share ?? "–")</a> \
                <span class="small soft">\(tally.all > 0 ? counts(tally) : "")</span></td>
                """
            })
    }

    private func table<Row>(_ columns: [String], _ rows: [Row], _ row: (Row) -> HTML) -> HTML {
        """
        <div class="table-frame"><table class="queue"><thead><tr>\
        \(each: columns, { "<th scope=\"col\">\(texts["desk.board.\($0)"])</th>" })</tr></thead>\
        <tbody>\(each: rows, row)</tbody></table></div>
        """
    }

    // MARK: What came too late

    private var late: HTML {
        let title = texts["desk.board.late", ["day": call.formatting.day(model.day, now: model.now)]]
        let whose = model.agent.flatMap { id in model.agents.first { $0.id == id }?.name }
        let further = model.late.next.map {
            QueryText.address(
                place,
                ["day": call.formatting.date(of: model.day), "agent": model.agent, "cursor": $0.text])
        }
        return """
            <section class="stack" id="late"><h2>\(title)\
            \(whose.map { " <span class=\"small soft\">\($0)</span>" as HTML })</h2>\
            \(if: model.late.items.isEmpty, "<p class=\"soft\">\(texts["desk.board.noneLate"])</p>")\
            \(if: !model.late.items.isEmpty, table(["asked", "answered", "kind", "agent"], model.late.items, lateRow))\
            \(Pager(first: nil, next: further, texts))</section>
            """
    }

    private func lateRow(_ row: BoardModel.LateAnswer) -> HTML {
        let (answer, formatting) = (row.answer, call.formatting)
        let wait =
            answer.answeredAt.map {
                texts["desk.board.after", ["span": formatting.span($0 - answer.askedAt)]]
            }
            ?? texts["desk.board.never"]
        return """
            <tr><th scope="row"><a href="\(call.place("conversations", answer.conversationID))#m\(answer.number)">\
            \(formatting.moment(answer.askedAt, now: model.now))</a></th><td>\(wait)</td>\
            <td>\(texts[answer.isFirst ? "desk.board.isFirst" : "desk.board.isNext"])</td>\
            <td>\(row.name ?? "–")</td></tr>
            """
    }
}
