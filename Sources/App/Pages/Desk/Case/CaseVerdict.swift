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
            <ol class="rules">\(each: decision.told, { RuleItem(rule: $0, pack: model.pack, call: call).body })</ol></section>
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
}
