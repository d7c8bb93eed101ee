import AfterSales
import Base
import Localisation
import Markup
import Payments
import Policies
import Staff
import Web

/// What may be done now: exactly the steps that the case's state and the reader's role allow.
struct CaseActionPanel: Component {
    let model: CaseModel
    let refused: RefusedForm?
    let call: DeskCall

    private var texts: TextTable { call.texts }

    var body: HTML {
        guard call.may(.casesDecide) else {
            return "<p class=\"small soft\">\(texts["desk.case.readOnly"])</p>"
        }
        return """
            <section class="action-panel" aria-label="\(texts["desk.case.actions"])">\(counterOffer)\
            \(refusedRefund)\(goneElsewhere)\(buttons)\(limit)\
            <div class="action-forms">\(each: CaseStep.allCases, form)</div>\
            <p class="small faint keys-hint">\(texts[call.thread == nil ? "desk.case.keys" : "desk.beside.keys"])</p></section>
            """
    }

    private func may(_ step: CaseStep) -> Bool {
        step.isOpen(model) && call.may(step.permission) && (step != .assignment || isFreeToTake)
    }

    /// A colleague's case is given by supervisors alone.
    private var isFreeToTake: Bool {
        let holder = model.record.assignee
        return holder == nil || holder == call.principal.actor.id || call.may(.casesAssign)
    }

    private func sheet(_ step: CaseStep) -> CaseStepSheet {
        CaseStepSheet(step: step, model: model, refused: wasPressed ? nil : refused, call: call)
    }

    /// For a step that is a button here, and perhaps a form below.
    private func pressed(_ step: CaseStep) -> CaseStepSheet {
        CaseStepSheet(step: step, model: model, refused: wasPressed ? refused : nil, call: call)
    }

    /// Whether what was refused came from a button, without any field.
    private var wasPressed: Bool { refused?.body.names.contains { $0.contains(".") } == false }

    /// Steps that need nothing but a press.
    private var buttons: HTML {
        let steps = [
            CaseStep.approval, .receipt, .confirmation, .nonArrival, .settlement, .assignment, .withdrawal,
        ].filter {
            may($0) && ($0 != .approval || model.grantLeft == nil)
        }
        guard !steps.isEmpty else { return .empty }
        return
            "<div class=\"actions\">\(each: steps, { CaseStepButton(sheet: pressed($0), model: model).body })</div>"
    }

    /// A refund that its provider refuses for good needs another way, on a page of its own.
    private var refusedRefund: HTML? {
        let failed = model.view.movements.first { $0.kind == .refund && $0.state == .failed }
        guard let failed else { return nil }
        guard call.may(.refundsRetry) else {
            return warning("<p>\(texts["desk.case.refundFailed.others"])</p>")
        }
        let place = call.place("refunds", failed.number)
        return warning(
            """
            <p>\(texts["desk.case.refundFailed"]) \
            <a href="\(place)">\(texts["desk.case.refundFailed.link"])</a></p>
            """)
    }

    private func warning(_ content: HTML) -> HTML {
        "<section class=\"banner small\" data-tone=\"warn\">\(content)</section>"
    }

    /// The order's source has given money back, perhaps for this very case.
    private var goneElsewhere: HTML? {
        if model.record.state == .refunding, let amount = model.record.goneElsewhere {
            let text = texts["desk.case.goneElsewhere.failed", ["amount": call.words.money(amount)]]
            return warning("<p>\(text)</p>")
        }
        if !model.record.state.isClosed, let amount = model.record.goneElsewhere {
            let text = texts["desk.case.goneElsewhere.part", ["amount": call.words.money(amount)]]
            return warning("<p>\(text)</p>")
        }
        guard CaseStep.settlement.isOpen(model) else { return nil }
        return warning("<p>\(texts["desk.case.goneElsewhere"])</p>")
    }

    /// Why there is no button to agree with all of it.
    private var limit: HTML? {
        guard may(.approval), let left = model.grantLeft else { return nil }
        let key = left.isPositive ? "desk.case.aboveLimit" : "desk.case.noLimitLeft"
        return "<p class=\"small\">\(texts[key, ["amount": call.words.money(left)]])</p>"
    }

    private var counterOffer: HTML? {
        guard may(.acceptance), let offer = model.openCounterOffer else { return nil }
        return CounterOfferAnswer(
            offer: offer, acceptance: pressed(.acceptance), refusal: pressed(.refusal), call: call
        ).body
    }

    /// Steps that ask for something first.
    private func form(_ step: CaseStep) -> HTML {
        guard may(step) else { return .empty }
        switch step {
        case .approval:
            let isPossible = model.grantLeft.map { $0.isPositive && model.record.asked.isPositive } ?? true
            return isPossible ? ApprovalForm(sheet: sheet(step), model: model).body : .empty
        case .offers: return OfferForm(sheet: sheet(step), model: model).body
        case .evidenceRequest: return EvidenceRequestForm(sheet: sheet(step)).body
        case .rejection: return RejectionForm(sheet: sheet(step)).body
        case .inspection: return InspectionForm(sheet: sheet(step), model: model).body
        case .replacementShipment, .refusedGoodsShipment, .returnShipment:
            return ShipmentForm(sheet: sheet(step)).body
        case .differencePayment:
            return DifferencePaymentForm(sheet: sheet(step), model: model, call: call).body
        case .differenceUndoing: return DifferenceForm(sheet: sheet(step), model: model).body
        case .repair: return RepairForm(sheet: sheet(step)).body
        case .arbitration: return ArbitrationForm(sheet: sheet(step), model: model).body
        case .evidence: return EvidenceForm(sheet: sheet(step)).body
        case .notes: return NoteForm(sheet: sheet(step)).body
        case .reopening: return ReopeningForm(sheet: sheet(step)).body
        case .assignment: return AssignmentForm(sheet: pressed(step), model: model, call: call).body
        case .acceptance, .refusal, .receipt, .confirmation, .nonArrival, .settlement, .withdrawal:
            return .empty
        }
    }
}
