import AfterSales
import Base
import Markup
import Orders
import Web

/// The goods that the case is about, each with what inspection found of it.
struct LetterGoods: Component {
    let model: CustomerCaseModel
    let reader: Reader

    var body: HTML { "<ul class=\"stack letter-goods\">\(each: model.record.lines, row)</ul>" }

    private func row(_ part: CaseLine) -> HTML {
        let goods = GoodsText(reader: reader)
        let line = model.line(part)
        return ProductRow(
            name: line.map { goods.name($0) } ?? part.variantID.text,
            options: line.map { goods.options($0.options, part.quantity) } ?? reader.units(part.quantity),
            image: line.flatMap { model.images[$0] }, below: "\(exchange(part))\(found(part))"
        ).body
    }

    /// What comes in its place, when that is another variant.
    private func exchange(_ part: CaseLine) -> HTML {
        guard let wanted = part.newVariantID, wanted != part.variantID,
            let variant = model.products.lazy.flatMap(\.variants).first(where: { $0.id == wanted })
        else { return "" }
        let options = GoodsText(reader: reader).options(variant.options)
        return "<p class=\"product-below\">\(reader["counter.letter.exchangedFor", ["options": options]])</p>"
    }

    private func found(_ part: CaseLine) -> HTML {
        guard let accepted = part.accepted else { return "" }
        let says = reader.inspected(accepted: accepted, refused: part.refused ?? 0, missing: part.missing)
        return """
            <p class="product-below"><span class="strong">\(reader["counter.inspection.title"])</span> \
            \(says)\(part.inspectionNote.map { " · \($0)" as HTML })</p>
            """
    }
}
