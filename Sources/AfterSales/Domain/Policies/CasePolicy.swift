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
            ApplicationLimit(pack: pack),
            ReturnWindow(pack: pack, day: day), StatutoryExclusion(pack: pack), PriceDrop(),
            SomethingToRefund(), CompensationOnce(), CompensationShown(pack: pack),
            EvidenceNeeded(pack: pack), ReturnAutoApproval(pack: pack),
        ]
    }

    public struct Verdict: Sendable, Hashable {
        public let outcome: DecisionOutcome
        public let findings: [RuleFinding]
        /// What is paid when the case is granted as asked.
        public let amount: Money
    }

    public func decide(_ facts: CaseFacts) -> Verdict {
        let amount = CaseAmount(pack: pack).asked(facts)
        let findings = rules.compactMap { $0.finding(facts, amount: amount) }
        let outcome: DecisionOutcome =
            if findings.contains(where: { $0.effect == .refuses }) {
                .refuse
            } else if findings.contains(where: { $0.effect == .asksEvidence }) {
                .askEvidence
            } else if findings.contains(where: { $0.effect == .sendsToHuman }) {
                .human
            } else {
                .approve
            }
        return Verdict(outcome: outcome, findings: telling(findings, outcome), amount: amount)
    }

    /// A refusal is told by what refused; what would have let the case pass is then beside the point.
    private func telling(_ findings: [RuleFinding], _ outcome: DecisionOutcome) -> [RuleFinding] {
        outcome == .refuse ? findings.filter { $0.effect == .refuses } : findings
    }
}

/// One rule of the policy: what it finds in the facts, or nothing when it has nothing to say.
protocol CaseRule: Sendable {
    func finding(_ facts: CaseFacts, amount: Money) -> RuleFinding?
}
