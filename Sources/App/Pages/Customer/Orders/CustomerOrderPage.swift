import AfterSales
import Base
import Customers
import Hummingbird
import Markup
import Orders
import Payments
import Policies
import Web

/// One order: its goods, its cases, where it is, what was paid, and what can still be changed.
struct CustomerOrderPage: Component {
    let model: OpenOrder
    let call: CustomerCall
    /// What the customer had entered when a change was refused.
    var input: FormBody?

    private var reader: Reader { call.reader(at: model.now) }
    private var order: Order { model.order }

    static func response(
        _ id: Identifier<Order>, _ call: CustomerCall, problem: Problem? = nil, input: FormBody? = nil
    ) async throws -> Response {
        let model = try await call.read { try call.openOrder(id, $0) }
        let page = CustomerOrderPage(model: model, call: call, input: input)
        let title = CustomerOrderWords(reader: page.reader).title(model.order)
        return call.page(title, path: call.place(of: id), problem: problem, images: model.images, page.body)
    }

    var body: HTML {
        """
        <header class="column-head"><h1>\(CustomerOrderWords(reader: reader).title(order))</h1>\
        <p>\(reader["counter.order.id"]) <span class="number">\(order.id.text)</span></p></header>
        \(if: model.view.isHeld && order.status != .cancelled, held)\(each: model.cases, banner)\(goods)
        \(CustomerOrderShipments(order: order, reader: reader))\
        \(CustomerOrderPayments(view: model.view, reader: reader))
        \(address)\(CustomerOrderChangeForms(model: model, call: call, reader: reader, input: input))
        """
    }

    private var held: HTML {
        let name = model.view.lacksPayment ? "held" : "heldForCase"
        return Notice(reader["counter.order.\(name)"], reader["counter.order.\(name).text"], .warn).body
    }

    private func banner(_ record: Case) -> HTML {
        let words = StateWords(reader: reader)
        let state = reader["state.customer.\(record.state.rawValue)"]
        let until = record.deadline.map { DeadlineText(reader: reader).until($0.due) }
        return Notice(
            words.kind(record.kind), [state, until].compactMap { $0 }.joined(separator: " · "),
            StateWords.customerTone(record.state),
            link: Link(reader["counter.order.look"], to: call.place(of: record.id))
        ).body
    }

    private var goods: HTML {
        """
        <section class="card"><div class="card-head"><h2>\(reader["counter.order.goods"])</h2>\
        \(CustomerOrderWords(reader: reader).chip(order))</div><ul class="stack">\(each: order.lines, row)\
        </ul>\
        \(returnable)\(apply)</section>
        """
    }

    private func row(_ line: OrderLine) -> HTML {
        let goods = GoodsText(reader: reader)
        return ProductRow(
            name: goods.name(line), options: goods.options(line, model.units[line.id]),
            image: model.images[line],
            end: MoneyText(line.paid, reader.formatting).body
        ).body
    }

    private var returnable: HTML {
        guard let until = model.returnableUntil, until > model.now else { return "" }
        let words = reader["counter.order.returnable", ["moment": reader.moment(until)]]
        return "<p class=\"small soft\">\(words)</p>"
    }

    private var apply: HTML {
        guard model.takesCases else {
            return
                "<p class=\"small soft\">\(reader.most("counter.order.noCases", [order.status.rawValue]))</p>"
        }
        let link = Link(reader["counter.order.apply"], to: call.place(of: order.id) + "/apply")
        return "<div class=\"actions\">\(ButtonLink(link))</div>"
    }

    private var address: HTML {
        """
        <section class="card"><h2>\(reader["counter.order.address"])</h2>\
        <p>\(AddressText.line(order.address))</p></section>
        """
    }
}
