import Base
import Policies

/// What is compensated by itself stands in the pack's table and shows: by the order's own times where the table says
/// what was promised, else by the evidence that the reason asks for. Nothing else refuses: a human looks at it.
struct CompensationShown: CaseRule {
    /// The order was in time, whatever the customer says.
    static let keptRule = "promisedTimeKept"
    static let unknownTimeRule = "promisedTimeUnknown"
    static let notShownRule = "compensationNotShown"

    let pack: PolicyPack

    func finding(_ facts: CaseFacts, amount: Money) -> RuleFinding? {
        guard facts.kind == .compensation else { return nil }
        // A reason without a row allows no compensation at all, and says so by itself.
        guard let row = pack.compensation(for: facts.reason) else { return nil }
        guard amount.isPositive else {
            return RuleFinding("compensationIsNothing", .refuses, ["reason": facts.reason])
        }
        if let promised = row.promised { return kept(promised, facts) }
        let isShown = pack.reason(facts.reason).map { !$0.evidence.isEmpty } ?? false
        return isShown ? nil : RuleFinding(Self.notShownRule, .sendsToHuman, ["reason": facts.reason])
    }

    private func kept(_ promised: PromisedTime, _ facts: CaseFacts) -> RuleFinding {
        guard let start = facts.moment(promised.from) else {
            return RuleFinding(Self.unknownTimeRule, .sendsToHuman, ["from": promised.from.rawValue])
        }
        let end = start + promised.within
        let told = [
            "within": promised.within.description, "from": promised.from.rawValue,
            "step": promised.until.rawValue, "until": end.description,
        ]
        return (facts.moment(promised.until) ?? facts.openedAt) > end
            ? RuleFinding("promisedTimeMissed", .allows, told)
            : RuleFinding(Self.keptRule, .sendsToHuman, told)
    }
}
