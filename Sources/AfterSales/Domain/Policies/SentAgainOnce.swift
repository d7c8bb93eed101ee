import Base
import Policies

/// What came again once and is said to be missing again is looked at by a person.
struct SentAgainOnce: CaseRule {
    static let rule = "sentAgainBefore"

    func finding(_ facts: CaseFacts, amount: Money) -> RuleFinding? {
        guard facts.kind == .resend, facts.wasSentAgain else { return nil }
        return RuleFinding(Self.rule, .sendsToHuman)
    }
}
