import AfterSales
import Base
import Markup
import Orders
import Policies
import Web

/// Carrier and number of the parcel that goes back; a number can be put right while it travels.
struct ReturnForm: Component {
    let model: CustomerCaseModel
    let call: CustomerCall
    let reader: Reader
    let input: FormBody?

    var body: HTML {
        guard model.steps.contains("returnShipped") else { return "" }
        let isFirst = model.record.state == .awaitingReturn
        let form = ActionForm(
            to: call.place(of: model.record.id) + "/return-shipment", call.seals.next(),
            button: Button(
                reader[isFirst ? "counter.return.sent" : "counter.return.correct"],
                isFirst ? .primary : .usual, .wide),
            content: fields)
        if isFirst { return form.body }
        return """
            <details class="disclosure" id="parcel"\(attribute: "open", input != nil)>\
            <summary>\(reader["counter.return.wrong"])</summary><div class="disclosure-body">\(form)</div>\
            </details>
            """
    }

    private var fields: HTML {
        let words = CarrierWords(reader: reader)
        return """
            \(SelectField(name: "carrier", label: reader["counter.return.carrier"],
                choices: Carriers.codes.map { ($0, words.name($0)) },
                chosen: input?["carrier"] ?? model.returnParcel?.carrier))\
            \(Field("trackingNumber", reader["counter.return.tracking"],
                value: input?["trackingNumber"] ?? model.returnParcel?.trackingNumber, isRequired: true,
                limit: 64, autocomplete: "off"))\(freight)
            """
    }

    private var freight: HTML {
        guard model.pack.reason(model.record.reason)?.returnFreight == .merchant else { return "" }
        let cap = FreightText(reader: reader).cap(model.order?.order, model.pack)
        return Field(
            "freight", reader["counter.return.freight"],
            value: input?["freight"] ?? model.record.freightClaim.map(\.digits), limit: 16,
            autocomplete: "off",
            hint: reader["counter.return.freight.hint", ["amount": reader.money(cap)]]
        ).body
    }
}
