import Base
import Markup
import Policies

/// The reasons that a customer can give, what each asks to be shown, and who pays for sending back.
struct PublicReasonTerms {
    let pack: PolicyPack
    let reader: Reader

    var section: PolicySection {
        PolicySection(
            id: "reasons", title: reader["publicPolicy.reasons"],
            content: "<p>\(reader["publicPolicy.reasons.text"])</p><ul>\(each: pack.reasons, item)</ul>")
    }

    private func item(_ reason: ReasonPolicy) -> HTML {
        let kinds = CaseKind.allCases.filter { reason.kinds.contains($0) && pack.kinds[$0] != nil }
        let stage = stage(of: reason, kinds)
        let names = kinds.map { stage == nil ? words($0, of: reason) : name($0) }
        let evidence =
            reason.evidence.isEmpty
            ? reader["publicPolicy.evidence.none"]
            : reader[
                "publicPolicy.evidence", ["kinds": DecisionText(reader: reader).evidence(reason.evidence)]]
        let freight =
            kinds.contains(where: \.returnsGoods)
            ? reader["publicPolicy.freight.\(reason.returnFreight)"] : nil
        let text =
            [reader["publicPolicy.reason.kinds", ["kinds": reader.all(names)]], stage, evidence, freight]
            .compactMap { $0 }
        return """
            <li><p class="strong">\(reader["publicPolicy.quoted", ["says": reason.says[reader.language]]])\
            </p>\
            <p class="small soft">\(reader.sentences(text))</p></li>
            """
    }

    /// When all of its kinds can be asked for with it, where that is said of all of them at once.
    private func stage(of reason: ReasonPolicy, _ kinds: [CaseKind]) -> String? {
        let all = kinds.map { Set(pack.kinds[$0]?.during ?? []) }
        let fitting = zip(kinds, all).map { kind, all in all.filter { reason.fits(kind, $0) } }
        let union = fitting.reduce(Set<OrderStatus>()) { $0.union($1) }
        guard fitting != all, zip(all, fitting).allSatisfy({ $0.intersection(union) == $1 }) else {
            return nil
        }
        return reader["publicPolicy.reason.during", ["states": words(union)]]
    }

    /// A kind with the states of the order in which the reason goes with it, where that is not always.
    private func words(_ kind: CaseKind, of reason: ReasonPolicy) -> String {
        let all = Set(pack.kinds[kind]?.during ?? [])
        let fitting = all.filter { reason.fits(kind, $0) }
        guard fitting != all else { return name(kind) }
        return reader["publicPolicy.reason.kindDuring", ["kind": name(kind), "states": words(fitting)]]
    }

    private func words(_ states: Set<OrderStatus>) -> String {
        reader.either(
            OrderStatus.allCases.filter(states.contains).map {
                reader.inside(reader["orderStatus.\($0.rawValue)"])
            })
    }

    private func name(_ kind: CaseKind) -> String { reader.inside(reader["kind.\(kind.rawValue)"]) }
}
