import Customers
import Localisation
import Markup
import Orders
import Policies
import Web

/// What can still be changed in an order in its customer's name; each first shows what it would come to.
struct DeskChangeForms: Component {
    let model: OpenOrder
    let refused: RefusedForm?
    let call: DeskCall

    private var texts: TextTable { call.texts }

    var body: HTML {
        guard !model.changes.isEmpty else { return .empty }
        return """
            <section class="card" id="changes"><div class="card-head"><h2>\(texts["desk.change.title"])</h2>\
            </div>\(notice)<div class="stack-tight">\(each: model.changes, disclosure)</div></section>
            """
    }

    private var input: FormBody? { refused?.name == DeskOrderChangeRoutes.form ? refused?.body : nil }

    private var notice: Notice? { input == nil ? nil : refused.map { Notice(refusal: $0.problem) } }

    private func disclosure(_ kind: OrderChange.Kind) -> HTML {
        let isOpen = input?["kind"] == kind.rawValue
        let fields = OrderChangeFields(
            kind: kind, model: model, reader: call.reader, input: isOpen ? input : nil, address: blank)
        let form = ActionForm(
            to: call.place("orders", model.order.id) + "/changes/preview", call.seal(),
            button: Button(texts["desk.change.preview"]),
            content: "<input type=\"hidden\" name=\"kind\" value=\"\(kind.rawValue)\">\(fields)")
        return """
            <details class="disclosure" id="change-\(kind.rawValue)"\(attribute: "open", isOpen)>\
            <summary>\(call.words.change(kind))</summary><div class="disclosure-body">\(form)</div></details>
            """
    }

    /// The street stays masked at the desk, so a new one is written whole.
    private var blank: Address {
        let old = model.order.address
        return Address(
            line1: "", line2: "", city: old.city, region: old.region, country: old.country,
            postalCode: old.postalCode)
    }
}
