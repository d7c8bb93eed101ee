import AfterSales
import Base
import Localisation
import Markup
import Orders
import Policies
import Web

/// Applying in a customer's name: goods, reason and wish at the left, what the policy says at the right.
struct DeskApplyPage: PicturedPage {
    let model: DeskApplyModel
    let refused: Problem?
    let call: DeskCall

    private var texts: TextTable { call.texts }
    private var order: Order { model.order.order }
    var images: ProductImages { model.order.images }

    var body: HTML {
        """
        <div class="page"><header class="page-head"><div><p class="row small soft">\
        <a href="\(call.path)/orders">\(texts["desk.way.orders"])</a>\
        <a class="number" href="\(call.place("orders", order.id))">\(order.id.text)</a></p>\
        <h1>\(texts["desk.apply.title"])</h1><p>\(who)</p></div></header>\
        \(DeskApplyWork(model: model, refused: refused, call: call))</div>
        """
    }

    private var who: String { model.order.customer.map(MaskedName.of) ?? order.customerID.text }
}
