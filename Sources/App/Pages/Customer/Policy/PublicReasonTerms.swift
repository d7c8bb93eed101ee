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
                    ["kinds": reader.all(kinds.map { reader.inside(reader["kind.\($0.rawValue)"]) })]]
            ]
            + [evidence, freight].compactMap { $0 }
        return """
            <li><p class="strong">\(reader["publicPolicy.quoted", ["says": reason.says[reader.language]]])\
            </p>\
            <p class="small soft">\(reader.sentences(text))</p></li>
            """
    }
}
