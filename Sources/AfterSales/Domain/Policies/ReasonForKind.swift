import Base
import Policies

/// The reason that the customer gave goes with what is asked for.
struct ReasonForKind: CaseRule {
    let pack: PolicyPack

    func finding(_ facts: CaseFacts, amount: Money) -> RuleFinding? {
        guard let reason = pack.reason(facts.reason), !reason.kinds.contains(facts.kind) else { return nil }
        return RuleFinding(
            "reasonNotForKind", .refuses, ["reason": facts.reason, "kind": facts.kind.rawValue])
    }
}
