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
            <p>\(texts["desk.board.text"]) <a href="\(call.path)/answer-targets">\
            \(texts["desk.targets.title"])</a> <a href="\(call.path)/opening-hours">            \(texts["desk.hours.title"])</a></p></div>\(BoardMomentForm(moment: nil, call: call))</header>\
            <live-region id="board" src="\(list)/stream" data-panel="\(place)/panel\(mark)" \
            data-reconnecting="\(texts["live.reconnecting"])">\(panel)</live-region></div>
            """
    }

    /// What the live page renews.
    var panel: HTML {
        """
        <div class="stack">\(strip)\(agents)\(days)\
        \(groups("teams", model.report.teams) { $0.team = $1 })\
        \(groups("channels", model.report.channels) { $0.channel = $1 })\
        \(BoardRowTable(model: model, call: call))</div>
        """
    }

    // MARK: Now and today

    private var strip: HTML {
        """
        <div class="strip">\
        \(cell("waiting", String(model.waiting), to: "\(list)?view=waiting"))\
        \(cell("overdue", String(model.overdue), to: "\(list)?view=overdue", model.overdue > 0 ? "bad" : nil))\
        \(cell("here", String(model.present.count), note: texts["desk.board.free", ["count": String(model.free)]], to: "#agents"))\
        \(each: [AnswerCount.first, .next, .threeMinutesByDay], tally)</div>
        """
    }

    private func tally(_ count: AnswerCount) -> HTML {
        let tally = model.today[count]
        return cell(
            count.rawValue, tally.share ?? "–", note: counts(tally),
            to: rows { ($0.day, $0.count) = (model.starts.last, count) })
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

    /// Where the rows of a number stand.
    private func rows(_ choose: (inout BoardRows.Choice) -> Void) -> String {
        var choice = BoardRows.Choice()
        choose(&choice)
        return choice.address(place, call.formatting.date) + "#rows"
    }

    // MARK: Who answers

    private var agents: HTML {
        """
        <section class="stack" id="agents"><h2>\(texts["desk.board.agents"])</h2>\
        \(if: model.agents.isEmpty, "<p class=\"soft\">\(texts["desk.board.noAgents"])</p>")\
        \(if: !model.agents.isEmpty, BoardTable(
            columns: ["agent", "there", "has"] + Self.told.map(\.rawValue) + ["mean"], texts: texts
        ).html(model.agents, agentRow))</section>
        """
    }

    private func agentRow(_ agent: BoardModel.Agent) -> HTML {
        let has = QueryText.address(list, ["view": "open", "agent": agent.id])
        return """
            <tr><th scope="row">\(agent.name)</th><td>\(presence(agent.seat))</td>\
            <td><a href="\(has)">\(agent.seat.map { "\($0.load) / \($0.capacity)" } ?? "–")</a></td>\
            \(shares(agent.figures) { $0.agent = agent.id })</tr>
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

    // MARK: By day, team and channel

    private var days: HTML {
        let rows = model.starts.indices.reversed()
        return """
            <section class="stack"><h2>\(texts["desk.board.days"])</h2>\(BoardTable(
                columns: ["day"] + Self.told.map(\.rawValue) + ["mean", "buyers"], texts: texts
            ).html(Array(rows), dayRow))</section>
            """
    }

    private func dayRow(_ place: Int) -> HTML {
        let (start, buyers) = (model.starts[place], model.report.buyers[place])
        return """
            <tr><th scope="row" class="nowrap">\(call.formatting.day(start, now: model.now))</th>\
            \(shares(model.report.days[place]) { $0.day = start })<td>\(buyers.share ?? "–") \
            <span class="small soft">\(buyers.all > 0 ? counts(buyers) : "")</span></td></tr>
            """
    }

    private func groups(
        _ name: String, _ figures: [String: AnswerFigures],
        _ choose: @escaping (inout BoardRows.Choice, String) -> Void
    ) -> HTML? {
        guard !figures.isEmpty else { return nil }
        let table = BoardTable(columns: [name] + Self.told.map(\.rawValue) + ["mean"], texts: texts)
        return """
            <section class="stack"><h2>\(texts["desk.board.by.\(name)"])</h2>\
            \(table.html(figures.sorted { $0.key < $1.key }) { key, figures in
                "<tr><th scope=\"row\">\(called(key, name))</th>\(shares(figures) { choose(&$0, key) })</tr>"
            })</section>
            """
    }

    private func called(_ key: String, _ name: String) -> String {
        name == "channels" && key == ConversationChannel.page.name ? texts["desk.conversation.page"] : key
    }

    /// What tables tell: first and next answers by the shop's targets, and what marketplaces measure.
    private static let told: [AnswerCount] = [.first, .next, .threeMinutesByDay, .thirtySecondsByDay]

    private func shares(
        _ figures: AnswerFigures, _ choose: (inout BoardRows.Choice) -> Void
    ) -> HTML {
        let cells = Self.told.map { count -> HTML in
            let tally = figures[count]
            let all = rows {
                choose(&$0)
                ($0.count, $0.isLate) = (count, false)
            }
            let late = rows {
                choose(&$0)
                $0.count = count
            }
            guard tally.all > 0 else { return "<td>–</td>" }
            return """
                <td><a href="\(all)">\(tally.share ?? "–")</a> \
                <a class="small soft" href="\(late)">\(counts(tally))</a></td>
                """
        }
        let mean = figures.mean.map { call.formatting.span($0) } ?? "–"
        return "\(HTML(joining: cells))<td>\(mean)</td>"
    }
}

/// A table of the board with its heads.
struct BoardTable {
    let columns: [String]
    let texts: TextTable

    func html<Row>(_ rows: [Row], _ row: (Row) -> HTML) -> HTML {
        """
        <div class="table-frame"><table class="queue"><thead><tr>\
        \(each: columns, { "<th scope=\"col\">\(texts["desk.board.\($0)"])</th>" })</tr></thead>\
        <tbody>\(each: rows, row)</tbody></table></div>
        """
    }
}
