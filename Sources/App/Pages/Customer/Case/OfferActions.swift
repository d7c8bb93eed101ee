import AfterSales
import Base
import Markup
import Policies
import Web

/// An offer's answers: accept it, propose something else, or decline.
struct OfferActions: Component {
    let model: CustomerCaseModel
    let call: CustomerCall
    let reader: Reader
    let input: FormBody?

    var body: HTML {
        let offers = model.openOffers
        guard !offers.isEmpty else { return "" }
        let counter =
            model.steps.contains("countered")
            ? CounterForm(model: model, call: call, reader: reader, input: input).body : ""
        return """
            \(each: offers, { accept($0, offers.count == 1) })\(counter)\
            \(if: offers.count == 1, decline(offers[0]))
            """
    }

    private func place(_ offer: Offer) -> String {
        "\(call.place(of: model.record.id))/offers/\(offer.number)"
    }

    /// - Parameter isOnly: nothing else is offered; else one way is chosen of several, and the goods are with the shop.
    private func accept(_ offer: Offer, _ isOnly: Bool) -> HTML {
        ActionForm(
            to: place(offer) + "/acceptance", call.seals.next(), style: "actions-column",
            button: Button(label(offer, isOnly ? "accept" : "choose"), isOnly ? .primary : .usual, .wide)
        ).body
    }

    private func decline(_ offer: Offer) -> HTML {
        ActionForm(
            to: place(offer) + "/decline", call.seals.next(), style: "actions",
            confirmation: reader["counter.offer.decline.twice"],
            button: Button(reader.most("counter.offer.decline", [model.record.state.rawValue]), .quiet)
        ).body
    }

    private func label(_ offer: Offer, _ way: String) -> String {
        reader[
            "counter.offer.\(way).\(offer.kind.rawValue)", ["amount": offer.amount.map(reader.money) ?? ""]]
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
        let fitting = OfferKind.fitting(model.record.kind)
        return Self.kinds.filter(fitting.contains).map {
            Choices.Choice($0.rawValue, reader["counter.offer.want.\($0.rawValue)"])
        }
    }
}
