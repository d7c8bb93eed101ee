import AfterSales
import Markup
import Policies
import Web

/// That there is a case about the same goods already, with the way to it.
struct AppliedBefore: Component {
    let cases: [Case]
    let call: CustomerCall
    let reader: Reader

    var body: HTML {
        guard !cases.isEmpty else { return .empty }
        return """
            <p class="product-below">\(reader["counter.apply.before"]) \(HTML(joining: cases.map(link)))</p>
            """
    }

    private func link(_ record: Case) -> HTML {
        let words = reader[
            "counter.apply.before.link",
            [
                "kind": reader["kind.\(record.kind.rawValue)"],
                "state": reader["state.customer.\(record.state.rawValue)"],
            ]]
        return "<a href=\"\(call.place(of: record.id))\">\(words)</a> "
    }
}
