import AfterSales
import Base
import Orders
import Policies
import Web

/// What goods can be exchanged for, each with what it comes to: the difference is known before anything is sent.
struct VariantChoices {
    let model: ApplyModel
    /// Nil until goods are chosen.
    let options: ApplyOptions?
    let reader: Reader

    /// The variants' ids with their words, the same again first.
    func choices(_ goods: ApplicationDraft.Goods) -> [(String, String)] {
        guard let line = model.line(goods) else { return [] }
        let text = GoodsText(reader: reader)
        return model.variants(for: goods).map { variant in
            let words = text.options(variant.options)
            if variant.id == line.variantID {
                return (variant.id.text, reader["counter.apply.variant.same", ["options": words]])
            }
            let says = difference(line, variant) ?? reader.money(variant.price)
            return (variant.id.text, "\(words) · \(says)")
        }
    }

    private func difference(_ line: OrderLine, _ variant: Variant) -> String? {
        let exchange = options?.open.first { $0.kind == .exchange }?.preview.assessed.lines
        guard let part = exchange?.first(where: { $0.lineID == line.id }),
            // What no program can add up is refused once it is asked for.
            let difference = try? part.exchanged(for: variant, insteadOf: bought(line)).difference
        else { return nil }
        if difference.isZero { return reader["counter.apply.variant.even"] }
        return difference.isPositive
            ? reader["counter.apply.variant.owed", ["amount": reader.money(difference)]]
            : reader["counter.apply.variant.back", ["amount": reader.money(-difference)]]
    }

    private func bought(_ line: OrderLine) -> Money {
        let today = model.order.products[line.productID]?.variants.first { $0.id == line.variantID }
        return today?.price ?? line.price
    }
}
