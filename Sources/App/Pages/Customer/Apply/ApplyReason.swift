import AfterSales
import Base
import Markup
import Orders
import Policies
import Web

/// Step 2, first page: what happened, in the customer's own sentences. Only what the policy allows can be
/// chosen; the rest stands below with the reason why not.
struct ApplyReason {
    let model: ApplyModel
    let options: ApplyOptions
    let draft: ApplicationDraft
    let call: CustomerCall
    let reader: Reader

    var page: ApplyPage {
        ApplyPage(
            step: .reason, draft: draft, call: call, reader: reader,
            head: reader["counter.apply.reason.title"],
            text: ApplyWords(model: model, reader: reader).goods(draft), content: content)
    }

    private var content: HTML {
        if options.reasons.isEmpty { return "\(nothing)\(shut)" }
        return """
            <form class="form" method="get" action="\(ApplyStep.details.place(in: call))">\(rest)\
            <section class="card">\
            \(choices)\
            </section><div class="submit-bar">\(Button(reader["counter.apply.next"], .primary, .wide))</div>\
            </form>\(shut)
            """
    }

    private var choices: Choices {
        Choices(
            "reason", reader["counter.apply.reason.legend"], options.reasons.map(choice), chosen: draft.reason
        )
    }

    private var rest: HTML {
        var rest = draft
        rest.reason = nil
        if !options.options(for: draft.reason ?? "").contains(where: { $0.kind == draft.kind }) {
            rest.kind = nil
        }
        return rest.hiddenFields
    }

    private func choice(_ reason: ReasonPolicy) -> Choices.Choice {
        let evidence =
            reason.evidence.isEmpty
            ? nil
            : reader[
                "publicPolicy.evidence", ["kinds": DecisionText(reader: reader).evidence(reason.evidence)]]
        let returns = options.options(for: reason.code).contains { $0.kind.returnsGoods }
        let freight = returns ? reader["publicPolicy.freight.\(reason.returnFreight.rawValue)"] : nil
        let note = reader.sentences([evidence, freight].compactMap { $0 })
        return Choices.Choice(reason.code, reason.says[reader.language], note: note.isEmpty ? nil : note)
    }

    private var nothing: HTML {
        let link = Link(
            reader["counter.complaint.make"],
            to: QueryText.address(call.base + "/complaints/new", ["order": model.order.order.id.text]))
        return """
            <section class="card">\
            \(EmptyState(reader["counter.apply.nothing"], reader["counter.apply.nothing.text"], link: link))\
            </section>
            """
    }

    private var shut: HTML {
        if options.shut.isEmpty { return "" }
        let text = DecisionText(reader: reader, pack: model.order.pack)
        let said = Set(options.shut.map { text.says($0.rule) })
        if options.reasons.isEmpty, said.count == 1, let only = said.first {
            return "<section class=\"card\"><h2>\(reader["counter.letter.why"])</h2><p>\(only)</p></section>"
        }
        let items = options.shut.map { reason, rule -> HTML in
            """
            <li><p class="strong">\(reason.says[reader.language])</p>\
            <p class="small soft">\(text.says(rule))</p></li>
            """
        }
        return """
            <details class="disclosure" id="shut"><summary>\(reader["counter.apply.shut"])</summary>\
            <div class="disclosure-body"><ul class="stack">\(items)</ul></div></details>
            """
    }
}
