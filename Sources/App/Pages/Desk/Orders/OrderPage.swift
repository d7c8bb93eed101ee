import Base
import Customers
import Localisation
import Markup
import Orders
import Payments
import Policies
import Staff
import Web

/// One order: goods, changes, money, parcels, its customer and its cases.
struct OrderPage: PicturedPage {
    let model: OrderModel
    let refused: RefusedForm?
    let call: DeskCall

    private var texts: TextTable { call.texts }
    private var order: Order { model.view.order }
    var images: ProductImages { model.open.images }

    var body: HTML {
        """
        <div class="page"><header class="page-head"><div><p class="row small soft">\
        <a href="\(call.path)/orders">\(texts["desk.way.orders"])</a></p>\
        <h1>\(texts["desk.order.page", ["id": order.id.text]])</h1></div>\
        <div class="actions">\
        \(StatusChip(call.words.orderStatus(order.status), order.status == .delivered ? .good : nil))\
        \(actions)</div></header>\
        \(each: model.failedCharges, failed)\(if: !order.heldFor.isEmpty, held)\
        \(order.stray.map { StrayNotice(order: order.id, stray: $0, refused: refused, call: call) })<div class="split"><div class="stack">\(goods)\
        \(if: call.may(.ordersChange), DeskChangeForms(model: model.open, refused: refused, call: call).body)\
        \(if: !model.view.changes.isEmpty, changes)\(cases)</div>\
        <div class="stack">\(customer)\(money)\(if: !model.books.isEmpty, books)</div></div></div>
        """
    }

    private var actions: HTML {
        let complaint = Link(
            texts["desk.complaint.new"],
            to: QueryText.address(
                "\(call.path)/complaints/new",
                ["customer": model.customer.id.text, "order": order.id.text]))
        let apply = Link(texts["desk.apply.title"], to: "\(call.place("orders", order.id))/apply")
        return """
            \(if: call.may(.complaintsHandle), ButtonLink(complaint, key: "C").body)\
            \(if: call.may(.casesOpen) && model.open.takesCases, ButtonLink(apply, .primary, key: "A").body)
            """
    }

    private func failed(_ movement: Movement) -> HTML {
        FailedCharge(
            movement: movement, canTakeBack: model.canTakeBack(movement), refused: refused, call: call
        ).body
    }

    private var held: HTML {
        Notice(texts["desk.order.heldForCase"], texts["desk.order.heldForCase.text"], .warn).body
    }

    private var goods: HTML {
        let text = GoodsText(reader: call.reader)
        let rows = order.lines.map { line in
            ProductRow(
                name: text.name(line),
                options: text.options(line, model.open.units[line.id]), image: images[line],
                end: MoneyText(line.paid, call.formatting).body)
        }
        return """
            <section class="card"><div class="card-head"><h2>\(texts["desk.order.goods"])</h2></div>\
            <ul class="stack">\(rows)</ul><dl class="facts">\
            \(DeskFacts([(texts["desk.order.freight"], MoneyText(order.freight, call.formatting).body)]))\
            \(OrderMoments(order: order, now: model.now, call: call))\
            <dt>\(texts["desk.customer.address"])</dt><dd>\(call.personal.address(order.address))</dd></dl>\
            </section>
            """
    }

    private var changes: HTML {
        """
        <section class="card"><div class="card-head"><h2>\(texts["desk.order.changes"])</h2></div>\
        <ol class="rules">\(each: model.view.changes.reversed(), change)</ol></section>
        """
    }

    private func change(_ change: OrderChange) -> HTML {
        """
        <li class="rule"><p class="rule-says">\(call.words.change(change.kind))</p>\
        \(change.reason.map { "<p class=\"soft\">\(call.words.reason($0, model.open.pack))</p>" as HTML })\
        <p class="small faint">\(call.words.moment(change.at))</p></li>
        """
    }

    private var cases: HTML {
        guard !model.cases.isEmpty else {
            return """
                <section class="card"><h2>\(texts["desk.way.cases"])</h2>\
                <p class="small soft">\(texts["desk.order.noCases"])</p></section>
                """
        }
        return CaseTable(
            caption: texts["desk.way.cases"], rows: model.cases, now: model.now, words: call.words
        ).body
    }

    private var customer: HTML {
        """
        <section class="card"><div class="card-head"><h2>\
        <a href="\(call.place("customers", model.customer.id))">\(call.personal.name(model.customer))</a></h2></div>\
        <dl class="facts">\(CustomerFacts(customer: model.customer, call: call))</dl>\
        \(PersonalDataPanel(record: .order(order.id), showings: model.showings, refused: refused, call: call))\
        </section>
        """
    }

    private var money: HTML {
        """
        <section class="card"><div class="card-head"><h2>\(texts["desk.money.title"])</h2></div>\
        \(MovementTable(movements: model.view.movements, call: call))</section>
        """
    }

    private var books: HTML {
        """
        <section class="card"><div class="card-head"><h2>\(texts["desk.books.title"])</h2></div>\
        \(BooksTable(entries: model.books, call: call))</section>
        """
    }
}
