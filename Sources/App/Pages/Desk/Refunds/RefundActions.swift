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
        if movement.state == .failed { return form("retry", [Button(texts["desk.refunds.retry"])]) }
        guard call.services.isPaidByHand, !movement.state.isSettled else { return .empty }
        let outcomes = ManualOutcome.allCases.map {
            Button(texts["desk.refunds.outcome.\($0.rawValue)"], name: "outcome.outcome", value: $0.rawValue)
        }
        return form("outcome", outcomes)
    }

    private func form(_ noun: String, _ buttons: [Button]) -> HTML {
        """
        <form class="actions" method="post" action="\(call.place("refunds", movement.number))/\(noun)">\
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
        if let fault = movement.fault { return texts["desk.refunds.fault", ["fault": fault]] }
        if let at = movement.settledAt { return call.words.moment(at) }
        if call.services.isPaidByHand { return texts["desk.refunds.payByHand"] }
        return texts["desk.refunds.tries", ["count": String(movement.attempts)]]
    }
}
