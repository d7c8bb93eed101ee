import AfterSales
import Base
import Markup
import Web

/// What inspection found and which parcels travel.
struct LetterGoods: Component {
    let model: CustomerCaseModel
    let reader: Reader

    var body: HTML { "\(inspection)\(parcels)" }

    private var inspection: HTML {
        let found = model.record.lines.filter { $0.accepted != nil }
        if found.isEmpty { return "" }
        return """
            <h2>\(reader["counter.inspection.title"])</h2><ul class="stack">\(each: found, row)</ul>
            """
    }

    private func row(_ part: CaseLine) -> HTML {
        let name = model.line(part).map { GoodsText(reader: reader).name($0) } ?? part.variantID.text
        let facts = ["accepted": "\(part.accepted ?? 0)", "refused": "\(part.refused ?? 0)"]
        let says = reader[
            (part.refused ?? 0) > 0 ? "event.note.inspected" : "event.note.inspected.all", facts]
        return """
            <li><p class="strong">\(name)</p><p class="small soft">\(says)\
            \(part.inspectionNote.map { " · \($0)" as HTML })</p></li>
            """
    }

    private var parcels: HTML {
        let all = model.view.parts.parcels
        if all.isEmpty { return "" }
        let rows = all.map { parcel -> HTML in
            """
            <dt>\(reader["counter.parcel.\(parcel.direction.rawValue)"])</dt>\
            <dd>\(CarrierWords(reader: reader).name(parcel.carrier)) \
            <copy-text value="\(parcel.trackingNumber)" done="\(reader["counter.copied"])">\
            <span class="number">\(parcel.trackingNumber)</span> \
            <button type="button" class="button button-small" hidden>\(reader["action.copy"])</button>\
            </copy-text></dd>
            """
        }
        return "<dl class=\"facts\">\(rows)</dl>"
    }
}
