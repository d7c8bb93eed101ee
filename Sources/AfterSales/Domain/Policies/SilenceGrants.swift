import Base
import Policies

/// What a silent shop grants by the clock: everything that only waited for its answer, but no claim that nothing shows
/// or that the order itself speaks against. There time passing proves nothing, and a person must look.
struct SilenceGrants {
    private static let needsPerson: Set<String> = [
        CompensationShown.keptRule, CompensationShown.unknownTimeRule, CompensationShown.notShownRule,
        CompensationOnce.rule, EvidenceNeeded.onlyWordsRule, CasePast.notArrivedRule, decidedAnewRule,
        reopenedAgainstPolicyRule, SomethingToRefund.paidBackRule, SentAgainOnce.rule,
        CasePast.refusedGoodsLostRule,
    ]

    /// A person looks once more: at what nobody had decided, which is as it was; at what had come to an end; at what the
    /// policy has refused.
    static let reopenedRule = "reopened"
    static let decidedAnewRule = "reopenedDecided"
    static let reopenedAgainstPolicyRule = "reopenedAgainstPolicy"

    static func allows(_ rules: [RuleFinding]) -> Bool { held(rules).isEmpty }

    /// What holds it back.
    static func held(_ rules: [RuleFinding]) -> [RuleFinding] { rules.filter { needsPerson.contains($0.id) } }
}

extension Case {
    /// Whether the shop's silence may grant it: nothing holds it back, the order's source has not given money back
    /// meanwhile, and it comes to no more than the goods cost.
    func isGrantedBySilence() throws -> Bool {
        guard SilenceGrants.allows(decision.rules), goneElsewhere == nil else { return false }
        return try kind != .compensation || asked <= facts.read().paid
    }
}

extension Deadline {
    /// A clock that says what will really happen when it runs out.
    /// - Parameter isGranted: whether silence grants what is asked for.
    init(_ policy: DeadlinePolicy, from now: Timestamp, isGranted: Bool) {
        self.init(policy, from: now)
        if fallback == .approve, !isGranted { fallback = .escalate }
    }

    /// Nothing is paid by itself any more: a person looks at it.
    mutating func leaveToPerson() {
        if fallback == .approve || fallback == .refundInFull { fallback = .escalate }
    }
}
