import Base
import Localisation
import Markup
import Orders
import Staff
import Web

/// Goods that left although they were cancelled or paid back here, and the way to say that somebody has seen to it.
struct StrayNotice: Component {
    static let form = "stray-settlement"

    let order: Identifier<Order>
    let stray: StrayShipment
    let refused: RefusedForm?
    let call: DeskCall

    private var texts: TextTable { call.texts }

    var body: HTML {
        guard let settled = stray.settledAt else { return open }
        let text = texts[
            "desk.stray.settled", ["at": call.words.moment(stray.at), "settled": call.words.moment(settled)]]
        return Notice(texts["desk.stray.title"], text, nil).body
    }

    private var open: HTML {
        """
        <section class="banner" data-tone="bad"><p><strong>\(texts["desk.stray.title"])</strong> \
        \(texts["desk.stray.one"])</p>\
        \(if: call.may(.refundsRetry), settle)</section>
        """
    }

    private var settle: HTML {
        let label = texts["desk.stray.settle"]
        return """
            <div class="actions">\(DeskForm(
                Self.form, to: "\(call.place("orders", order))/stray-settlement", call, refused: refused
            ).pressed(Button(label), confirmation: texts["desk.again", ["what": label]]))</div>
            """
    }
}
