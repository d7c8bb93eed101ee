import Base
import Conversations
import Localisation
import Markup
import Staff
import Web

/// When the shop's people answer, on which days otherwise, and who helps a team that is too busy.
struct HoursPage: Component {
    let hours: OpeningHours
    let reach: Reachability
    let isSaved: Bool
    let refused: RefusedForm?
    let call: DeskCall

    private var texts: TextTable { call.texts }
    private var form: DeskForm {
        DeskForm("hours", to: "\(call.path)/opening-hours", call, refused: refused)
    }

    var body: HTML {
        """
        <div class="page page-narrow"><header class="page-head"><div>\
        <p class="small"><a href="\(call.path)/conversations/board">\(texts["desk.board.title"])</a></p>\
        <h1>\(texts["desk.hours.title"])</h1><p>\(texts["desk.hours.text"])</p></div></header>\
        \(if: isSaved, Notice(texts["desk.settings.saved"], nil, .good).body)\
        <p role="status">\(now)</p>\
        <section class="card">\(form.html(Button(texts["action.save"]), fields))</section></div>
        """
    }

    private var now: String {
        switch reach {
        case .open, .busy: texts["desk.hours.now.open"]
        case .nobody: texts["desk.hours.now.nobody"]
        case .closed(let until?):
            texts[
                "desk.hours.now.closedUntil",
                ["moment": call.formatting.moment(until, now: call.now)]]
        case .closed(nil): texts["desk.hours.now.closed"]
        }
    }

    private var fields: HTML {
        """
        \(area("week", HoursForm.weekLines(hours), rows: 6))\(area("days", HoursForm.dayLines(hours), rows: 4))\
        \(area("overflow", HoursForm.overflowLines(hours), rows: 3))\
        \(form.field("contact", texts["desk.hours.contact"], value: hours.contactAfter.map { String($0.milliseconds / 60_000) }, limit: 4, hint: texts["desk.hours.contactHint"]))
        """
    }

    private func area(_ part: String, _ value: String, rows: Int) -> HTML {
        form.field(
            part, texts["desk.hours.\(part)"], .area(rows: rows), value: value, limit: HoursForm.longest,
            hint: texts["desk.hours.\(part)Hint"]
        ).body
    }
}
