import Base
import Localisation
import Markup
import Payments
import Staff
import Web

/// What a person may do about a movement of money: try a failed one again; where the shop pays by hand, say
/// how it went.
struct RefundActions: Component {
    let movement: Movement
    /// On a page of its own, where a reason may be written.
    var isAlone = false
    let call: DeskCall

    private var texts: TextTable { call.texts }

    var body: HTML {
        guard call.may(.refundsRetry) else { return .empty }
        if movement.state == .failed { return form("retry", Button(texts["desk.refunds.retry"]).body) }
        if movement.state.isSettled { return .empty }
        guard call.services.isPaidByHand else {
            let canAsk = movement.state == .sent || movement.state == .unknown
            return canAsk ? form("query", Button(texts["desk.refunds.query"]).body) : .empty
        }
        return isAlone ? "\(form("outcome", paid))\(failed)" : "\(form("outcome", paid))\(elsewhere)"
    }

    private var paid: HTML {
        let label = texts["desk.refunds.outcome.paid"]
        return """
            <confirm-button says="\(texts["desk.again", ["what": label]])">\
            \(Button(label, isAlone ? .primary : .usual, name: "outcome.outcome", value: ManualOutcome.paid.rawValue))\
            </confirm-button>
            """
    }

    private var elsewhere: HTML {
        """
        <a class="small" href="\(call.place("refunds", movement.number))#failed">\
        \(texts["desk.refunds.outcome.failed"])</a>
        """
    }

    /// That it cannot be paid, and why: who tries again reads it.
    private var failed: HTML {
        let form = DeskForm(
            "outcome", to: "\(call.place("refunds", movement.number))/outcome\(address)", call)
        let reasons = ManualFault.allCases.map {
            Choices.Choice($0.rawValue, texts["desk.refunds.cannot.\($0.rawValue)"])
        }
        let label = texts["desk.refunds.outcome.failed"]
        let button = Button(label, .danger, name: "outcome.outcome", value: ManualOutcome.failed.rawValue)
        return """
            <details class="disclosure" id="failed"><summary>\(label)</summary>\
            \(form.html(button, """
                \(form.choices("reason", texts["desk.refunds.cannot"], reasons))\
                \(form.field("words", texts["desk.refunds.cannot.words"], limit: Limits.nameCharacters))
                """))</details>
            """
    }

    /// The list stays as it was narrowed; a page of its own stays.
    private var address: String {
        // An address that cannot be read was refused before.
        isAlone ? "?on=page" : (try? Query(call.request).link("", setting: "cursor", to: nil)) ?? ""
    }

    private func form(_ noun: String, _ button: HTML) -> HTML {
        """
        <form class="actions" method="post" action="\(call.place("refunds", movement.number))/\(noun)\(address)">\
        \(call.seal().hiddenFields)\(button)</form>
        """
    }
}

/// Why somebody could not pay by hand.
enum ManualFault: String, CaseIterable, Sendable {
    case accountClosed, methodPaused, tooLate, other
}

extension Services {
    /// No provider is connected: people pay and record what came of it.
    var isPaidByHand: Bool { provider == nil }
}

/// What is worth knowing about a movement beside its state.
struct RefundNote {
    let call: DeskCall

    func says(_ movement: Movement) -> String {
        let texts = call.texts
        if let fault = movement.fault {
            return texts["desk.refunds.fault", ["fault": call.words.fault(fault)]]
        }
        if let charge = movement.returns {
            return texts["desk.refunds.returns", ["number": String(charge.text.suffix(10))]]
        }
        if movement.isWaiting { return texts["desk.refunds.waits"] }
        if let at = movement.settledAt { return call.words.moment(at) }
        if call.services.isPaidByHand { return texts["desk.refunds.payByHand"] }
        return texts["desk.refunds.tries", ["count": String(movement.attempts)]]
    }
}
