import Markup
import Orders
import Policies
import Web

/// What can be changed before shipping, each a form that first shows what it would come to.
struct CustomerOrderChangeForms: Component {
    let model: OpenOrder
    let call: CustomerCall
    let reader: Reader
    let input: FormBody?

    var body: HTML {
        if model.changes.isEmpty { return "" }
        return """
            <section class="card" id="changes"><h2>\(reader["counter.change.title"])</h2>\
            <p class="small soft">\(reader["counter.change.text"])</p>\(each: model.changes, disclosure)\
            </section>
            """
    }

    private func disclosure(_ kind: OrderChange.Kind) -> HTML {
        let isOpen = input?["kind"] == kind.rawValue
        let form = ActionForm(
            to: call.place(of: model.order.id) + "/changes/preview", call.seals.next(),
            button: Button(reader[kind == .cancel ? "counter.change.cancel" : "counter.change.preview"]),
            content: "<input type=\"hidden\" name=\"kind\" value=\"\(kind.rawValue)\">\(fields(kind))")
        return """
            <details class="disclosure" id="change-\(kind.rawValue)"\(attribute: "open", isOpen)>\
            <summary>\(reader["change.\(kind.rawValue)"])</summary><div class="disclosure-body">\(form)\
            </div></details>
            """
    }

    private func fields(_ kind: OrderChange.Kind) -> OrderChangeFields {
        OrderChangeFields(kind: kind, model: model, reader: reader, input: input)
    }
}
