import Base
import Localisation
import Markup
import Payments
import Staff
import Web

/// A charge that did not go through, with the two ways on: try again under the same number, or take it back.
struct FailedCharge: Component {
    let movement: Movement
    let canTakeBack: Bool
    let refused: RefusedForm?
    let call: DeskCall

    static func form(_ noun: String, _ movement: Movement) -> String { "\(noun)-\(movement.number)" }

    private var texts: TextTable { call.texts }

    var body: HTML {
        let place =
            "\(call.place("orders", Identifier<Movement>(movement.orderID)))/charges/\(movement.number.inPath)"
        let title = texts[
            "desk.charge.failed",
            ["amount": call.words.money(movement.amount), "method": call.words.method(movement.methodKind)]]
        return """
            <section class="banner" data-tone="bad"><p><strong>\(title)</strong> \
            \(movement.fault.map { texts["desk.charge.fault", ["fault": call.words.fault($0)]] }) \
            \(texts["desk.charge.holds"])</p><div class="actions">\
            \(if: call.may(.refundsRetry), button("retry", place, texts["desk.charge.retry"], nil))\
            \(if: canTakeBack && call.may(.ordersChange), takeBack(place))</div></section>
            """
    }

    private func takeBack(_ place: String) -> HTML {
        let label = texts[movement.caseID == nil ? "desk.charge.undoChange" : "desk.charge.undoExchange"]
        return button("undoing", place, label, texts["desk.again", ["what": label]])
    }

    private func button(_ noun: String, _ place: String, _ label: String, _ again: String?) -> HTML {
        DeskForm(Self.form(noun, movement), to: "\(place)/\(noun)", call, refused: refused)
            .pressed(Button(label), confirmation: again).body
    }
}
