import AfterSales
import Base
import Customers
import Markup
import Web

/// Paying an exchange's difference that could not be collected, by one of the methods that can.
struct DifferenceActions: Component {
    let model: CustomerCaseModel
    let call: CustomerCall
    let reader: Reader
    let input: FormBody?

    var body: HTML {
        guard let first = model.payers.first else { return "" }
        let text = MovementText(reader: reader)
        let ways = model.payers.map { Choices.Choice($0.id.text, text.method($0)) }
        let amount = reader.money(model.view.unpaid)
        return ActionForm(
            to: call.place(of: model.record.id) + "/difference-payment", call.seals.next(),
            style: "actions-column",
            button: Button(reader["counter.difference.pay", ["amount": amount]], .primary, .wide),
            content: Choices(
                "methodId", reader["counter.difference.legend"], ways,
                chosen: input?["methodId"] ?? first.id.text
            ).body
        ).body
    }
}
