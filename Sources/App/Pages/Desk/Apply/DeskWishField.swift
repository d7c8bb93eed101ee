import AfterSales
import Base
import Localisation
import Markup
import Policies
import Web

/// Reason and kind in one list, each with what the policy would answer; what cannot be asked for says why.
struct DeskWishField: Component {
    let options: ApplyOptions
    let draft: ApplicationDraft
    let pack: PolicyPack
    let call: DeskCall

    var body: HTML {
        """
        <div class="field"><label for="wish">\(call.texts["desk.apply.wishLabel"])</label>\
        <select class="input" id="wish" name="wish" required>\
        <option value="">\(call.texts["desk.apply.choose"])</option>\(each: options.open, option)\
        \(each: options.shut, shut)</select></div>
        """
    }

    private func option(_ option: ApplyOptions.Option) -> HTML {
        let verdict = option.preview.assessed.verdict
        let amount = verdict.amount.isPositive ? call.words.money(verdict.amount) : ""
        let says = [
            option.reason.says[call.reader.language], call.words.kind(option.kind),
            "\(call.words.outcome(verdict.outcome)) \(amount)",
        ].joined(separator: " · ")
        let isChosen = draft.reason == option.reason.code && draft.kind == option.kind
        return """
            <option value="\(option.reason.code)/\(option.kind.rawValue)"\
            \(attribute: "selected", isChosen)>\(says)</option>
            """
    }

    private func shut(_ shut: (reason: ReasonPolicy, rule: RuleFinding)) -> HTML {
        """
        <option disabled>\(shut.reason.says[call.reader.language]) · \
        \(call.words.rule(shut.rule, pack))</option>
        """
    }
}
