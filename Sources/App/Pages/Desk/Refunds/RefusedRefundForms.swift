import Base
import Customers
import Localisation
import Markup
import Payments
import Staff
import Web

/// What can be done about a refund that its provider refuses for good: another way for the money, or what it was paid by
/// past the provider.
struct RefusedRefundForms: Component {
    let movement: Movement
    let customer: Customer
    let refused: RefusedForm?
    let call: DeskCall

    private var texts: TextTable { call.texts }

    var body: HTML {
        guard call.may(.refundsRetry), movement.kind == .refund, movement.state == .failed else {
            return .empty
        }
        return "\(redirection)\(handPayment)"
    }

    private var redirection: HTML {
        let form = form("redirection")
        let label = texts["desk.refunds.redirect"]
        let says = texts["desk.refunds.redirect.text"]
        return """
            <details class="disclosure" id="redirection"\(attribute: "open", form.isRefused)>\
            <summary>\(label)</summary><p class="small soft">\(says)</p>\
            \(form.html(Button(texts["desk.refunds.redirect.send"]),
                form.choices("refundTo", texts["desk.refunds.redirect.to"], destinations)))</details>
            """
    }

    /// Every method of the customer but the one that refused, and store credit, also where there is none yet.
    private var destinations: [Choices.Choice] {
        let others = customer.methods.filter { $0.id != movement.methodID && $0.kind != .storeCredit }
        let methods = others.map { Choices.Choice($0.id.text, call.words.method($0)) }
        return movement.methodKind == .storeCredit
            ? methods : methods + [Choices.Choice("storeCredit", call.words.method(.storeCredit))]
    }

    private var handPayment: HTML {
        let form = form("outcome")
        let button = Button(
            texts["desk.refunds.outcome.paid"], name: "outcome.outcome", value: ManualOutcome.paid.rawValue)
        let field = form.field(
            "reference", texts["desk.refunds.byHand.reference"], isRequired: true,
            limit: Limits.nameCharacters, hint: texts["desk.refunds.byHand.hint"])
        return """
            <details class="disclosure" id="by-hand"\(attribute: "open", form.isRefused)>\
            <summary>\(texts["desk.refunds.byHand"])</summary>\(form.html(button, "\(field)"))</details>
            """
    }

    private func form(_ noun: String) -> DeskForm {
        DeskForm(
            noun, to: "\(call.place("refunds", movement.number))/\(noun)?on=page", call, refused: refused)
    }
}
