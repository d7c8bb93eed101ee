import Base
import Policies

/// Money goes back only where some was paid and has not gone back before: a gift of the shop is exchanged or sent again.
struct SomethingToRefund: CaseRule {
    func finding(_ facts: CaseFacts, amount: Money) -> RuleFinding? {
        switch facts.kind {
        case .refundOnly, .returnRefund:
            amount.isPositive ? nil : RuleFinding("nothingToRefund", .refuses, ["kind": facts.kind.rawValue])
        case .exchange, .resend, .repair, .compensation, .priceProtection: nil
        }
    }
}
