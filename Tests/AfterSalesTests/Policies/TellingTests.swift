import Base
import Policies
import TestSupport
import Testing

@testable import AfterSales

/// What a decision tells goes with what it decides, whatever is asked for under whatever pack.
@Suite struct TellingTests {
    @Test(arguments: ShippedPacks.names)
    func `nothing that approves by itself is told beside a refusal, a person or a request for evidence`(
        name: String
    ) throws {
        let pack = try pack(name)
        let policy = CasePolicy(pack: pack, day: try TestWorld.profile(TestWorld.shop).day)
        var outcomes: Set<DecisionOutcome> = []
        for facts in Self.applications(pack) {
            let verdict = policy.decide(facts)
            outcomes.insert(verdict.outcome)
            let told = Set(verdict.findings.map(\.effect))
            #expect(told.contains(.grants) == (verdict.outcome == .approve), "\(verdict.findings)")
            #expect(!told.isEmpty)
        }
        #expect(outcomes.isSuperset(of: [.approve, .refuse]))
    }

    @Test(arguments: ShippedPacks.names)
    func `what is said to come of the evidence is what comes of it`(name: String) throws {
        let pack = try pack(name)
        let policy = CasePolicy(pack: pack, day: try TestWorld.profile(TestWorld.shop).day)
        for facts in Self.applications(pack) where facts.evidence.isEmpty {
            var shown = facts
            shown.evidence = Set(EvidenceKind.allCases)
            #expect(policy.decide(facts).whenShown == policy.decide(shown).outcome)
        }
    }

    /// Every kind and reason at every stage, with small and large sums, known and unknown times, with and without
    /// evidence.
    private static func applications(_ pack: PolicyPack) -> [CaseFacts] {
        var all: [CaseFacts] = []
        for kind in CaseKind.allCases {
            for reason in pack.reasons.map(\.code) {
                for status in OrderStatus.allCases {
                    for (paid, isTimed, isShown) in variants {
                        all.append(application(kind, reason, status, paid, isTimed, isShown))
                    }
                }
            }
        }
        return all
    }

    private static let variants: [(Int64, Bool, Bool)] = [1_00, 45_00, 9_999_00].flatMap { paid in
        [(paid, true, true), (paid, true, false), (paid, false, true), (paid, false, false)]
    }

    private static func application(
        _ kind: CaseKind, _ reason: String, _ status: OrderStatus, _ paid: Int64, _ isTimed: Bool,
        _ isShown: Bool
    ) -> CaseFacts {
        facts {
            ($0.kind, $0.reason, $0.orderStatus) = (kind, reason, status)
            $0.lines = [line(paid: paid, priceNow: paid / 2)]
            $0.evidence = isShown ? [.photo, .video, .document] : []
            if !isTimed { ($0.placedAt, $0.paidAt, $0.shippedAt, $0.deliveredAt) = (nil, nil, nil, nil) }
        }
    }
}
