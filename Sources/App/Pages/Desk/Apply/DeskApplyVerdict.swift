import AfterSales
import Base
import Customers
import Localisation
import Markup
import Policies
import Web

/// What the policy answers to what is chosen, before anything is stored, and the button that applies.
struct DeskApplyVerdict: Component {
    let model: DeskApplyModel
    let place: String
    let call: DeskCall

    private var texts: TextTable { call.texts }

    var body: HTML {
        switch model.verdict {
        case nil:
            """
            <section class="card"><h2 class="card-quiet">\(texts["desk.apply.says"])</h2>\
            <p class="small soft">\(texts["desk.apply.saysText"])</p></section>
            """
        case .refused(let problem): Notice(refusal: problem).body
        case .preview(let preview): answer(preview)
        }
    }

    private func answer(_ preview: CasePreview) -> HTML {
        let (verdict, assessed) = (preview.assessed.verdict, preview.assessed)
        return """
            <section class="card verdict" id="preview"><div class="card-head">\
            <h2 class="card-quiet">\(texts["desk.apply.says"])</h2>\
            \(StateWords(reader: call.reader).staffChip(preview.state))</div>\
            <p class="verdict-outcome">\(call.words.outcome(verdict.outcome))</p>\
            <dl class="facts">\(DeskFacts(facts(preview)))</dl>\
            <ol class="rules">\(each: verdict.findings, { RuleItem(rule: $0, pack: assessed.pack, call: call).body })\
            </ol>\(apply(verdict.outcome))</section>
            """
    }

    private func facts(_ preview: CasePreview) -> [(String, HTML)] {
        let assessed = preview.assessed
        var facts: [(String, HTML)] = []
        if assessed.verdict.amount.isPositive {
            facts.append(
                (texts["desk.case.asked"], MoneyText(assessed.verdict.amount, call.formatting).body))
        }
        if let difference = assessed.priceDifference {
            facts.append((texts["desk.case.difference"], MoneyText(difference, call.formatting).body))
        }
        if assessed.verdict.amount.isPositive || assessed.priceDifference != nil {
            facts.append((texts["desk.case.refundTo"], HTML(escaping: destination(assessed.refundTo))))
        }
        if let deadline = preview.deadline {
            let left = call.formatting.span(deadline.due - preview.at)
            facts.append((texts["desk.apply.next"], HTML(escaping: "\(call.words.wait(deadline)) · \(left)")))
        }
        return facts
    }

    private func destination(_ method: Identifier<PaymentMethod>?) -> String {
        guard let method else { return texts["desk.case.original"] }
        return model.order.customer?.method(method).map(call.words.method) ?? method.text
    }

    private func apply(_ outcome: DecisionOutcome) -> ActionForm {
        let isRefused = outcome == .refuse
        return ActionForm(
            to: place, call.seal(), style: "actions",
            button: Button(
                texts[isRefused ? "desk.apply.anyway" : "desk.apply.open"], isRefused ? .usual : .primary,
                key: "A"),
            content: model.draft.hiddenFields)
    }
}
