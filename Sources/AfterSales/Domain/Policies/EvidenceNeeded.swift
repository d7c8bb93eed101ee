import Base
import Policies

/// Claims that need to be shown are shown.
struct EvidenceNeeded: CaseRule {
    /// The customer answered in words where something was to be shown: a person reads them.
    static let onlyWordsRule = "evidenceInWords"

    static let missingRule = "evidenceMissing"

    let pack: PolicyPack

    func finding(_ facts: CaseFacts, amount: Money) -> RuleFinding? {
        guard let reason = pack.reason(facts.reason), !reason.evidence.isEmpty else { return nil }
        let wanted = reason.evidence.map(\.rawValue).sorted().joined(separator: ", ")
        return facts.evidence.isDisjoint(with: reason.evidence)
            ? RuleFinding(Self.missingRule, .asksEvidence, ["kinds": wanted])
            : RuleFinding("evidenceGiven", .allows, ["kinds": wanted])
    }
}
