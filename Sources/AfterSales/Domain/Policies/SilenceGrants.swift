import Base
import Policies

/// What a silent shop grants by the clock: everything that only waited for its answer, but no claim that has to be shown
/// and is not, nor money for a parcel that can still come or for goods whose order has moved on. There time passing proves
/// nothing, and a person must look. That something did not arrive which its carrier calls delivered is the shop's to
/// answer in time: its silence pays.
struct SilenceGrants {
    private static let needsPerson: Set<String> = [
        CompensationShown.keptRule, CompensationShown.unknownTimeRule, CompensationShown.notShownRule,
        CompensationOnce.rule, EvidenceNeeded.onlyWordsRule, CasePast.notArrivedRule, decidedAnewRule,
        reopenedAgainstPolicyRule, SomethingToRefund.paidBackRule, SentAgainOnce.rule,
        CasePast.refusedGoodsLostRule, EvidenceNeeded.missingRule, CasePast.settledElsewhereRule,
        StillUnderWay.rule, PaidElsewhereBefore.rule, CasePast.differenceTakenBackRule,
    ]
    /// Of those, what the policy says of the facts: it says it again as long as it is so.
    private static let saidByPolicy: Set<String> = [
        CompensationShown.keptRule, CompensationShown.unknownTimeRule, CompensationShown.notShownRule,
        CompensationOnce.rule, SomethingToRefund.paidBackRule, SentAgainOnce.rule, EvidenceNeeded.missingRule,
        StillUnderWay.rule, PaidElsewhereBefore.rule,
    ]

    /// A person looks once more: at what nobody had decided, which is as it was; at what had come to an end; at what the
    /// policy has refused.
    static let reopenedRule = "reopened"
    static let decidedAnewRule = "reopenedDecided"
    static let reopenedAgainstPolicyRule = "reopenedAgainstPolicy"

    static func allows(_ rules: [RuleFinding]) -> Bool { held(rules).isEmpty }

    /// What holds it back.
    static func held(_ rules: [RuleFinding]) -> [RuleFinding] { rules.filter { needsPerson.contains($0.id) } }

    /// What still does when the policy has looked at the facts again, beside what it finds now.
    /// - Parameter isShown: what was wanted has come, and not words alone.
    static func stillHeld(
        _ rules: [RuleFinding], after verdict: CasePolicy.Verdict, isShown: Bool
    ) -> [RuleFinding] {
        let others = held(rules).filter { rule in
            !saidByPolicy.contains(rule.id) && !(isShown && rule.id == EvidenceNeeded.onlyWordsRule)
        }
        return others + held(verdict.findings).filter { found in !others.contains { $0.id == found.id } }
    }

    /// Whether silence accepts what the customer has proposed last: no more than was asked for, and nothing else. Whoever
    /// asked to send goods back, or for others, does not get money for keeping them by the clock.
    static func accepts(_ proposal: Offer, on record: Case) -> Bool {
        switch record.kind {
        case .refundOnly, .compensation, .priceProtection:
            proposal.amount.map { $0 <= record.asked } ?? false
        case .returnRefund: proposal.kind == .returnRefund
        case .exchange, .resend, .repair: false
        }
    }
}

extension Case {
    /// Whether the shop's silence may grant it: nothing holds it back, the order's source has not given money back
    /// meanwhile, nobody waits for a parcel that should have come, and it comes to no more than the goods cost.
    func isGrantedBySilence() throws -> Bool {
        guard SilenceGrants.allows(decision.rules), goneElsewhere == nil, goods != .underWay else {
            return false
        }
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
