import AfterSales
import Base
import Customers
import Localisation
import Markup
import Web

/// Charges an exchange's difference that could not be collected to another method of the customer's, or to the same one
/// anew.
struct DifferencePaymentForm: Component {
    let sheet: CaseStepSheet
    let model: CaseModel
    let call: DeskCall

    var body: HTML {
        let words = MovementText(reader: call.reader)
        let ways = model.payers.map { Choices.Choice($0.id.text, words.method($0)) }
        let amount = sheet.money(model.unpaid)
        return sheet.folded(
            sheet.form.html(
                Button(sheet.texts["desk.difference.charge", ["amount": amount]]),
                """
                \(sheet.form.choices("methodId", sheet.texts["desk.difference.method"], ways, chosen: model.payers.first?.id.text))\
                <p class="small soft">\(sheet.texts["desk.difference.consent"])</p>
                """))
    }
}

/// What becomes of an exchange whose difference could not be collected.
struct DifferenceForm: Component {
    let sheet: CaseStepSheet
    let model: CaseModel

    var body: HTML {
        let ways = UnpaidDifference.allCases.map {
            Choices.Choice($0.rawValue, sheet.texts["desk.difference.\($0.rawValue)"])
        }
        let what = sheet.texts["desk.difference.what", ["amount": sheet.money(model.unpaid)]]
        return sheet.folded(
            sheet.form.html(
                Button(sheet.texts["action.save"], .primary),
                """
                \(sheet.form.choices("then", what, ways))\(sheet.note(sheet.texts["desk.note.toCustomer"]))
                """), isOpen: true)
    }
}
