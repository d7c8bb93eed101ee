import AfterSales
import Base
import Localisation
import Markup
import Policies
import Web

/// Where a case stands now: state, what is asked, the clock.
struct CaseHead: Component {
    let model: CaseModel
    let call: DeskCall

    private var record: Case { model.record }
    private var texts: TextTable { call.texts }

    var body: HTML {
        """
        <div class="stack"><header class="stack-tight"><p class="row small soft">\
        <a href="\(call.path)">\(texts["desk.way.cases"])</a><span class="number">\(record.id.text)</span>\
        \(StateWords(reader: call.reader).staffChip(record.state))\
        \(if: record.isEscalated, StatusChip(texts["desk.escalated"], .bad).body)\
        <span class="push">\(handler)</span></p><h1>\(title)</h1></header>\(clock)</div>
        """
    }

    private var handler: String {
        model.assignee.map { texts["desk.case.handledBy", ["name": $0]] } ?? texts["desk.case.unassigned"]
    }

    private var title: String {
        let amount = record.agreed ?? record.asked
        return texts[
            amount.isPositive ? "desk.case.title" : "desk.case.titleWithoutMoney",
            [
                "kind": call.words.kind(record.kind), "amount": call.words.money(amount),
                "reason": call.words.reason(record.reason, model.pack),
            ]]
    }

    private var clock: HTML? {
        let clocks = CaseClock(pack: model.pack)
        if record.state == .reviewing, record.decidedAt == nil {
            return card(clocks.promise(record), texts["desk.clock.promise"], texts["over.promise"], legal)
        }
        guard let deadline = record.deadline else { return closed }
        let says = texts[
            "clock.join",
            [
                "turn": texts["desk.clock.\(ClockName(model.view).key)"],
                "fallback": call.words.fallback(deadline.fallback),
            ]]
        let until = texts["clock.until", ["moment": call.formatting.moment(deadline.due, now: model.now)]]
        return card(clocks.legal(deadline, record), says, texts["over.\(deadline.fallback.rawValue)"], until)
    }

    /// The state's own deadline, below the promise.
    private var legal: String {
        guard let deadline = record.deadline else { return "" }
        return texts[
            "desk.clock.legal",
            [
                "promise": call.formatting.moment(record.promiseDue, now: model.now),
                "moment": call.formatting.moment(deadline.due, now: model.now),
                "fallback": call.words.fallback(deadline.fallback),
            ]]
    }

    private var closed: HTML? {
        record.closedAt.map { at in
            let moment = call.formatting.moment(at, now: model.now)
            return "<p class=\"small soft\">\(texts["desk.case.closedAt", ["moment": moment]])</p>"
        }
    }

    private func card(_ clock: Countdown.Clock, _ sentence: String, _ over: String, _ until: String) -> HTML {
        """
        <div class="card">\(Countdown(
            clock, now: model.now, call.formatting, sentence: sentence, over: over, until: until))</div>
        """
    }
}
