import AfterSales
import Base
import Localisation
import Markup
import Orders
import Policies
import Web

/// What inspection found, unit by unit: what is not accepted counts as refused.
struct InspectionForm: Component {
    let sheet: CaseStepSheet
    let model: CaseModel

    var body: HTML {
        let texts = sheet.texts
        return sheet.folded(
            sheet.form.html(
                Button(
                    texts["desk.step.inspection.done"], model.record.state == .inspecting ? .primary : .usual),
                confirmation: texts["desk.again", ["what": texts["desk.step.inspection.done"]]],
                "<ul class=\"stack\">\(each: model.record.lines.enumerated().filter { $1.accepted == nil }, line)</ul>"
            ),
            isOpen: model.record.state == .inspecting)
    }

    private func line(_ place: Int, _ line: CaseLine) -> HTML {
        let texts = sheet.texts
        let ordered = model.order.order.line(line.lineID)
        let title = ordered?.title ?? line.variantID.text
        let image = ordered.flatMap { model.images[$0] }
        let (name, label) = (sheet.form.fieldName("accepted\(place)"), "inspection-line-\(place)")
        let value = sheet.form.entered("accepted\(place)") ?? String(line.quantity)
        let missing = sheet.form.field("missing\(place)", texts["desk.inspection.missing"], limit: 4)
        return """
            <li class="product">\(ProductThumb(name: title, image: image, size: .small))<div>\
            <p class="product-name" id="\(label)">\(title)</p>\
            <p class="product-options">\(texts["desk.inspection.of", ["count": String(line.quantity)]])</p>\
            </div>\
            <div class="product-end"><unit-stepper less="\(texts["desk.inspection.less"])" \
            more="\(texts["desk.inspection.more"])">\
            <input class="stepper-number" type="number" inputmode="numeric" \
            name="\(name)" min="0" max="\(line.quantity)" value="\(value)" required aria-labelledby="\
            \(label)">\
            </unit-stepper></div><div class="product-stepper">\(missing)\
            \(sheet.form.field("note\(place)", texts["desk.inspection.note"], limit: Limits.nameCharacters))</div></li>
            """
    }
}

/// A parcel on its way: the shop's replacement, goods that inspection turned down, or the customer's return entered in
/// their name.
struct ShipmentForm: Component {
    let sheet: CaseStepSheet

    var body: HTML {
        let texts = sheet.texts
        let carrier = SelectField(
            name: sheet.form.fieldName("carrier"), label: texts["desk.shipment.carrier"],
            choices: Carriers.codes.map { ($0, texts["carrier.\($0)"]) },
            chosen: sheet.form.entered("carrier"))
        let number = sheet.form.field(
            "trackingNumber", texts["desk.shipment.number"], isRequired: true, limit: 64)
        let freight = sheet.form.field(
            "freight", texts["desk.shipment.freight"], limit: 20, hint: texts["desk.shipment.freightHint"])
        return sheet.folded(
            sheet.form.html(
                Button(texts["desk.shipment.save"], sheet.step == .replacementShipment ? .primary : .usual),
                "<div class=\"row\">\(carrier)\(number)\(if: sheet.step == .returnShipment, freight.body)</div>"
            ),
            isOpen: sheet.step == .replacementShipment)
    }
}

/// How a repair went.
struct RepairForm: Component {
    let sheet: CaseStepSheet

    var body: HTML {
        let outcomes = RepairOutcome.allCases.map {
            Choices.Choice($0.rawValue, sheet.texts["desk.repair.\($0.rawValue)"])
        }
        return sheet.folded(
            sheet.form.html(
                Button(sheet.texts["action.save"], .primary),
                sheet.form.choices("outcome", sheet.texts["desk.repair.how"], outcomes)), isOpen: true)
    }
}
