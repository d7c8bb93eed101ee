import Base
import Policies

/// Where the order's source has given money back, and nobody can tell for which goods, a person looks before more goes out:
/// it may have been for these.
struct PaidElsewhereBefore: CaseRule {
    static let rule = "paidElsewhereBefore"

    func finding(_ facts: CaseFacts, amount: Money) -> RuleFinding? {
        guard facts.kind != .compensation, let gone = facts.paidElsewhere, gone.isPositive else { return nil }
        return RuleFinding(
            Self.rule, .sendsToHuman, ["amount": gone.digits, "currency": gone.currency.code])
    }
}
