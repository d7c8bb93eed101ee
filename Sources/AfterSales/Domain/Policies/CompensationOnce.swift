import Base
import Policies

/// One breach of an order is compensated once by itself, and its price is lowered once, whatever is wrong with the goods;
/// a second time a human looks at it.
struct CompensationOnce: CaseRule {
    static let rule = "compensatedBefore"
    let pack: PolicyPack

    func finding(_ facts: CaseFacts, amount: Money) -> RuleFinding? {
        guard facts.kind == .compensation else { return nil }
        let isLowered = pack.lowersPrice(facts.reason)
        let before =
            facts.compensated.contains(facts.reason)
            ? facts.reason
            : facts.compensated.sorted().first { isLowered && pack.lowersPrice($0) }
        return before.map { RuleFinding(Self.rule, .sendsToHuman, ["reason": $0]) }
    }
}
