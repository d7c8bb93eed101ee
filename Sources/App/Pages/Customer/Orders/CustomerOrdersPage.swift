import AfterSales
import Base
import Customers
import Markup
import Orders
import Policies
import Web

/// The customer's orders, each a card that leads on; what waits for the customer stands out.
struct CustomerOrdersPage: Component {
    let model: CustomerOrdersModel
    let call: CustomerCall
    let next: String?
    let isFirst: Bool

    private var reader: Reader { call.reader(at: model.now) }

    var body: HTML {
        """
        <header class="column-head"><h1>\(greeting)</h1><p>\(reader["counter.orders.text"])</p></header>
        \(if: model.orders.items.isEmpty, empty)\(each: model.orders.items, card)
        \(Pager(first: isFirst ? nil : call.base + "/orders", next: next, reader.texts))\
        \(complaints)\(signOut)
        """
    }

    private var greeting: String {
        model.customer.map { Salutation(reader: reader).words($0) } ?? reader["counter.orders.link"]
    }

    private var empty: HTML {
        let link = Link(reader["counter.signIn.other"], to: call.base + "/sign-in")
        return """
            <section class="card">\
            \(EmptyState(reader["counter.orders.empty"], reader["counter.orders.empty.text"], link: link))\
            </section>
            """
    }

    private func card(_ view: OrderView) -> HTML {
        let order = view.order
        return """
            <a class="card card-link" href="\(call.place(of: order.id))"><div class="card-head">\
            <h2>\(CustomerOrderWords(reader: reader).title(order))</h2>\(chip(order))</div>\
            <div class="row"><div class="thumbs">\(each: order.lines.prefix(4), thumb)</div>\
            <div class="push end">\(MoneyText(CustomerOrderWords.total(view), reader.formatting))\
            <p class="small soft">\(reader.units(order.lines.reduce(0) { $0 + $1.quantity }))</p></div></div>\
            <p class="small soft two-lines">\(names(order))</p>\(number(order))\(model.newest[order.id].map(caseLine))</a>

            """
    }

    /// Nothing where the order is called by its number already.
    private func number(_ order: Order) -> HTML? {
        guard order.placedAt != nil else { return nil }
        return "<p class=\"small faint\">\(reader["counter.order.number", ["order": order.id.text]])</p>"
    }

    private func thumb(_ line: OrderLine) -> HTML {
        ProductThumb(
            name: GoodsText(reader: reader).name(line), image: model.images[line], size: .small
        ).body
    }

    private func names(_ order: Order) -> String {
        reader.all(order.lines.prefix(3).map(GoodsText(reader: reader).name))
    }

    private func chip(_ order: Order) -> StatusChip {
        if let record = model.newest[order.id], !record.state.isClosed {
            return StateWords(reader: reader).customerChip(record.state)
        }
        return CustomerOrderWords(reader: reader).chip(order)
    }

    private func caseLine(_ record: Case) -> HTML {
        let kind = StateWords(reader: reader).kind(record.kind)
        let state = reader["state.customer.\(record.state.rawValue)"]
        let until = record.deadline.map { DeadlineText(reader: reader).until($0.due) }
        return """
            <p class="small"><span class="strong">\(kind)</span> \
            <span class="soft">\(state)\(until.map { " · \($0)" as HTML })</span></p>
            """
    }

    private var complaints: HTML {
        if model.complaints.isEmpty { return "" }
        return """
            <section class="card" id="complaints"><h2>\(reader["counter.complaint.mine"])</h2><ul class="stack">\
            \(each: model.complaints, complaint)</ul></section>
            """
    }

    private func complaint(_ complaint: Complaint) -> HTML {
        """
        <li class="row"><a href="\(call.base)/complaints/\(complaint.id.inPath)">\
        \(reader["complaint.cause.\(complaint.cause.rawValue)"])</a>\
        <span class="small soft">\(reader.moment(complaint.openedAt))</span>\
        <span class="push">\(StatusChip(reader["complaint.state.\(complaint.state.rawValue)"]))</span></li>
        """
    }

    private var signOut: HTML {
        ActionForm(
            to: call.base + "/sign-out", call.seals.next(), style: "actions",
            button: Button(reader["layout.signOut"], .quiet)
        ).body
    }
}
