import AfterSales
import Base
import Localisation
import Markup
import Policies
import Web

/// A step as one button with its key; what cannot be taken back asks once more.
struct CaseStepButton: Component {
    let sheet: CaseStepSheet
    let model: CaseModel

    var body: HTML {
        """
        <form class="actions" method="post" action="\(sheet.form.place)">\(sheet.form.seal.hiddenFields)\
        \(sheet.form.hiddenVersion)\(sheet.form.notice)\(confirmed)</form>
        """
    }

    private var texts: TextTable { sheet.texts }
    private var record: Case { model.record }

    private var confirmed: HTML {
        guard sheet.step != .assignment, sheet.step != .receipt else { return button }
        return "<confirm-button says=\"\(texts["desk.again", ["what": label]])\">\(button)</confirm-button>"
    }

    private var button: HTML {
        """
        <button class="\(Button.style(weight))"\(attribute: "name", target == nil ? nil : "to")\
        \(attribute: "value", target) accesskey="\(sheet.step.key.lowercased())">\(label) \
        <kbd>\(sheet.step.key)</kbd></button>
        """
    }

    private var weight: Button.Weight {
        switch sheet.step {
        case .approval: isSuggested ? .primary : .usual
        case .receipt: model.steps.contains("approved") ? .usual : .primary
        case .withdrawal: .quiet
        default: .usual
        }
    }

    /// Agreeing is what to do next unless the policy spoke against it, the platform is to rule, or money has gone back
    /// elsewhere.
    private var isSuggested: Bool {
        !model.steps.contains("ruled") && record.decision.outcome != .refuse && record.goneElsewhere == nil
    }

    private var isMine: Bool { record.assignee == sheet.reader }

    private var target: String? {
        guard sheet.step == .assignment else { return nil }
        return isMine ? AssigneeSelect.nobody : sheet.reader
    }

    private var label: String {
        switch sheet.step {
        case .approval:
            let open = max((record.agreed ?? record.asked) - record.granted, .zero(record.currency))
            let amount = sheet.money(min(open, model.bound))
            return switch model.approvalLeads {
            case .awaitingReturn: texts["desk.step.approval.goods"]
            case .fulfilling: texts["desk.step.approval.send"]
            case .repairing: texts["desk.step.approval.repair"]
            default: texts["desk.step.approval.money", ["amount": amount]]
            }
        case .assignment: return texts[isMine ? "desk.step.assignment.release" : "desk.step.assignment.take"]
        default: return sheet.label
        }
    }
}
