import Base
import Policies

/// Decides an application: every rule looks at the facts, the strictest answer wins, and all that spoke are named.
///
/// refuse > ask for evidence > a human > approve. No clock, no I/O: the same facts give the same decision.
public struct CasePolicy: Sendable {
    private let pack: PolicyPack
    private let rules: [any CaseRule]

    /// - Parameter day: the shop's time zone, for windows that begin at midnight.
    public init(pack: PolicyPack, day: LocalDay) {
        self.pack = pack
        rules = [
            KindOffered(pack: pack), ReasonForKind(pack: pack), OrderStage(pack: pack),
            ReasonForStage(pack: pack), StillUnderWay(pack: pack), ApplicationLimit(pack: pack),
            ReturnWindow(pack: pack, day: day), StatutoryExclusion(pack: pack), PriceDrop(),
            SomethingToRefund(), PaidElsewhereBefore(), SentAgainOnce(), CompensationOnce(pack: pack),
            CompensationShown(pack: pack),
            EvidenceNeeded(pack: pack), ReturnAutoApproval(pack: pack),
        ]
    }

    public struct Verdict: Sendable, Hashable {
        public let outcome: DecisionOutcome
        /// What comes of it once the evidence that is missing is there; else the outcome itself.
        public let whenShown: DecisionOutcome
        public let findings: [RuleFinding]
        /// What is paid when the case is granted as asked.
        public let amount: Money
    }

    public func decide(_ facts: CaseFacts) -> Verdict {
        let amount = CaseAmount(pack: pack).asked(facts)
        let findings = rules.compactMap { $0.finding(facts, amount: amount) }
        let outcome = outcome(of: findings)
        return Verdict(
            outcome: outcome, whenShown: self.outcome(of: findings.filter { $0.effect != .asksEvidence }),
            findings: telling(findings, outcome), amount: amount)
    }

    private func outcome(of findings: [RuleFinding]) -> DecisionOutcome {
        let effects = Set(findings.map(\.effect))
        if effects.contains(.refuses) { return .refuse }
        if effects.contains(.asksEvidence) { return .askEvidence }
        return effects.contains(.sendsToHuman) ? .human : .approve
    }

    /// A refusal is told by what refused; what would have let the case pass is then beside the point. What approves by
    /// itself is told only where it did.
    private func telling(_ findings: [RuleFinding], _ outcome: DecisionOutcome) -> [RuleFinding] {
        findings.filter { finding in
            switch outcome {
            case .approve: true
            case .askEvidence, .offer, .human: finding.effect != .grants
            case .refuse: finding.effect == .refuses
            }
        }
    }
}

/// One rule of the policy: what it finds in the facts, or nothing when it has nothing to say.
protocol CaseRule: Sendable {
    func finding(_ facts: CaseFacts, amount: Money) -> RuleFinding?
}
