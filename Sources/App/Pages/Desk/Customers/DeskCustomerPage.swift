import Base
import Customers
import Localisation
import Markup
import Staff
import Web

/// One customer, details masked unless asked for: orders to apply for or change, cases, complaints, ways to pay.
struct DeskCustomerPage: Component {
    let model: DeskCustomerModel
    let refused: RefusedForm?
    let call: DeskCall

    private var texts: TextTable { call.texts }
    private var customer: Customer { model.customer }

    var body: HTML {
        """
        <div class="page"><header class="page-head"><div><p class="row small soft">\
        <a href="\(call.path)/search">\(texts["desk.search.title"])</a>\
        <span class="number">\(customer.id.text)</span></p><h1>\(call.personal.name(customer))</h1></div>\
        <div class="actions">\(if: call.may(.complaintsHandle), complain.body)</div></header>\
        <div class="split split-side"><div class="stack">\(orders)\(if: !model.cases.isEmpty, cases)\
        \(if: !model.complaints.isEmpty, complaints)</div><div class="stack">\(details)\
        \(if: !customer.methods.isEmpty, methods)</div></div></div>
        """
    }

    private var complain: ButtonLink {
        let place = QueryText.address("\(call.path)/complaints/new", ["customer": customer.id.text])
        return ButtonLink(Link(texts["desk.complaint.new"], to: place), key: "C")
    }

    private var orders: HTML {
        guard !model.orders.items.isEmpty else {
            return "<p class=\"soft\">\(texts["desk.customer.noOrders"])</p>"
        }
        return """
            <section class="stack"><h2 class="section-head">\(texts["desk.way.orders"])</h2>\
            \(OrderTable(rows: model.orders.items, call: call))\
            \(Pager(first: model.isFirst ? nil : place, next: model.orders.next.map { "\(place)?cursor=\($0.text)" }, texts))\
            </section>
            """
    }

    private var place: String { call.place("customers", customer.id) }

    private var moreCases: HTML {
        let all = QueryText.address(call.path, ["view": "all", "q": customer.id.text])
        return "<p><a href=\"\(all)\">\(texts["desk.search.allCases"])</a></p>"
    }

    private var cases: HTML {
        """
        <section class="stack"><h2 class="section-head">\(texts["desk.way.cases"])</h2>\
        \(CaseTable(
            caption: texts["desk.queue.caption"], rows: model.cases, now: model.now, words: call.words))\(if: model.hasMoreCases, moreCases)\
        </section>
        """
    }

    private var complaints: HTML {
        """
        <section class="stack"><h2 class="section-head">\(texts["desk.way.complaints"])</h2>\
        \(ComplaintTable(rows: model.complaints, now: model.now, call: call))</section>
        """
    }

    private var details: HTML {
        """
        <section class="card"><h2>\(texts["desk.customer.title"])</h2>\
        <dl class="facts">\(CustomerFacts(customer: customer, call: call))</dl>\
        \(PersonalDataPanel(
            record: .customer(customer.id), showings: model.showings, refused: refused, call: call))\
        \(if: call.may(.personalDataGive), rights)</section>
        """
    }

    private var rights: HTML {
        "<p class=\"small\"><a href=\"\(place)/rights\">\(texts["desk.rights.link"])</a></p>"
    }

    private var methods: HTML {
        """
        <section class="card"><h2>\(texts["desk.customer.methods"])</h2>\
        <ul class="rules">\(each: customer.methods, { "<li class=\"rule\">\(call.words.method($0))</li>" })\
        </ul></section>
        """
    }
}
