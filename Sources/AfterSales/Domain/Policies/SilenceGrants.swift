import Policies

/// What a silent shop grants by the clock: everything that only waited for its answer, but no claim that nothing shows
/// or that the order itself speaks against. There time passing proves nothing, and a person must look.
struct SilenceGrants {
    private static let needsPerson: Set<String> = [
        CompensationShown.keptRule, CompensationShown.unknownTimeRule, CompensationShown.notShownRule,
        CompensationOnce.rule, EvidenceNeeded.onlyWordsRule,
    ]

    static func allows(_ decision: Decision) -> Bool { held(decision).isEmpty }

    /// What holds it back.
    static func held(_ decision: Decision) -> [RuleFinding] {
        decision.rules.filter { needsPerson.contains($0.id) }
    }
}
