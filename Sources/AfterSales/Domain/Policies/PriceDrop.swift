import Base
import Policies

/// Price protection needs a price that fell.
struct PriceDrop: CaseRule {
    func finding(_ facts: CaseFacts, amount: Money) -> RuleFinding? {
        guard facts.kind == .priceProtection else { return nil }
        let now = facts.lines.reduce(Money.zero(amount.currency)) { $0 + ($1.priceNow ?? $1.paid) }
        let told = ["paid": facts.paid.digits, "now": now.digits, "currency": amount.currency.code]
        return amount.isPositive
            ? RuleFinding("priceDropped", .allows, told) : RuleFinding("priceNotDropped", .refuses, told)
    }
}
