import Base
import Policies

/// The shop offers this kind of case at all.
struct KindOffered: CaseRule {
    let pack: PolicyPack

    func finding(_ facts: CaseFacts, amount: Money) -> RuleFinding? {
        pack.kinds[facts.kind] == nil
            ? RuleFinding("kindNotOffered", .refuses, ["kind": facts.kind.rawValue]) : nil
    }
}
