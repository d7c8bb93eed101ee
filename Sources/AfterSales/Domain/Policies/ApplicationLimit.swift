import Base
import Policies

/// Neither the order nor one of its lines has been applied for too often.
struct ApplicationLimit: CaseRule {
    let pack: PolicyPack

    func finding(_ facts: CaseFacts, amount: Money) -> RuleFinding? {
        ordersSpent(facts) ?? linesSpent(facts)
    }

    private func ordersSpent(_ facts: CaseFacts) -> RuleFinding? {
        guard let limit = pack.applications.perOrder, facts.earlierCases >= limit else { return nil }
        return RuleFinding(
            "casesPerOrder", .refuses, ["limit": String(limit), "earlier": String(facts.earlierCases)])
    }

    private func linesSpent(_ facts: CaseFacts) -> RuleFinding? {
        guard let limit = pack.applications.perLine,
            let line = facts.lines.first(where: { $0.applications >= limit })
        else { return nil }
        return RuleFinding("applicationsPerLine", .refuses, ["limit": String(limit), "line": line.lineID])
    }
}
