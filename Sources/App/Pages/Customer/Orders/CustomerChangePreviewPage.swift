import Base
import Customers
import Markup
import Orders
import Payments
import Web

/// What a change would do, before it is done: the new order and the money.
struct CustomerChangePreviewPage: Component {
    let form: OrderChangeForm
    let plan: ChangePlan
    let call: CustomerCall
    let images: ProductImages
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
            <section class="card">\(ChangePlanSummary(
                plan: plan, refund: reader["counter.change.refund"], images: images, reader: reader))</section>
            \(confirm)<div class="actions">\
            \(ButtonLink(Link(reader["counter.change.back"], to: place), .quiet))</div>
            """
    }
}
