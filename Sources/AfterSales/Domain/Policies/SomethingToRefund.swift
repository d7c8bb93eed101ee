import Base
import Policies

/// Money goes back only where some was paid and has not gone back before: a gift of the shop is exchanged or sent again.
/// Where all of an order's money has gone back, a person decides whether its goods are replaced all the same.
struct SomethingToRefund: CaseRule {
    static let paidBackRule = "orderPaidBack"

    func finding(_ facts: CaseFacts, amount: Money) -> RuleFinding? {
        switch facts.kind {
        case .refundOnly, .returnRefund:
            amount.isPositive ? nil : RuleFinding("nothingToRefund", .refuses, ["kind": facts.kind.rawValue])
        case .exchange, .resend, .repair:
            facts.isPaidBack ? RuleFinding(Self.paidBackRule, .sendsToHuman) : nil
        case .compensation, .priceProtection: nil
        }
    }
}
