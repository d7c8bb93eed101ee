import Base
import Policies

/// A stored case as a rehearsal reads it.
public struct RehearsedCase: Sendable {
    public let id: Identifier<Case>
    public let kind: CaseKind
    public let facts: CaseFacts
    public let decision: Decision
    public let asked: Money
}

/// What would have been decided under another pack: every difference, and what it costs.
public struct Rehearsal {
    public struct Difference: Sendable {
        public let caseID: Identifier<Case>
        public let kind: CaseKind
        public let before: CasePolicy.Verdict
        public let after: CasePolicy.Verdict
    }

    public private(set) var cases = 0
    public private(set) var changed = 0
    /// The first differences, up to `Limits.pageItems`.
    public private(set) var differences: [Difference] = []
    /// Sums of what is approved at once, before and after.
    public private(set) var approvedBefore: Int64 = 0
    public private(set) var approvedAfter: Int64 = 0

    private let old: (Int) throws -> CasePolicy
    private let new: CasePolicy

    /// - Parameter old: the policy of a pack version, as it decided then.
    public init(old: @escaping (Int) throws -> CasePolicy, new: CasePolicy) {
        self.old = old
        self.new = new
    }

    public mutating func take(_ rehearsed: RehearsedCase) throws {
        let before = try old(rehearsed.decision.packVersion).decide(rehearsed.facts)
        let after = new.decide(rehearsed.facts)
        cases += 1
        if before.outcome == .approve { approvedBefore += before.amount.amount }
        if after.outcome == .approve { approvedAfter += after.amount.amount }
        guard before.outcome != after.outcome || before.amount != after.amount else { return }
        changed += 1
        if differences.count < Limits.pageItems {
            differences.append(
                Difference(caseID: rehearsed.id, kind: rehearsed.kind, before: before, after: after))
        }
    }
}
