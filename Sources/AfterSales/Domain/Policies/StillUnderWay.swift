import Base
import Policies

/// A parcel that can still come is not missing yet: money for it, or the same goods once more, is a person's to give. What
/// the order's source tells of its arrival ends the wait.
struct StillUnderWay: CaseRule {
    static let rule = "stillUnderWay"

    let pack: PolicyPack

    func finding(_ facts: CaseFacts, amount: Money) -> RuleFinding? {
        guard facts.kind == .refundOnly || facts.kind == .resend, facts.orderStatus == .shipped,
            let shipped = facts.shippedAt, let within = pack.reason(facts.reason)?.arrivesWithin
        else { return nil }
        let until = shipped + within
        guard facts.openedAt < until else { return nil }
        return RuleFinding(
            Self.rule, .sendsToHuman, ["within": within.description, "until": until.description])
    }
}
