import Base
import Conversations
import Localisation
import Markup
import Web

/// The waits behind one number of the board.
struct BoardRowTable: Component {
    let model: BoardModel
    let call: DeskCall

    private var texts: TextTable { call.texts }
    private var choice: BoardRows.Choice { model.rows.choice }
    private var place: String { "\(call.path)/conversations/board" }

    var body: HTML {
        let further = model.rows.page.next.map {
            choice.address(place, cursor: $0.text, call.formatting.date) + "#rows"
        }
        let file = choice.address("\(place)/rows.csv", call.formatting.date)
        return """
            <section class="stack" id="rows"><h2>\(title)</h2><p class="small"><span class="soft">\(whose)</span> \
            <a href="\(file)" download>\(texts["desk.conversations.rows"])</a></p>\
            \(if: model.rows.page.items.isEmpty, "<p class=\"soft\">\(texts[choice.isLate ? "desk.board.noneLate" : "desk.board.none"])</p>")\
            \(if: !model.rows.page.items.isEmpty, BoardTable(columns: ["asked", "answered", "kind", "agent"], texts: texts).html(model.rows.page.items, row))\
            \(Pager(first: nil, next: further, texts))</section>
            """
    }

    private var title: String {
        let day = choice.day.map { call.formatting.day($0, now: model.now) } ?? texts["desk.board.allDays"]
        return texts[choice.isLate ? "desk.board.late" : "desk.board.all", ["day": day]]
    }

    /// What narrows the rows.
    private var whose: String {
        let agent = choice.agent.flatMap { id in model.agents.first { $0.id == id }?.name }
        return [texts["desk.board.\(choice.count.rawValue)"], agent, choice.team, choice.channel].compactMap(
            \.self
        )
        .joined(separator: " · ")
    }

    private func row(_ row: BoardRows.Row) -> HTML {
        let (wait, formatting) = (row.wait, call.formatting)
        let taken =
            wait.answeredAt.map {
                texts["desk.board.after", ["span": formatting.span($0 - wait.askedAt)]]
            }
            ?? texts["desk.board.never"]
        return """
            <tr><th scope="row"><a href="\(call.place("conversations", wait.conversationID))#m\(wait.number)">\
            \(formatting.moment(wait.askedAt, now: model.now))</a></th><td>\(taken)</td>\
            <td>\(texts[wait.isFirst ? "desk.board.isFirst" : "desk.board.isNext"])</td>\
            <td>\(row.agent ?? "–")</td></tr>
            """
    }
}
