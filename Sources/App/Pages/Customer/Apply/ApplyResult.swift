import AfterSales
import Base
import Markup
import Orders
import Policies
import Staff
import Web

/// Step 3: what the customer gets, why, and what comes next; one button.
struct ApplyResult {
    let model: ApplyModel
    let verdict: ApplyVerdict
    let draft: ApplicationDraft
    let call: CustomerCall
    let reader: Reader

    var page: ApplyPage {
        ApplyPage(
            step: .result, draft: draft, call: call, reader: reader, head: reader[title], text: "",
            content: content)
    }

    private var title: String {
        if draft.isSent { return "counter.apply.sent.title" }
        if case .preview(let preview) = verdict, preview.assessed.verdict.outcome == .refuse {
            return "counter.apply.result.refused"
        }
        return "counter.apply.result.title"
    }

    private var content: HTML {
        if let sent = draft.sent, draft.isSent { return done(sent.caseID) }
        switch verdict {
        case .refused(let problem):
            return """
                \(RefusalNotice(problem: problem))<div class="actions">\
                \(ButtonLink(back(to: .details), .primary))\
                \(ButtonLink(back(to: .goods)))</div>
                """
        case .preview(let preview): return "\(before)\(letter(preview))\(summary)\(submit(preview))"
        }
    }

    /// Sent already, and somebody came back.
    private func done(_ id: Identifier<Case>) -> HTML {
        let again = Link(reader["counter.apply.other"], to: ApplyStep.goods.place(in: call))
        return """
            <section class="card"><h2>\(reader["counter.apply.sent"])</h2><p>\(reader["counter.apply.sent.text"])</p>\
            <div class="actions">\(ButtonLink(Link(reader["counter.apply.sent.link"], to: call.place(of: id)), .primary))\
            \(ButtonLink(again, .quiet))</div></section>\(summary)
            """
    }

    private var before: HTML? {
        let cases = model.openCases(about: draft.goods.map(\.line))
        guard !cases.isEmpty else { return nil }
        return """
            <section class="banner" data-tone="warn">\(AppliedBefore(cases: cases, call: call, reader: reader))</section>
            """
    }

    private func back(to step: ApplyStep) -> Link {
        let words = reader[step == .goods ? "counter.apply.goods.change" : "counter.apply.back"]
        return Link(words, to: draft.address(step.place(in: call)))
    }

    private func letter(_ preview: CasePreview) -> HTML {
        let (outcome, shown) = (preview.assessed.verdict.outcome, preview.assessed.verdict.whenShown)
        let closing = reader.most("counter.apply.closing.\(outcome.rawValue)", [shown.rawValue])
        return """
            <section class="letter">\
            <div class="letter-clock"\(attribute: "data-tone", outcome == .approve ? "good" : nil)>\
            <p class="closing">\(closing)</p></div>\
            <div class="letter-body">\(money(preview))\(why(preview))\(next(preview))</div></section>
            """
    }

    private func money(_ preview: CasePreview) -> HTML {
        let assessed = preview.assessed
        if let difference = assessed.priceDifference {
            if difference.isZero { return "<p>\(reader["counter.money.even"])</p>" }
            let key = difference.isPositive ? "counter.money.owed" : "counter.money.back"
            let amount = difference.isPositive ? difference : -difference
            return line(reader[key], amount, reader["counter.money.afterInspection"])
        }
        guard assessed.verdict.amount.isPositive, assessed.verdict.outcome != .refuse else { return "" }
        let label = ExpectedMoney(reader: reader).label(assessed.facts.kind, preview.state)
        return line(
            label, assessed.verdict.amount, DestinationText(reader: reader).words(assessed.refundTo, model))
    }

    private func line(_ label: String, _ amount: Money, _ below: String) -> HTML {
        """
        <div class="letter-money"><span class="letter-money-label">\(label)</span>\
        \(MoneyText(amount, reader.formatting, .large))<p>\(below)</p></div>
        """
    }

    private func why(_ preview: CasePreview) -> HTML {
        let text = DecisionText(reader: reader, pack: preview.assessed.pack)
        return """
            <div class="letter-why"><p class="strong">\(reader["counter.letter.why"])</p>\
            \(each: preview.assessed.verdict.findings, { "<p>\(text.says($0))</p>" })\
            <p class="small"><a href="\(call.base)/policy">\
            \(reader["counter.letter.basis", ["version": "\(preview.assessed.pack.version)"]])</a></p></div>
            """
    }

    private func next(_ preview: CasePreview) -> HTML {
        if preview.assessed.verdict.outcome == .refuse {
            return "<p>\(reader["counter.apply.refused.text"])</p>"
        }
        let deadline = preview.deadline.map { deadline in
            DeadlineText(reader: reader).sentence(deadline, ClockName(preview.state))
                .replacing("{left}", with: reader.span(deadline.due - preview.at))
        }
        let freight = FreightText(reader: reader).words(
            preview.assessed.facts.kind, preview.assessed.facts.reason, model.order.order,
            preview.assessed.pack)
        return """
            <div class="letter-why"><p class="strong">\(reader["counter.letter.next"])</p>\
            <p>\(reader.most("counter.letter.next", [preview.state.rawValue]))</p>\
            \(deadline.map { "<p>\($0)\(reader["counter.stop"])</p>" as HTML })\
            \(freight.map { "<p>\($0)</p>" as HTML })\
            \(packing(preview))</div>
            """
    }

    private func packing(_ preview: CasePreview) -> HTML {
        guard preview.assessed.facts.kind.returnsGoods else { return "" }
        return """
            <details class="disclosure" id="packing"><summary>\(reader["publicPolicy.packing"])</summary>\
            <div class="disclosure-body"><p>\(preview.assessed.pack.packing[reader.language])</p>\
            \(sendTo.map { "<p>\($0)</p>" as HTML })</div></details>
            """
    }

    private var sendTo: String? {
        call.record.settings.returnAddress.map { reader["counter.apply.sendTo", ["address": $0.text]] }
    }

    private var summary: HTML {
        let text = DecisionText(reader: reader, pack: model.order.pack)
        let facts: [(String, String?)] = [
            (reader["counter.apply.goods"], ApplyWords(model: model, reader: reader).goods(draft)),
            (reader["counter.apply.fact.kind"], draft.kind.map { reader["kind.\($0.rawValue)"] }),
            (reader["counter.apply.fact.reason"], draft.reason.map(text.reason)),
            (reader["counter.apply.fact.new"], news),
            (
                reader["counter.evidence.title"],
                draft.evidence.isEmpty
                    ? nil : reader["counter.evidence.count", ["count": "\(draft.evidence.count)"]]
            ),
            (reader["counter.apply.note"], draft.note),
        ]
        let rows = facts.compactMap { name, words in words.map { "<dt>\(name)</dt><dd>\($0)</dd>" as HTML } }
        return "<section class=\"card\"><dl class=\"facts\">\(rows)</dl></section>"
    }

    private var news: String? {
        guard draft.kind == .exchange else { return nil }
        let options = draft.goods.compactMap { goods in
            model.variants(for: goods).first { $0.id == goods.newVariant }.map {
                GoodsText(reader: reader).options($0.options)
            }
        }
        return options.isEmpty ? nil : reader.all(options)
    }

    private func submit(_ preview: CasePreview) -> HTML {
        let isRefused = preview.assessed.verdict.outcome == .refuse
        let place = QueryText.address(call.base + "/complaints/new", ["order": model.order.order.id.text])
        let complaint = Link(reader["counter.complaint.make"], to: place)
        let other = """
            <div class="actions">\
            \(ButtonLink(back(to: .reason)))\
            \(ButtonLink(complaint, .quiet))</div>
            """ as HTML
        let form = ActionForm(
            to: ApplyStep.goods.place(in: call), call.seals.next(), style: "submit-bar",
            button: Button(
                reader[isRefused ? "counter.apply.submit.anyway" : "counter.apply.submit"],
                isRefused ? .usual : .primary, .wide),
            content: draft.hiddenFields)
        return isRefused
            ? "\(other)\(form)"
            : "\(form)<p class=\"submit-note small soft\">\(reader["counter.apply.submit.note"])</p>"
    }
}
