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
    let call: DeskCall

    private var texts: TextTable { call.texts }

    var body: HTML {
        guard call.may(.refundsRetry) else { return .empty }
        if movement.state == .failed { return form("retry", [Button(texts["desk.refunds.retry"]).body]) }
        if movement.state.isSettled { return .empty }
        guard call.services.isPaidByHand else {
            let canAsk = movement.state == .sent || movement.state == .unknown
            return canAsk ? form("query", [Button(texts["desk.refunds.query"]).body]) : .empty
        }
        let outcomes = ManualOutcome.allCases.map { outcome -> HTML in
            let label = texts["desk.refunds.outcome.\(outcome.rawValue)"]
            return """
                <confirm-button says="\(texts["desk.again", ["what": label]])">\
                \(Button(label, name: "outcome.outcome", value: outcome.rawValue))</confirm-button>
                """
        }
        return form("outcome", outcomes)
    }

    /// The list stays as it was narrowed.
    private var filter: String {
        // An address that cannot be read was refused before.
        (try? Query(call.request).link("", setting: "cursor", to: nil)) ?? ""
    }

    private func form(_ noun: String, _ buttons: [HTML]) -> HTML {
        """
        <form class="actions" method="post" action="\(call.place("refunds", movement.number))/\(noun)\(filter)">\
        \(call.seal().hiddenFields)\(buttons)</form>
        """
    }
}

extension Services {
    /// No provider is connected: people pay and record what came of it.
    var isPaidByHand: Bool { configuration.provider == .manual && provider == nil }
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
