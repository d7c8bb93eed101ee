import Base
import Markup
import Policies

/// How long each step may take and what happens otherwise.
struct PublicClockTerms {
    let pack: PolicyPack
    let reader: Reader

    var section: PolicySection {
        PolicySection(
            id: "clocks", title: reader["publicPolicy.clocks"],
            content: """
                <p>\(provisional)</p><table class="terms"><thead><tr>\
                \(each: ["step", "longest", "after"], column)\
                </tr></thead><tbody>\
                \(row("promise", pack.promise.within, reader["publicPolicy.after.promise"]))\
                \(each: CaseState.open, row)\
                \(row("underWay", pack.underWay.within, reader["publicPolicy.after.\(pack.underWay.fallback.rawValue)"]))\
                \(row("goodsBack", pack.goodsBack.within, reader["publicPolicy.after.\(pack.goodsBack.fallback.rawValue)"]))\
                \(row("complaint", pack.complaints.within, reader["publicPolicy.after.complaint"]))</tbody>\
                </table><p class="soft">\(reader["publicPolicy.clocks.shown"])</p>
                """)
    }

    var dispute: PolicySection {
        let within = pack.deadlines[.disputed].map { reader.span($0.within) } ?? ""
        let open = pack.deadlines[.rejected].map { reader.span($0.within) } ?? ""
        return PolicySection(
            id: "dispute", title: reader["publicPolicy.dispute"],
            content: "<p>\(reader["publicPolicy.dispute.text", ["open": open, "within": within]])</p>")
    }

    private var provisional: String {
        let promise = pack.promise
        let facts = [
            "within": reader.span(promise.within),
            "amount": reader.money(Money(promise.approveUpTo, reader.currency)),
            "share": "\(promise.offerBasisPoints / 100)%",
            "most": reader.money(Money(promise.offerUpTo, reader.currency)),
        ]
        return reader["publicPolicy.provisional.\(promise.otherwise.rawValue)", facts]
    }

    private func column(_ name: String) -> HTML {
        "<th scope=\"col\">\(reader["publicPolicy.clocks.\(name)"])</th>"
    }

    private func row(_ state: CaseState) -> HTML {
        guard let deadline = pack.deadlines[state] else { return "" }
        return row(
            state.rawValue, deadline.within, reader["publicPolicy.after.\(deadline.fallback.rawValue)"])
    }

    private func row(_ name: String, _ within: Span, _ after: String) -> HTML {
        """
        <tr><th scope="row">\(reader["publicPolicy.step.\(name)"])</th>\
        <td class="nowrap">\(reader.span(within))</td><td>\(after)</td></tr>
        """
    }
}
