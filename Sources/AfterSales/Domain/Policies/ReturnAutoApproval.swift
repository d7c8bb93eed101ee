import Base
import Policies

/// What is approved in the request that opens a case, up to which amount, and what a human must see.
struct ReturnAutoApproval: CaseRule {
    let pack: PolicyPack

    func finding(_ facts: CaseFacts, amount: Money) -> RuleFinding? {
        guard let kind = pack.kinds[facts.kind] else { return nil }
        switch kind.approval {
        case .always: return RuleFinding("approvedAtOnce", .grants)
        case .human: return RuleFinding("humanDecides", .sendsToHuman, ["kind": facts.kind.rawValue])
        case .upTo(let most):
            let amount = CaseAmount.worth(facts, amount)
            let told = [
                "amount": amount.digits, "most": Money(most, amount.currency).digits,
                "currency": amount.currency.code,
            ]
            return amount.amount <= most
                ? RuleFinding("belowApprovalLimit", .grants, told)
                : RuleFinding("aboveApprovalLimit", .sendsToHuman, told)
        }
    }
}
