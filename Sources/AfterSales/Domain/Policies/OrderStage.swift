import Base
import Policies

/// The order has come as far as this kind of case needs, and no further. Who would send goods back that have not left is
/// told that the order can be cancelled.
struct OrderStage: CaseRule {
    let pack: PolicyPack

    func finding(_ facts: CaseFacts, amount: Money) -> RuleFinding? {
        guard let kind = pack.kinds[facts.kind], !kind.during.contains(facts.orderStatus) else { return nil }
        let told = ["orderStatus": facts.orderStatus.rawValue, "kind": facts.kind.rawValue]
        let mayCancel = facts.kind.returnsGoods && pack.mayCancel(facts.orderStatus)
        return RuleFinding(
            "orderStage", .refuses, mayCancel ? told.merging(["then": "cancel"]) { first, _ in first } : told)
    }
}

extension PolicyPack {
    /// Before the parcel leaves, cancelling is what gives everything back.
    func mayCancel(_ status: OrderStatus) -> Bool {
        status.isBeforeShipping && orderChanges.cancel?.during.contains(status) == true
    }
}
