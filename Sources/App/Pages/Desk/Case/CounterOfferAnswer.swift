import AfterSales
import Localisation
import Markup
import Web

/// What the customer proposes instead, with the two answers to it.
struct CounterOfferAnswer: Component {
    let offer: Offer
    let acceptance: CaseStepSheet
    let refusal: CaseStepSheet
    let call: DeskCall

    var body: HTML {
        """
        <div class="stack-tight"><p class="strong">\(call.texts["desk.counter.title"]) \
        \(call.words.offer(offer.kind, offer.amount))\
        </p>\(offer.note.map { "<p class=\"soft\">\($0)</p>" as HTML })\
        <div class="actions">\(answer(acceptance, .primary))\(answer(refusal, .usual))</div></div>
        """
    }

    private func answer(_ sheet: CaseStepSheet, _ weight: Button.Weight) -> ActionForm {
        sheet.form.pressed(
            Button(sheet.label, weight, key: sheet.step.key),
            confirmation: call.texts["desk.again", ["what": sheet.label]])
    }
}
