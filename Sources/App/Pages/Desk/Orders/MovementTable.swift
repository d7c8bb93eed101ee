import Base
import Localisation
import Markup
import Payments
import Web

/// Payments and refunds of an order with where each stands.
struct MovementTable: Component {
    let movements: [Movement]
    /// Marks those of one case.
    var ofCase: String?
    let call: DeskCall

    private var texts: TextTable { call.texts }

    var body: HTML {
        guard !movements.isEmpty else { return "<p class=\"small soft\">\(texts["desk.money.none"])</p>" }
        return """
            <table class="books"><thead><tr><th scope="col">\(texts["desk.money.what"])</th>\
            <th scope="col">\(texts["desk.money.amount"])</th></tr></thead><tbody>\(each: movements, row)\
            </tbody></table>
            """
    }

    private func row(_ movement: Movement) -> HTML {
        let isOfCase = ofCase != nil && movement.caseID == ofCase
        let kind = texts["movement.kind.\(movement.kind.rawValue)"]
        let amount = MoneyText(movement.kind == .refund ? -movement.amount : movement.amount, call.formatting)
        return """
            <tr><th scope="row">\(if: isOfCase, "<strong>\(kind)</strong>")\(if: !isOfCase, "\(kind)") \
            <a class="soft" href="\(call.place("refunds", movement.number))">\(MovementText(reader: call.reader).way(movement))</a> \(chip(movement))\
            \(movement.payment.map(backTo))\(movement.providerReference.map(reference))</th>\
            <td>\(amount)</td></tr>
            """
    }

    private func backTo(_ payment: Identifier<Movement>) -> HTML {
        let words = texts["desk.refunds.backTo", ["number": String(payment.text.suffix(10))]]
        return "<br><span class=\"small soft\">\(words)</span>"
    }

    private func reference(_ reference: String) -> HTML {
        let words = texts["desk.refunds.reference", ["number": reference]]
        return "<br><span class=\"small soft\">\(words)</span>"
    }

    private func chip(_ movement: Movement) -> StatusChip? {
        guard movement.state != .succeeded || movement.kind == .refund else { return nil }
        return MovementChip.of(movement, call.words)
    }
}

/// Where a movement of money stands, in two or three words.
enum MovementChip {
    static func of(_ movement: Movement, _ words: DeskWords) -> StatusChip {
        let isWaiting = movement.state == .ordered || movement.state == .sent
        let tone = isWaiting && movement.isLate ? Tone.warn : MovementText.tone(movement.state)
        return StatusChip(words.movement(movement), tone)
    }
}
