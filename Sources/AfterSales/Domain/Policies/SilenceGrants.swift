import Base
import Policies

/// What a silent shop grants by the clock: everything that only waited for its answer, but no claim that nothing shows
/// or that the order itself speaks against. There time passing proves nothing, and a person must look.
struct SilenceGrants {
    private static let needsPerson: Set<String> = [
        CompensationShown.keptRule, CompensationShown.unknownTimeRule, CompensationShown.notShownRule,
        CompensationOnce.rule, EvidenceNeeded.onlyWordsRule, CasePast.notArrivedRule, reopenedRule,
    ]

    /// A person looks once more at what the policy has refused.
    static let reopenedRule = "reopenedAgainstPolicy"

    static func allows(_ rules: [RuleFinding]) -> Bool { held(rules).isEmpty }

    /// What holds it back.
    static func held(_ rules: [RuleFinding]) -> [RuleFinding] { rules.filter { needsPerson.contains($0.id) } }
}

extension Deadline {
    /// A clock that says what will really happen when it runs out.
    init(_ policy: DeadlinePolicy, from now: Timestamp, after rules: [RuleFinding]) {
        self.init(policy, from: now)
        if fallback == .approve, !SilenceGrants.allows(rules) { fallback = .escalate }
    }
}
