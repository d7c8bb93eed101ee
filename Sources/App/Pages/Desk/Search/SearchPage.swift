import AfterSales
import Base
import Customers
import Localisation
import Markup
import Payments
import Web

/// Finding anything from one field, and a customer by name and postal code; without words, every page of the
/// desk. What the command palette does with a script stands here without one.
struct SearchPage: Component {
    let search: DeskSearch
    /// The address of these results, or of those after a cursor.
    let place: (String?) -> String
    let call: DeskCall

    private var texts: TextTable { call.texts }

    var body: HTML {
        """
        <div class="page"><header class="page-head"><div><h1>\(texts["desk.search.title"])</h1>\
        <p>\(texts["desk.search.text"])</p></div></header>\(forms)\
        \(if: search.asked.isAsked && search.isEmpty, nothing)\(found)\(if: !search.asked.isAsked, index)</div>
        """
    }

    private var forms: HTML {
        """
        <div class="search-forms"><form class="card" role="search" method="post" action="\(call.path)/search">\
        \(Field("q", texts["desk.search"], .search, value: search.asked.words, limit: Limits.searchCharacters, hint: texts["desk.search.hint"]))\
        <div class="actions">\(Button(texts["action.search"], .primary))</div></form>\
        <form class="card" role="search" method="post" action="\(call.path)/search">\
        <div class="field-row">\(name("family", search.asked.name?.family))\(name("given", search.asked.name?.given))\
        \(name("postalCode", search.asked.name?.postalCode))</div>\
        <div class="actions">\(Button(texts["desk.search.byName"]))</div></form></div>
        """
    }

    private func name(_ part: String, _ value: String?) -> Field {
        Field(part, texts["desk.search.\(part)"], value: value, limit: Limits.nameCharacters)
    }

    private var nothing: HTML {
        """
        <div class="table-frame">\(EmptyState(
            texts["desk.orders.nothing", ["words": search.asked.words ?? ""]], texts["desk.orders.nothingText"]))\
        </div>
        """
    }

    private var found: HTML {
        """
        \(each: search.customers.items, customer)\(pager)\
        \(if: !search.cases.isEmpty, section("cases", CaseTable(
            caption: texts["desk.queue.caption"], rows: search.cases, now: search.now, words: call.words).body))\(if: search.hasMoreCases, moreCases)\
        \(if: !search.orders.isEmpty, section("orders", OrderTable(rows: search.orders, call: call).body))\
        \(each: search.complaints, complaint)\(each: search.refunds, refund)
        """
    }

    private var moreCases: HTML {
        let all = QueryText.address(call.path, ["view": "all", "q": search.asked.words])
        return "<p><a href=\"\(all)\">\(texts["desk.search.allCases"])</a></p>"
    }

    private var pager: Pager {
        Pager(
            first: search.isFirst ? nil : place(nil), next: search.customers.next.map { place($0.text) },
            texts)
    }

    private func section(_ way: String, _ table: HTML) -> HTML {
        "<section class=\"stack\"><h2 class=\"section-head\">\(texts["desk.way.\(way)"])</h2>\(table)</section>"
    }

    private func customer(_ customer: Customer) -> HTML {
        """
        <section class="card"><div class="card-head"><h2>\
        <a href="\(call.place("customers", customer.id))">\(MaskedName.of(customer))</a></h2></div>\
        <dl class="facts">\(CustomerFacts(customer: customer, call: call))</dl></section>
        """
    }

    private func complaint(_ row: ComplaintRow) -> HTML {
        """
        <section class="card"><div class="card-head"><h2>\
        <a href="\(call.place("complaints", row.complaint.id))">\(texts["desk.way.complaints"]) · \
        \(row.customer)</a></h2>\(StatusChip(call.words.complaint(row.complaint.state)))</div>\
        <p class="soft small">\(row.complaint.words.prefix(120))</p></section>
        """
    }

    private func refund(_ movement: Movement) -> HTML {
        """
        <section class="card"><div class="card-head"><h2>\
        <a href="\(call.place("refunds", movement.number))">\
        \(texts["movement.kind.\(movement.kind.rawValue)"]) \(call.words.money(movement.amount))</a></h2>\
        \(MovementChip.of(movement, call.words))</div></section>
        """
    }

    private var index: HTML {
        let ways = DeskWay.allCases.filter { call.may($0.permission) }
        return """
            <nav class="card" aria-label="\(texts["desk.search.pages"])">\
            <h2 class="card-quiet">\(texts["desk.search.pages"])</h2><ul class="index">\
            \(each: ways, { "<li><a href=\"\($0.place(call))\">\(texts["desk.way.\($0.rawValue)"])</a></li>" })\
            </ul></nav>
            """
    }
}
