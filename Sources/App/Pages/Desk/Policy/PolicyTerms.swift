import Base
import Localisation
import Markup
import Policies
import Web

/// The clocks of a pack as a table: how long each state may last, whose turn it is, what happens otherwise.
struct PolicyTerms: Component {
    let pack: PolicyPack
    let call: DeskCall

    private var texts: TextTable { call.texts }

    var body: HTML {
        let states = CaseState.open.filter { pack.deadlines[$0] != nil }
        return """
            <section class="card"><div class="card-head"><h2>\(texts["desk.policy.deadlines"])</h2>\
            <span class="small faint">\(texts["desk.policy.deadlinesText"])</span></div>\
            <table class="terms"><thead><tr>\
            \(each: ["state", "owner", "within", "fallback"], { "<th scope=\"col\">\(texts["desk.policy.\($0)"])</th>" })\
            </tr></thead><tbody>\(each: states, row)\
            \(row(texts["desk.policy.step.underWay"], "underWay", pack.underWay))\
            \(row(texts["desk.policy.step.goodsBack"], "goodsBack", pack.goodsBack))</tbody></table></section>
            """
    }

    private func row(_ state: CaseState) -> HTML {
        pack.deadlines[state].map { row(call.words.state(state), state.rawValue, $0) } ?? .empty
    }

    private func row(_ name: String, _ code: String, _ deadline: DeadlinePolicy) -> HTML {
        """
        <tr><th scope="row">\(name) <code class="rule-id">\(code)</code></th>\
        <td>\(texts["owner.\(deadline.owner.rawValue)"])</td>\
        <td>\(call.formatting.span(deadline.within))</td>\
        <td>\(call.words.fallback(deadline.fallback))</td></tr>
        """
    }
}
