import Base
import Customers
import Localisation
import Markup
import Payments
import Staff
import Web

/// The board of refunds, newest first: what is under way, what needs a person, where money is held up.
struct RefundPage: Component {
    let model: RefundModel
    let refused: RefusedForm?
    let call: DeskCall

    private var texts: TextTable { call.texts }
    private var path: String { "\(call.path)/refunds" }

    var body: HTML {
        """
        <div class="page page-wide"><header class="page-head"><div><h1>\(texts["desk.way.refunds"])</h1>\
        <p>\(texts["desk.refunds.text"])</p></div>\(narrowing)</header>\
        \(refused.map { Notice(refusal: $0.problem) })\
        \(strip)<div class="filters">\(states)</div>\(list)\
        \(if: !model.piles(.open).isEmpty, HeldMoneyTable(model: model, path: path, call: call).body)</div>
        """
    }

    private var narrowing: HTML {
        let methods = MethodKind.allCases.map { ($0.rawValue, call.words.method($0)) }
        let ages = OpenMoney.Age.allCases.map { ($0.rawValue, texts["desk.refunds.age.\($0.rawValue)"]) }
        return """
            <form class="page-tools" action="\(path)">\
            <input type="hidden" name="state" value="\(model.filter.state.rawValue)">\
            \(DeskSelect(
                "method", label: texts["desk.refunds.method"], methods, chosen: model.filter.method?.rawValue,
                anything: texts["desk.refunds.anyMethod"]))\
            \(DeskSelect(
                "age", label: texts["desk.refunds.age"], ages, chosen: model.filter.age?.rawValue,
                anything: texts["desk.refunds.anyAge"]))\(Button(texts["desk.queue.narrow"]))</form>
            """
    }

    private var strip: HTML {
        let cells: [(state: RefundFilter.State, tone: Tone)] = [
            (.late, .warn), (.failed, .bad), (.unknown, .bad), (.charges, .warn), (.open, .plain),
        ]
        return """
            <section class="strip strip-line" aria-label="\(texts["desk.refunds.strip"])">\
            \(each: cells, cell)\(dead)</section>
            """
    }

    private func cell(_ cell: (state: RefundFilter.State, tone: Tone)) -> HTML {
        let piles = model.piles(cell.state)
        let count = model.count(cell.state)
        return """
            <a class="strip-cell" href="\(RefundQuery.place(path, cell.state))"\
            \(attribute: "data-tone", count == 0 ? nil : cell.tone.rawValue)>\
            <span class="strip-label">\(texts["desk.refunds.strip.\(cell.state.rawValue)"])</span>\
            <span class="strip-number">\(count)</span>\
            \(each: RefundModel.sums(piles), { "<span class=\"strip-note\">\(MoneyText($0, call.formatting))</span>" })</a>
            """
    }

    private var dead: HTML? {
        model.deadJobs.map { count in
            """
            <a class="strip-cell" href="\(call.path)/outbox?state=dead"\
            \(attribute: "data-tone", count == 0 ? nil : "bad")>\
            <span class="strip-label">\(texts["desk.outbox.state.dead"])</span>\
            <span class="strip-number">\(count)</span></a>
            """
        }
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
            <a href="\(RefundQuery.place(path, state))"\
            \(attribute: "aria-current", state == model.filter.state ? "true" : nil)>\
            \(texts["desk.refunds.state.\(state.rawValue)"]) \
            \(CountBadge(model.count(state), tone: isBad ? .bad : nil))</a>
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
        let query = model.filter.query
        let pager = Pager(
            first: model.filter.after == nil ? nil : query.link(path, setting: "cursor", to: nil),
            next: model.next.map { query.link(path, setting: "cursor", to: $0.text) }, texts)
        return "\(RefundTable(rows: model.rows, now: model.now, call: call))\(pager)"
    }
}
