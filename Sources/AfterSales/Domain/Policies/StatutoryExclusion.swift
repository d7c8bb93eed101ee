import Base
import Policies

/// Goods that cannot be had back without a fault: the four classes of 消费者权益保护法 article 25, and those that the
/// buyer confirmed as excluded at purchase. Without that confirmation a shop may not refuse them.
struct StatutoryExclusion: CaseRule {
    let pack: PolicyPack

    func finding(_ facts: CaseFacts, amount: Money) -> RuleFinding? {
        guard let kind = pack.kinds[facts.kind], let reason = pack.reason(facts.reason),
            reason.fault == .buyer,
            !reason.quality
        else { return nil }
        let hit = facts.lines.first { line in
            guard let exclusion = line.exclusion, kind.exclusions.contains(exclusion) else { return false }
            return exclusion != .confirmed || line.exclusionConfirmed
        }
        guard let hit, let exclusion = hit.exclusion else { return nil }
        return RuleFinding("goodsExcluded", .refuses, ["exclusion": exclusion.rawValue, "line": hit.lineID])
    }
}
