import AfterSales
import Base
import Localisation
import Markup
import Policies
import Web

/// What every form of a step begins with: its place, seal and version, and after a refusal what had been
/// entered.
struct CaseStepSheet {
    let step: CaseStep
    let form: DeskForm
    let texts: TextTable
    /// Who reads the page.
    let reader: String
    /// What the step is called on its button.
    let label: String
    private let formatting: Formatting

    init(step: CaseStep, model: CaseModel, refused: RefusedForm?, call: DeskCall) {
        self.step = step
        let place = call.place("cases", model.record.id)
        let noun: String =
            switch (step, model.openCounterOffer) {
            case (.acceptance, let offer?), (.refusal, let offer?): "offers/\(offer.number)/\(step.rawValue)"
            default: step.rawValue
            }
        form = DeskForm(
            step.rawValue, to: "\(place)/\(noun)\(call.queueContext)", call, refused: refused,
            version: model.record.version)
        texts = call.texts
        // Nobody shall send goods back that could not be repaired where new ones are due.
        let isNew = step == .replacementShipment && model.record.kind == .repair && model.record.givesNewGoods
        label = texts["desk.step.\(step.rawValue)\(isNew ? ".new" : "")"]
        reader = call.principal.actor.id
        formatting = call.formatting
    }

    func money(_ amount: Money) -> String { formatting.money(amount) }

    /// The form folded up behind its name and key; open after a refusal.
    func folded(_ content: some Component, isOpen: Bool = false) -> HTML {
        """
        <details class="disclosure" id="\(step.rawValue)"\(attribute: "open", isOpen || form.isRefused)>\
        <summary accesskey="\(step.key.lowercased())">\(label) <kbd>\(step.key)</kbd></summary>\
        \(content)</details>
        """
    }

    func amount(_ label: String, value: Money? = nil, hint: String? = nil, isRequired: Bool = false) -> Field
    {
        form.field("amount", label, value: value?.digits, isRequired: isRequired, limit: 20, hint: hint)
    }

    func note(_ label: String, isRequired: Bool = false, name: String = "note") -> Field {
        form.field(name, label, .area(rows: 3), isRequired: isRequired, limit: Limits.noteCharacters)
    }
}
