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
        let evidence =
            reason.evidence.isEmpty
            ? reader["publicPolicy.evidence.none"]
            : reader[
                "publicPolicy.evidence", ["kinds": DecisionText(reader: reader).evidence(reason.evidence)]]
        let freight =
            kinds.contains(where: \.returnsGoods)
            ? reader["publicPolicy.freight.\(reason.returnFreight)"] : nil
        let text =
            [
                reader[
                    "publicPolicy.reason.kinds",
                    ["kinds": reader.all(kinds.map { words($0, of: reason) })]]
            ]
            + [evidence, freight].compactMap { $0 }
        return """
            <li><p class="strong">\(reader["publicPolicy.quoted", ["says": reason.says[reader.language]]])\
            </p>\
            <p class="small soft">\(reader.sentences(text))</p></li>
            """
    }

    /// A kind with the states of the order in which the reason goes with it, where that is not always.
    private func words(_ kind: CaseKind, of reason: ReasonPolicy) -> String {
        let name = reader.inside(reader["kind.\(kind.rawValue)"])
        let all = OrderStatus.allCases.filter { pack.kinds[kind]?.during.contains($0) == true }
        let fitting = all.filter { reason.fits(kind, $0) }
        guard fitting.count < all.count else { return name }
        let states = fitting.map { reader.inside(reader["orderStatus.\($0.rawValue)"]) }
        return reader["publicPolicy.reason.kindDuring", ["kind": name, "states": reader.either(states)]]
    }
}
