import AfterSales
import Base
import Localisation
import Markup
import Policies
import Storage
import Web

/// What a rehearsal found, as it leaves its transaction.
struct RehearsalResult: Sendable {
    let cases: Int
    let changed: Int
    let differences: [Rehearsal.Difference]
    let approvedBefore: Money
    let approvedAfter: Money
    let since: Span
    /// The rehearsed pack, for its reasons.
    let pack: PolicyPack

    init(_ rehearsal: Rehearsal, of pack: PolicyPack, since: Span, in currency: Currency) {
        cases = rehearsal.cases
        changed = rehearsal.changed
        differences = rehearsal.differences
        approvedBefore = Money(rehearsal.approvedBefore, currency)
        approvedAfter = Money(rehearsal.approvedAfter, currency)
        self.since = since
        self.pack = pack
    }
}

/// Every decision that would be another one under the rehearsed text, with the money it moves.
struct RehearsalTable: Component {
    let result: RehearsalResult
    let call: DeskCall

    private var texts: TextTable { call.texts }

    var body: HTML {
        """
        <section class="banner" id="rehearsal"><p><strong>\(headline)</strong></p><p class="soft">\(money)\
        </p></section>\
        \(if: !result.differences.isEmpty, table)\
        \(if: result.changed > result.differences.count, "<p class=\"small soft\">\(more)</p>")
        """
    }

    private var headline: String {
        let key = result.cases == 0 ? "none" : result.changed == 0 ? "same" : "changed"
        return texts[
            "desk.rehearsal.\(key)",
            [
                "cases": call.formatting.number(result.cases),
                "changed": call.formatting.number(result.changed),
                "span": call.formatting.span(result.since),
            ]]
    }

    private var money: String {
        texts[
            "desk.rehearsal.money",
            [
                "before": call.words.money(result.approvedBefore),
                "after": call.words.money(result.approvedAfter),
                "difference": signed(result.approvedAfter - result.approvedBefore),
            ]]
    }

    private var more: String {
        texts["desk.rehearsal.more", ["count": String(result.changed - result.differences.count)]]
    }

    private func signed(_ money: Money) -> String { (money.isPositive ? "+" : "") + call.words.money(money) }

    private var table: HTML {
        """
        <div class="table-frame"><table class="queue"><caption class="visually-hidden">\
        \(texts["desk.rehearsal.caption"])</caption><thead><tr>\
        <th scope="col">\(texts["desk.rehearsal.case"])</th>\
        <th scope="col">\(texts["desk.verdict"])</th><th scope="col">\(texts["desk.rehearsal.rules"])</th>\
        <th scope="col" class="end">\(texts["desk.rehearsal.difference"])</th></tr></thead>\
        <tbody>\(each: result.differences, row)</tbody></table></div>
        """
    }

    private func row(_ difference: Rehearsal.Difference) -> HTML {
        let (before, after) = (difference.before, difference.after)
        let rules = after.findings.map { call.words.rule($0, result.pack) }.joined(separator: " ")
        return """
            <tr><th scope="row" data-cell="main"><a class="queue-link number nowrap" \
            href="\(call.place("cases", difference.caseID))">\(difference.caseID.text.suffix(8))</a>\
            <span class="queue-sub">\(call.words.kind(difference.kind))</span></th>\
            <td class="nowrap"><span class="change-from">\(call.words.outcome(before.outcome))</span>\
            <span class="change-to">\(call.words.outcome(after.outcome))</span></td>\
            <td class="soft">\(rules)</td>\
            <td class="end nowrap">\(signed(granted(after) - granted(before)))</td></tr>
            """
    }

    /// What the decision pays at once.
    private func granted(_ verdict: CasePolicy.Verdict) -> Money {
        verdict.outcome == .approve ? verdict.amount : .zero(verdict.amount.currency)
    }
}
