import Base
import Policies

/// The order has come as far as this kind of case needs, and no further.
struct OrderStage: CaseRule {
    let pack: PolicyPack

    func finding(_ facts: CaseFacts, amount: Money) -> RuleFinding? {
        guard let kind = pack.kinds[facts.kind], !kind.during.contains(facts.orderStatus) else { return nil }
        return RuleFinding(
            "orderStage", .refuses, ["orderStatus": facts.orderStatus.rawValue, "kind": facts.kind.rawValue])
    }
}
