import Base
import Localisation
import Markup
import Orders
import Web

/// What a change would do, before it is done in the customer's name.
struct DeskChangePreviewPage: PicturedPage {
    let form: OrderChangeForm
    let plan: ChangePlan
    let images: ProductImages
    let call: DeskCall

    private var texts: TextTable { call.texts }

    var body: HTML {
        let place = call.place("orders", form.order.id)
        let confirm = ActionForm(
            to: "\(place)/changes", call.seal(), style: "actions",
            button: Button(texts["counter.change.confirm.\(plan.kind.rawValue)"], .primary, key: "A"),
            content: form.hiddenFields)
        let summary = ChangePlanSummary(
            plan: plan, refund: texts["desk.change.refund"], images: images, reader: call.reader)
        return """
            <div class="page page-narrow"><header class="page-head"><div><p class="row small soft">\
            <a href="\(call.path)/orders">\(texts["desk.way.orders"])</a>\
            <a class="number" href="\(place)">\(form.order.id.text)</a></p>\
            <h1>\(call.words.change(plan.kind))</h1><p>\(texts["desk.change.check"])</p></div></header>\
            <section class="card">\(summary)</section><div class="actions">\(confirm)\
            \(ButtonLink(Link(texts["desk.change.back"], to: place), .quiet))</div></div>
            """
    }
}
