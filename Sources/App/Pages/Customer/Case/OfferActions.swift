import AfterSales
import Base
import Markup
import Web

/// An offer's answers: accept it, propose something else, or decline.
struct OfferActions: Component {
    let model: CustomerCaseModel
    let call: CustomerCall
    let reader: Reader
    let input: FormBody?

    var body: HTML {
        guard let offer = model.openOffer else { return "" }
        let place = "\(call.place(of: model.record.id))/offers/\(offer.number)"
        let accept = ActionForm(
            to: place + "/acceptance", call.seals.next(), style: "actions-column",
            button: Button(label(offer), .primary, .wide))
        let decline = ActionForm(
            to: place + "/decline", call.seals.next(), style: "actions",
            confirmation: reader["counter.offer.decline.twice"],
            button: Button(reader["counter.offer.decline"], .quiet))
        return "\(accept)\(CounterForm(model: model, call: call, reader: reader, input: input))\(decline)"
    }

    private func label(_ offer: Offer) -> String {
        reader[
            "counter.offer.accept.\(offer.kind.rawValue)", ["amount": offer.amount.map(reader.money) ?? ""]]
    }
}

/// The customer's own proposal.
struct CounterForm: Component {
    let model: CustomerCaseModel
    let call: CustomerCall
    let reader: Reader
    let input: FormBody?

    var body: HTML {
        let form = ActionForm(
            to: call.place(of: model.record.id) + "/offers", call.seals.next(),
            button: Button(reader["counter.offer.send"]), content: fields)
        return """
            <details class="disclosure" id="counter"\(attribute: "open", input?["offer"] != nil)>\
            <summary>\(reader["counter.offer.other"])</summary><div class="disclosure-body">\(form)</div>\
            </details>
            """
    }

    private var fields: HTML {
        """
        \(Choices("offer", reader["counter.offer.legend"], choices, chosen: chosen))\
        \(Field("amount", reader["counter.offer.amount"], value: input?["amount"], limit: 16,
            hint: reader["counter.offer.amount.hint", ["most": reader.money(model.most)]]))\
        \(Field("offerNote", reader["counter.offer.note"], .area(rows: 2), value: input?["offerNote"],
            limit: Limits.noteCharacters))
        """
    }

    private var chosen: String { input?["offer"] ?? OfferKind.partialRefund.rawValue }

    private static let kinds: [OfferKind] = [.partialRefund, .replacement, .returnRefund, .storeCredit]

    private var choices: [Choices.Choice] {
        Self.kinds.map { Choices.Choice($0.rawValue, reader["counter.offer.want.\($0.rawValue)"]) }
    }
}
