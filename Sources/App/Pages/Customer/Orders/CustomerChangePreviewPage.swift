import Base
import Customers
import Markup
import Orders
import Payments
import Web

/// What a change would do, before it is done: the new order and the money.
struct CustomerChangePreviewPage: Component {
    let form: CustomerOrderChangeForm
    let plan: ChangePlan
    let call: CustomerCall
    let reader: Reader

    var body: HTML {
        let place = call.place(of: form.order.id)
        let kind = reader["change.\(plan.kind.rawValue)"]
        let confirm = ActionForm(
            to: place + "/changes", call.seals.next(),
            button: Button(reader["counter.change.confirm.\(plan.kind.rawValue)"], .primary, .wide),
            content: form.hiddenFields)
        return """
            <header class="column-head"><h1>\(reader["counter.change.check"])</h1><p>\(kind) · \
            \(reader["counter.order.id"]) <span class="number">\(form.order.id.text)</span></p></header>
            <section class="card">\(goods)\(address)<dl class="facts">\(each: money, fact)</dl></section>
            \(confirm)<div class="actions">\
            \(ButtonLink(Link(reader["counter.change.back"], to: place), .quiet))</div>
            """
    }

    private var goods: HTML {
        guard let lines = plan.lines else { return "" }
        let text = GoodsText(reader: reader)
        let rows = lines.map { line in
            ProductRow(
                name: text.name(line), options: text.options(line.options, line.quantity),
                end: MoneyText(line.paid, reader.formatting).body)
        }
        return "<ul class=\"stack\">\(rows)</ul>"
    }

    private var address: HTML {
        plan.address.map { "<p>\(AddressText.line($0))</p>" } ?? ""
    }

    private func fact(_ fact: (name: String, words: String)) -> HTML {
        "<dt>\(fact.name)</dt><dd>\(fact.words)</dd>"
    }

    private var money: [(name: String, words: String)] {
        let text = MovementText(reader: reader)
        let steps = plan.steps.map { step -> (name: String, words: String) in
            switch step {
            case .refundEverything: (reader["counter.change.refund"], reader["counter.change.everything"])
            case .refund(let amount, let method):
                (reader["counter.change.refund"], "\(reader.money(amount)) · \(text.method(method.kind))")
            case .refundOriginal(let amount):
                (
                    reader["counter.change.refund"],
                    "\(reader.money(amount)) · \(reader["destination.original"])"
                )
            case .charge(let amount, let method):
                (reader["counter.change.charge"], "\(reader.money(amount)) · \(text.method(method.kind))")
            }
        }
        return steps.isEmpty ? [(reader["counter.change.charge"], reader["counter.change.nothing"])] : steps
    }
}
