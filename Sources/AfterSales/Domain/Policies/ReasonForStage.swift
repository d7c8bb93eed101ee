import Base
import Policies

/// What the customer says can be true of an order that has come so far: nobody has waited in vain for a parcel that was
/// not sent.
struct ReasonForStage: CaseRule {
    let pack: PolicyPack

    func finding(_ facts: CaseFacts, amount: Money) -> RuleFinding? {
        let status = facts.orderStatus
        guard let kind = pack.kinds[facts.kind], kind.during.contains(status),
            let reason = pack.reason(facts.reason), reason.kinds.contains(facts.kind),
            !reason.fits(facts.kind, status)
        else { return nil }
        let told = ["reason": facts.reason, "orderStatus": status.rawValue]
        guard status.isBeforeShipping else {
            return RuleFinding(
                "reasonNotForStage", .refuses,
                told.merging(["kind": facts.kind.rawValue]) { first, _ in first })
        }
        return RuleFinding(
            "reasonBeforeSending", .refuses,
            pack.mayCancel(status) ? told.merging(["then": "cancel"]) { first, _ in first } : told)
    }
}
