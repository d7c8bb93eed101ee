import AfterSales
import Base
import Conversations
import Customers
import Localisation
import Markup
import Orders
import Payments
import Policies
import Storage
import Web

/// Whose case it is: the customer, details masked unless asked for, the order, the money.
struct CaseSide: Component {
    let model: CaseModel
    let refused: RefusedForm?
    let call: DeskCall

    private var texts: TextTable { call.texts }

    var body: HTML { "\(customer)\(rating)\(order)\(money)\(if: !model.books.isEmpty, books)" }

    private var customer: HTML {
        """
        <section class="card"><div class="card-head"><h2>\
        <a href="\(call.place("customers", model.customer.id))">\(call.personal.name(model.customer))</a></h2></div>\
        <dl class="facts">\(CustomerFacts(customer: model.customer, call: call))\
        \(if: !model.otherCases.isEmpty, others)</dl>\
        \(PersonalDataPanel(record: .case(model.record.id), showings: nil, refused: refused, call: call))\
        </section>
        """
    }

    private var rating: HTML? {
        model.rating.map { given in
            """
            <section class="card" id="rating"><h2>\(texts["desk.caseRating.title"])</h2>\
            <p>\(String(repeating: "★", count: given.rating.stars)) \
            \(texts["counter.rating.\(given.rating.stars)"])</p>\
            \(given.rating.words.map { "<p class=\"pre\">\($0)</p>" as HTML })\
            <p class="small soft">\(call.formatting.moment(given.at, now: model.now))</p></section>
            """
        }
    }

    private var others: HTML {
        """
        <dt>\(texts["desk.customer.cases"])</dt><dd>\(each: model.otherCases, other)</dd>
        """
    }

    private func other(_ record: Case) -> HTML {
        """
        <p><a href="\(call.place("cases", record.id))">\(call.words.kind(record.kind))</a> \
        <span class="soft">\(call.words.state(record.state))</span></p>
        """
    }

    private var order: HTML {
        let order = model.order.order
        return """
            <section class="card"><div class="card-head"><h2>\(texts["desk.order.title"])</h2>\
            \(StatusChip(call.words.orderStatus(order.status), order.status == .delivered ? .good : nil))\
            </div>\
            <ul class="stack">\(each: order.lines, line)</ul><dl class="facts">\
            <dt>\(texts["desk.order.number"])</dt>\
            <dd class="number"><a href="\(call.place("orders", order.id))">\(order.id.text)</a></dd>\
            \(OrderMoments(order: order, now: model.now, call: call))</dl></section>
            """
    }

    private func line(_ line: OrderLine) -> HTML {
        let units = texts[
            line.quantity == 1 ? "goods.units.one" : "goods.units", ["count": String(line.quantity)]]
        return """
            <li class="row">\(ProductThumb(name: line.title, image: model.images[line], size: .small))<div>\
            <p class="small strong">\(line.title)</p><p class="small soft">\(units) · \
            \(MoneyText(line.paid, call.formatting))</p></div></li>
            """
    }

    private var money: HTML {
        """
        <section class="card"><div class="card-head"><h2>\(texts["desk.money.title"])</h2></div>\
        \(MovementTable(movements: model.order.movements, ofCase: model.record.id.text, call: call))</section>
        """
    }

    private var books: HTML {
        """
        <section class="card"><div class="card-head"><h2>\(texts["desk.books.title"])</h2></div>\
        \(BooksTable(entries: model.books, call: call))</section>
        """
    }
}
