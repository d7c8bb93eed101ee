import Base
import Customers
import Localisation
import Markup
import Payments
import Staff
import Web

/// The board of refunds, oldest first: what is under way, what needs a person.
struct RefundPage: Component {
    let model: RefundModel
    let refused: RefusedForm?
    let call: DeskCall

    private var texts: TextTable { call.texts }
    private var path: String { "\(call.path)/refunds" }

    var body: HTML {
        """
        <div class="page"><header class="page-head"><div><h1>\(texts["desk.way.refunds"])</h1>\
        <p>\(texts["desk.refunds.text"])</p></div></header>\(refused.map { Notice(refusal: $0.problem) })\
        \(strip)<div class="filters">\(states)</div>\(list)\(if: !model.held.isEmpty, held)</div>
        """
    }

    private var strip: HTML {
        let cells: [(state: RefundFilter.State, tone: Tone)] = [
            (.failed, .bad), (.unknown, .bad), (.late, .warn), (.sent, .plain), (.charges, .warn),
        ]
        return """
            <section class="strip" aria-label="\(texts["desk.refunds.strip"])">\(each: cells, cell)</section>
            """
    }

    private func cell(_ cell: (state: RefundFilter.State, tone: Tone)) -> HTML {
        let count = model.counts[cell.state] ?? 0
        return """
            <a class="strip-cell" href="\(path)?state=\(cell.state.rawValue)"\
            \(attribute: "data-tone", count == 0 ? nil : cell.tone.rawValue)>\
            <span class="strip-label">\(texts["desk.refunds.state.\(cell.state.rawValue)"])</span>\
            <span class="strip-number">\(count)</span></a>
            """
    }

    private var states: HTML {
        """
        <nav class="filters-set" aria-label="\(texts["desk.refunds.states"])">\
        \(each: RefundFilter.State.allCases, state)</nav>
        """
    }

    private func state(_ state: RefundFilter.State) -> HTML {
        let isBad = state == .failed || state == .unknown
        return """
            <a href="\(path)?state=\(state.rawValue)"\
            \(attribute: "aria-current", state == model.filter.state ? "true" : nil)>\
            \(texts["desk.refunds.state.\(state.rawValue)"]) \
            \(CountBadge(model.counts[state], tone: isBad ? .bad : nil))</a>
            """
    }

    private var list: HTML {
        guard !model.rows.isEmpty else {
            return """
                <div class="table-frame">\(EmptyState(
                    texts["desk.refunds.empty"], texts["desk.refunds.emptyText"],
                    link: Link(texts["desk.refunds.showAll"], to: "\(path)?state=all")))</div>
                """
        }
        return """
            <div class="table-frame"><table class="queue"><caption class="visually-hidden">\
            \(texts["desk.refunds.caption"])</caption><thead><tr>\
            <th scope="col">\(texts["desk.refunds.who"])</th>\
            <th scope="col">\(texts["desk.refunds.stateHead"])</th>\
            <th scope="col" class="end">\(texts["desk.money.amount"])</th>\
            <th scope="col">\(texts["desk.refunds.age"])</th>\
            <th scope="col">\(texts["desk.refunds.method"])</th>\
            <th scope="col">\(texts["desk.refunds.number"])</th><th scope="col">\
            <span class="visually-hidden">\
            \(texts["desk.case.actions"])</span></th></tr></thead><tbody>\(each: model.rows, row)</tbody>\
            </table></div>\
            \(pager)
            """
    }

    private func row(_ row: RefundRow) -> HTML {
        let movement = row.movement
        let place =
            movement.caseID.map { "\(call.path)/cases/\(QueryText.encoded($0))" }
            ?? "\(call.path)/orders/\(QueryText.encoded(movement.orderID))"
        let end = movement.state == .failed ? model.now : movement.settledAt ?? model.now
        return """
            <tr><th scope="row" data-cell="main"><a class="queue-link" href="\(place)">\(row.customer)</a>\
            <span class="queue-sub">\(RefundNote(call: call).says(movement))</span></th>\
            <td>\(MovementChip.of(movement, call.words))\
            \(if: movement.isLate && !movement.state.isSettled, " \(StatusChip(texts["desk.refunds.state.late"], .warn))")\
            </td><td class="end">\(MoneyText(movement.amount, call.formatting))</td>\
            <td class="nowrap">\(call.formatting.span(end - movement.orderedAt))</td>\
            <td class="queue-hide nowrap">\(call.words.method(movement.methodKind))</td>\
            <td class="queue-hide number faint">\(movement.number.text.suffix(10))</td>\
            <td class="end" data-cell="late">\(RefundActions(movement: movement, call: call))</td></tr>
            """
    }

    private var pager: Pager {
        let query = model.filter.query
        return Pager(
            first: model.filter.after == nil ? nil : query.link(path, setting: "cursor", to: nil),
            next: model.next.map { query.link(path, setting: "cursor", to: $0.text) }, texts)
    }

    private var held: HTML {
        """
        <section class="card"><div class="card-head"><h2>\(texts["desk.refunds.held"])</h2></div>\
        <table class="books"><thead><tr><th scope="col">\(texts["desk.refunds.method"])</th>\
        \(each: ["hour", "day", "longer"], { "<th scope=\"col\">\(texts["desk.refunds.age.\($0)"])</th>" })\
        <th scope="col">\(texts["desk.money.amount"])</th></tr></thead><tbody>\(each: model.held, heldRow)\
        </tbody>\
        </table></section>
        """
    }

    private func heldRow(_ held: HeldMoney) -> HTML {
        """
        <tr><th scope="row"><a href="\(path)?state=open&amp;method=\(held.method.rawValue)">\
        \(call.words.method(held.method))</a></th>\(each: held.ages, { "<td>\($0)</td>" })\
        <td>\(MoneyText(held.amount, call.formatting))</td></tr>
        """
    }
}
