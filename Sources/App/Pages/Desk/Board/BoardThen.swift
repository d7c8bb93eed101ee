import Base
import Conversations
import Localisation
import Markup
import Staff
import Storage
import Web

/// The board of a moment that has passed, told from the log.
struct BoardThen: Component {
    struct Agent: Sendable {
        let name: String
        let seat: BoardReplay.Seat
        let has: Int
    }

    let moment: Timestamp
    let waiting: [ConversationRow]
    let overdue: Set<Identifier<Conversation>>
    let since: [Identifier<Conversation>: Timestamp]
    let agents: [Agent]
    let all: Int
    let now: Timestamp
    let call: DeskCall

    private static let mostShown = 200

    init(at moment: Timestamp, _ call: DeskCall, _ transaction: Transaction) throws {
        let (desk, shop) = (call.services.conversations, call.shop.id)
        let board = try desk.board(at: moment, in: shop, transaction)
        let names = try StaffNames(call, transaction)
        let shown = try desk.conversations(
            Array(board.waiting.prefix(Self.mostShown)), in: shop, transaction)
        waiting = try ConversationRow.rows(shown, call, transaction)
        (overdue, since, all) = (
            Set(board.overdue), board.threads.compactMapValues(\.waitingSince), board.waiting.count
        )
        agents = try board.seats.sorted { $0.key < $1.key }.map { id, seat in
            Agent(name: try names.name(ofAssignee: id), seat: seat, has: board.threads(of: id).count)
        }
        (self.moment, self.call, now) = (moment, call, transaction.now)
    }

    private var texts: TextTable { call.texts }
    private var place: String { "\(call.path)/conversations/board" }

    var body: HTML {
        let told = call.shop.day.minute(of: moment)
        return """
            <div class="page page-wide"><header class="page-head"><div><p class="small"><a href="\(place)">\
            \(texts["desk.board.title"])</a></p><h1>\(texts["desk.board.then", ["moment": told]])</h1>\
            <p>\(texts["desk.board.thenText"])</p></div>\(BoardMomentForm(moment: moment, call: call))</header>\
            <div class="stack">\(strip)\(people)\(threads)</div></div>
            """
    }

    private var strip: HTML {
        let present = agents.filter(\.seat.isPresent).count
        return """
            <div class="strip">\(cell("waiting", all, "#waiting"))\(cell("overdue", overdue.count, "#waiting"))\
            \(cell("here", present, "#agents"))</div>
            """
    }

    private func cell(_ name: String, _ number: Int, _ place: String) -> HTML {
        """
        <a class="strip-cell" href="\(place)"><span class="strip-label">\(texts["desk.board.\(name)"])</span>\
        <span class="strip-number">\(number)</span></a>
        """
    }

    private var people: HTML {
        let table = BoardTable(columns: ["agent", "there", "has"], texts: texts)
        return """
            <section class="stack" id="agents"><h2>\(texts["desk.board.agents"])</h2>\
            \(table.html(agents) { agent in
                let word = texts[agent.seat.isPresent ? "desk.board.present" : "desk.board.away"]
                return "<tr><th scope=\"row\">\(agent.name)</th><td>\(word)</td><td>\(agent.has) / \(agent.seat.capacity)</td></tr>"
            })</section>
            """
    }

    private var threads: HTML {
        let table = BoardTable(columns: ["customer", "asked", "state"], texts: texts)
        return """
            <section class="stack" id="waiting"><h2>\(texts["desk.board.waiting"])</h2>\
            \(if: waiting.isEmpty, "<p class=\"soft\">\(texts["desk.board.noneWaited"])</p>")\
            \(if: !waiting.isEmpty, table.html(waiting, thread))</section>
            """
    }

    private func thread(_ row: ConversationRow) -> HTML {
        let id = row.conversation.id
        let asked = since[id].map { call.formatting.moment($0, now: now) } ?? ""
        return """
            <tr><th scope="row"><a href="\(call.place("conversations", id))">\(row.who)</a></th><td>\(asked)</td>\
            <td>\(overdue.contains(id) ? texts["desk.board.overdue"] : "")</td></tr>
            """
    }
}

/// A moment to look at the board of.
struct BoardMomentForm: Component {
    let moment: Timestamp?
    let call: DeskCall

    var body: HTML {
        let value = moment.map { call.shop.day.minute(of: $0).replacing(" ", with: "T") }
        return """
            <form class="row" method="get" action="\(call.path)/conversations/board"><label class="small">\
            \(call.texts["desk.board.moment"]) <input class="input" type="datetime-local" name="at" required\
            \(attribute: "value", value)></label>\(Button(call.texts["desk.board.look"]))</form>
            """
    }

    /// - Returns: nil for what is no local minute, such as `2026-11-22T10:30`.
    static func moment(_ text: String, _ day: LocalDay) -> Timestamp? {
        guard let guess = Timestamp("\(text):00.000Z") else { return nil }
        let shown = day.minute(of: guess).replacing(" ", with: "T")
        guard let local = Timestamp("\(shown):00.000Z") else { return nil }
        return guess - (local - guess)
    }
}
