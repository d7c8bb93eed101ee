import AfterSales
import Base
import Localisation
import Markup
import Policies
import Web

/// The decision that stands: outcome, the rules that spoke, the facts they read, the pack that holds them.
struct CaseVerdict: Component {
    let model: CaseModel
    let call: DeskCall

    private var texts: TextTable { call.texts }

    var body: HTML {
        let decision = model.record.decision
        let source = texts[
            "desk.verdict.source",
            [
                "pack": model.pack.title[texts.language], "version": String(decision.packVersion),
                "who": model.decidedBy, "moment": call.formatting.moment(decision.at, now: model.now),
            ]]
        return """
            <section class="card verdict"><div class="card-head">\
            <h2 class="card-quiet">\(texts["desk.verdict"])</h2>\
            <a class="small faint" href="\(call.path)/policy?version=\(decision.packVersion)">\(source)</a>\
            </div>\
            <p class="verdict-outcome">\(call.words.outcome(decision.outcome))</p>\(kept)\
            <ol class="rules">\(each: decision.rules, rule)</ol></section>
            """
    }

    private var kept: HTML? {
        let record = model.record
        guard let at = record.decidedAt else { return nil }
        let span = call.formatting.span(at - record.openedAt)
        let isKept = at <= record.promiseDue
        return """
            <p class="small \(isKept ? "soft" : "tone-bad")">\
            \(texts[isKept ? "desk.verdict.kept" : "desk.verdict.broken", ["span": span]])</p>
            """
    }

    private func rule(_ rule: RuleFinding) -> HTML {
        """
        <li class="rule"><p class="rule-says">\(call.words.rule(rule, model.pack))</p>\
        \(if: !rule.facts.isEmpty, "<p class=\"rule-facts\">\(each: facts(of: rule), fact)</p>")\
        <code class="rule-id">\(rule.id)</code></li>
        """
    }

    private func facts(of rule: RuleFinding) -> [(name: String, value: String)] {
        DecisionText(reader: call.reader, pack: model.pack).worded(rule)
            .filter { !$0.value.isEmpty && $0.key != "currency" }.sorted { $0.key < $1.key }
            .map { ($0.key, $0.key == "role" ? role($0.value) : $0.value) }
    }

    private func role(_ code: String) -> String { Role(rawValue: code).map(call.words.role) ?? code }

    private func fact(_ fact: (name: String, value: String)) -> HTML {
        "<span>\(texts.sentence("desk.fact.\(fact.name)") ?? fact.name) <b>\(fact.value)</b></span>"
    }
}
