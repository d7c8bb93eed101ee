import Base
import Policies

/// One breach of an order is compensated once by itself; a second time a human looks at it.
struct CompensationOnce: CaseRule {
    func finding(_ facts: CaseFacts, amount: Money) -> RuleFinding? {
        guard facts.kind == .compensation, facts.compensated.contains(facts.reason) else { return nil }
        return RuleFinding("compensatedBefore", .sendsToHuman, ["reason": facts.reason])
    }
}
