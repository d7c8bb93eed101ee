import Base
import Policies

/// What came again once and is asked for once more, or is to be paid for without coming back, is looked at by a person.
struct SentAgainOnce: CaseRule {
    static let rule = "sentAgainBefore"

    func finding(_ facts: CaseFacts, amount: Money) -> RuleFinding? {
        guard facts.kind == .resend || facts.kind == .refundOnly, facts.wasSentAgain else { return nil }
        return RuleFinding(Self.rule, .sendsToHuman)
    }
}
