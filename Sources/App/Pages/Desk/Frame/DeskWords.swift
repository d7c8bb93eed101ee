import AfterSales
import Base
import Customers
import Localisation
import Orders
import Payments
import Policies

/// What the codes of the domain are called on the desk's pages.
struct DeskWords: Sendable {
    let reader: Reader
    /// No provider is connected: what was ordered waits for somebody to pay it.
    var paysByHand = false

    var texts: TextTable { reader.texts }
    var formatting: Formatting { reader.formatting }

    func state(_ state: CaseState) -> String { texts["state.\(state.rawValue)"] }
    func kind(_ kind: CaseKind) -> String { texts["kind.\(kind.rawValue)"] }
    func outcome(_ outcome: DecisionOutcome) -> String { texts["outcome.\(outcome.rawValue)"] }
    func effect(_ effect: RuleFinding.Effect) -> String { texts["desk.effect.\(effect.rawValue)"] }
    func role(_ role: Role) -> String { texts["desk.role.\(role.rawValue)"] }
    func actor(_ kind: Actor.Kind) -> String { texts["desk.actor.\(kind.rawValue)"] }
    func orderStatus(_ status: OrderStatus) -> String { texts["orderStatus.\(status.rawValue)"] }
    func movement(_ movement: Movement) -> String {
        let waits = paysByHand && (movement.state == .ordered || movement.state == .sent)
        return texts[waits ? "desk.movement.byHand" : "desk.movement.\(movement.state.rawValue)"]
    }
    /// Why a movement of money failed: in words where it is ours to say, else as the provider put it.
    func fault(_ code: String) -> String { texts.sentence("desk.fault.\(code)") ?? code }
    /// Why a call to the outside failed; `status503` names what the other side answered.
    func callFault(_ code: String) -> String {
        if code.hasPrefix("status") {
            return texts["desk.message.fault.status", ["status": String(code.dropFirst(6))]]
        }
        return texts.sentence("desk.message.fault.\(code)")
            ?? texts["desk.message.fault.other", ["code": code]]
    }
    func method(_ kind: MethodKind) -> String { MovementText(reader: reader).method(kind) }
    func method(_ method: PaymentMethod) -> String { MovementText(reader: reader).method(method) }
    func carrier(_ name: String) -> String { CarrierWords(reader: reader).name(name) }
    func change(_ kind: OrderChange.Kind) -> String { texts["change.\(kind.rawValue)"] }
    func complaint(_ cause: Complaint.Cause) -> String { texts["complaint.cause.\(cause.rawValue)"] }
    func complaint(_ state: Complaint.State) -> String { texts["desk.complaint.\(state.rawValue)"] }
    func offer(_ kind: OfferKind, _ amount: Money?) -> String { OfferText(reader: reader).says(kind, amount) }
    func fallback(_ fallback: DeadlineFallback) -> String { texts["desk.fallback.\(fallback.rawValue)"] }
    func money(_ amount: Money) -> String { reader.money(amount) }
    func moment(_ moment: Timestamp) -> String { reader.moment(moment) }

    func remedy(_ kind: Complaint.RemedyKind, _ amount: Money?) -> String {
        texts["remedy.\(kind.rawValue)", ["amount": amount.map(money) ?? ""]]
    }

    /// Who must act, and what happens otherwise.
    func wait(_ deadline: Deadline) -> String {
        texts[
            "desk.wait",
            ["owner": texts["owner.\(deadline.owner.rawValue)"], "fallback": fallback(deadline.fallback)]]
    }

    func rule(_ finding: RuleFinding, _ pack: PolicyPack?) -> String {
        DecisionText(reader: reader, pack: pack).says(finding)
    }

    /// A reason in the customer's voice.
    func reason(_ code: String, _ pack: PolicyPack?) -> String {
        DecisionText(reader: reader, pack: pack).reason(code)
    }
}
