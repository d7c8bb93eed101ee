import AfterSales
import Base
import Localisation
import Markup
import Staff
import Web

/// Giving the case to a colleague: whoever has it hands it on, supervisors give any.
struct AssignmentForm: Component {
    let sheet: CaseStepSheet
    let model: CaseModel
    let call: DeskCall

    var body: HTML {
        let others = model.colleagues.filter { $0.id.text != call.principal.actor.id }
        let isOwn = model.record.assignee == call.principal.actor.id
        guard !others.isEmpty, isOwn || call.may(.casesAssign) else { return .empty }
        let texts = sheet.texts
        return """
            <details class="disclosure" id="assign"><summary accesskey="g">\(texts["desk.assign.give"]) \
            <kbd>G</kbd></summary>\
            \(sheet.form.html(
                Button(texts["desk.bulk.assign"]),
                AssigneeSelect(colleagues: model.colleagues, chosen: model.record.assignee, call: call).body))\
            </details>
            """
    }
}
