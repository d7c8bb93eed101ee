import AfterSales
import Base
import Conversations
import Localisation
import Markup
import Orders
import Policies
import Staff
import Web

/// The customer's cases beside the thread. One of them is open, with exactly what its state and the reader's role allow;
/// every form comes back here.
struct ConversationCases: Component {
    let model: ConversationModel
    let refused: RefusedForm?
    let call: DeskCall

    private var texts: TextTable { call.texts }
    private var place: String { call.place("conversations", model.conversation.id) }
    private var now: Timestamp { model.thread.now }

    var body: HTML {
        guard model.customer != nil else { return .empty }
        return """
            <section class="card" id="customer-cases" tabindex="-1" data-keys aria-label="\(texts["desk.way.cases"])">\
            <div class="card-head"><h2><a href="#customer-cases" accesskey="b" data-enters>\(texts["desk.way.cases"]) <kbd>B</kbd></a></h2></div>\
            \(if: model.cases.isEmpty, "<p class=\"small soft\">\(texts["desk.beside.none"])</p>")\
            \(if: model.cases.count > 1, "<ol class=\"beside\">\(each: model.cases, row)</ol>")\
            \(model.beside.shown.map(shown))\(opening)</section>
            """
    }

    private func row(_ row: CaseRow) -> HTML {
        let isCurrent = row.record.id == model.beside.shown?.record.id
        return """
            <li><a href="\(place)?case=\(row.record.id.inPath)#customer-cases"\
            \(attribute: "aria-current", isCurrent ? "true" : nil)>\(call.words.kind(row.record.kind))</a> \
            \(StatusChip(call.words.state(row.record.state), row.tone(now: now)))</li>
            """
    }

    private func shown(_ shown: CaseModel) -> HTML {
        let record = shown.record
        let amount = record.agreed ?? record.asked
        let money: String? = amount.isPositive ? call.words.money(amount) : nil
        let says = [
            money, call.words.reason(record.reason, shown.pack), shown.assignee,
        ].compactMap(\.self).joined(separator: " · ")
        return """
            <div class="stack-tight"><p class="row"><a class="strong" href="\(call.place("cases", record.id))">\
            \(call.words.kind(record.kind))</a> \(StateWords(reader: call.reader).staffChip(record.state))\
            \(clock(shown).map { Countdown(inline: $0, now: now, call.formatting) })</p>\
            <p class="small soft">\(says)</p></div>\
            \(CaseActionPanel(model: shown, refused: refused, call: call.beside(model.conversation.id)))
            """
    }

    private func clock(_ shown: CaseModel) -> Countdown.Clock? {
        CaseClock(pack: shown.pack).clock(shown.record)
    }

    /// An application for one of the customer's orders.
    private var opening: HTML? {
        guard call.may(.casesOpen), !model.orders.isEmpty else { return nil }
        return """
            <details class="disclosure" id="open-case"><summary>\(texts["desk.apply.title"])</summary>\
            <ul class="beside">\(each: model.orders, order)</ul></details>
            """
    }

    private func order(_ row: OrderRow) -> HTML {
        """
        <li><a class="number" href="\(place)?apply=\(row.order.id.inPath)#apply">\(row.order.id.text)</a> \
        \(StatusChip(call.words.orderStatus(row.order.status)))</li>
        """
    }
}

/// An application in the customer's name below the thread.
struct ConversationApplication: Component {
    let model: ConversationModel
    let call: DeskCall

    var body: HTML {
        guard let application = model.beside.application else { return .empty }
        let order = application.order.order.id
        let place = call.place("conversations", model.conversation.id)
        return """
            <section class="stack" id="apply" tabindex="-1" data-keys><div class="card-head">\
            <h2>\(call.texts["desk.apply.title"])</h2>\
            <a class="number small" href="\(call.place("orders", order))">\(order.text)</a>\
            <a class="small" href="\(place)">\(call.texts["desk.beside.leave"])</a></div>\
            \(DeskApplyWork(
                model: application, refused: model.beside.problem,
                call: call.beside(model.conversation.id)))</section>
            """
    }
}
