import Base
import Customers
import Localisation
import Markup
import Orders
import Payments
import Storage
import Web

/// One movement of money: its whole number, what is to be paid to whom and how, what came of it, what a person may do.
struct OneRefundPage: Component {
    let movement: Movement
    let customer: Customer
    /// The refunds that are made instead of it.
    let replacements: [Identifier<Movement>]
    let refused: RefusedForm?
    let now: Timestamp
    let call: DeskCall

    init(
        _ number: Identifier<Movement>, _ call: DeskCall, refused: RefusedForm?, _ transaction: Transaction
    ) throws {
        movement = try call.services.payments.movement(number, in: call.shop.id, transaction)
        replacements = try call.services.payments.replacements(of: number, in: call.shop.id, transaction)
        customer = try call.services.customers.customer(movement.customerID, in: call.shop.id, transaction)
        now = transaction.now
        self.refused = refused
        self.call = call
    }

    private var texts: TextTable { call.texts }

    var body: HTML {
        """
        <div class="page"><header class="page-head"><div><p class="row small soft">\
        <a href="\(call.path)/refunds">\(texts["desk.way.refunds"])</a></p><h1>\(title)</h1></div>\
        <div class="actions">\(MovementChip.of(movement, call.words))\
        \(if: movement.isLate && !movement.state.isSettled, StatusChip(texts["desk.refunds.state.late"], .warn).body)\
        </div></header>\(refused.map { Notice(refusal: $0.problem) })\
        <section class="card"><dl class="facts">\(DeskFacts(facts))</dl>\
        <p class="small soft">\(RefundNote(call: call).says(movement))</p>\
        \(RefundActions(movement: movement, isAlone: true, call: call))\
        \(RefusedRefundForms(movement: movement, customer: customer, refused: refused, call: call))</section></div>
        """
    }

    private var title: HTML {
        let kind = texts["movement.kind.\(movement.kind.rawValue)"]
        return "\(kind) \(MoneyText(movement.amount, call.formatting))"
    }

    private var facts: [(String, HTML)] {
        var facts: [(String, HTML)] = [
            (texts["desk.refunds.number"], CopyText(movement.number.text, reader: call.reader).body),
            (
                texts["desk.refunds.who"],
                "<a href=\"\(call.place("customers", customer.id))\">\(MaskedName.of(customer))</a>"
            ),
            (texts["desk.refunds.method"], HTML(escaping: method)),
            (
                texts["desk.order.title"],
                """
                <a class="number" href="\(call.path)/orders/\(QueryText.encoded(movement.orderID))">\
                \(movement.orderID)</a>
                """
            ),
        ]
        if let payment = movement.payment {
            facts.append((texts["desk.refunds.payment"], link(payment)))
        }
        if let earlier = movement.replaces { facts.append((texts["desk.refunds.replaces"], link(earlier))) }
        for number in replacements { facts.append((texts["desk.refunds.replacedBy"], link(number))) }
        if let reference = movement.handReference {
            facts.append((texts["desk.refunds.byHand"], CopyText(reference, reader: call.reader).body))
        }
        if let reference = movement.providerReference {
            facts.append(
                (texts["desk.refunds.providerReference"], CopyText(reference, reader: call.reader).body))
        }
        if let id = movement.caseID {
            let place = "\(call.path)/cases/\(QueryText.encoded(id))"
            facts.append((texts["desk.search.kind.cases"], "<a class=\"number\" href=\"\(place)\">\(id)</a>"))
        }
        facts.append((texts["desk.refunds.orderedAt"], HTML(escaping: call.words.moment(movement.orderedAt))))
        if let at = movement.settledAt {
            facts.append((texts["desk.refunds.settledAt"], HTML(escaping: call.words.moment(at))))
        }
        return facts
    }

    private func link(_ number: Identifier<Movement>) -> HTML {
        "<a class=\"number\" href=\"\(call.place("refunds", number))?on=page\">\(number.text)</a>"
    }

    /// With what tells one account from another.
    private var method: String {
        customer.method(movement.methodID).map(call.words.method) ?? call.words.method(movement.methodKind)
    }
}
