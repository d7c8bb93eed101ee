import Base
import Policies

/// One breach of an order is compensated once by itself; a second time a human looks at it.
struct CompensationOnce: CaseRule {
    static let rule = "compensatedBefore"

    func finding(_ facts: CaseFacts, amount: Money) -> RuleFinding? {
        guard facts.kind == .compensation, facts.compensated.contains(facts.reason) else { return nil }
        return RuleFinding(Self.rule, .sendsToHuman, ["reason": facts.reason])
    }
}
