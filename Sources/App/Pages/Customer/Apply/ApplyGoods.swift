import Base
import Markup
import Orders
import Policies
import Web

/// Step 1: which goods, and how many of each.
struct ApplyGoods {
    let model: ApplyModel
    let draft: ApplicationDraft
    let call: CustomerCall
    let reader: Reader

    var page: ApplyPage {
        ApplyPage(
            step: .goods, draft: draft, call: call, reader: reader, head: reader["counter.apply.goods.title"],
            text: reader["counter.apply.goods.text"], content: content)
    }

    private var content: HTML {
        guard model.order.takesCases else {
            return closed(
                model.order.order.status == .cancelled ? "counter.apply.cancelled" : "counter.apply.stage")
        }
        guard model.free.values.contains(where: { $0 > 0 }) else { return closed("counter.apply.taken") }
        return """
            <form class="form" method="post" action="\(ApplyStep.goods.place(in: call))/goods">\
            \(rest)<section class="card"><ul class="stack">\(each: model.order.order.lines, row)</ul>\
            </section>\
            <div class="submit-bar">\(Button(reader["counter.apply.next"], .primary, .wide))</div></form>
            """
    }

    /// What later steps know already.
    private var rest: HTML {
        var rest = draft
        rest.goods = []
        return rest.hiddenFields
    }

    private func closed(_ key: String) -> HTML {
        let link = Link(reader["counter.apply.order"], to: call.place(of: model.order.order.id))
        return
            "<section class=\"card\">\(EmptyState(reader[key], reader["\(key).text"], link: link))</section>"
    }

    private var taken: HTML {
        "<p class=\"product-stepper small soft\">\(reader["counter.apply.line.taken"])</p>"
    }

    /// With a single line to choose there is nothing to choose.
    private var isOnlyOne: Bool { model.free.values.count { $0 > 0 } == 1 }

    private func row(_ line: OrderLine) -> HTML {
        let goods = GoodsText(reader: reader)
        let free = max(0, model.free[line.id] ?? 0)
        let chosen = draft.goods.first { $0.line == line.id }?.quantity
        let id = "line-\(line.id.text)"
        let words = reader["counter.apply.bought", ["count": "\(line.quantity)"]]
        let stepper = CustomerUnitStepper(
            reader: reader, words: words, name: "units.\(line.id.text)", labelID: id, range: 0...free,
            value: min(free, chosen ?? (isOnlyOne ? 1 : 0)))
        return ProductRow(
            name: goods.name(line), options: goods.options(line.options),
            image: model.order.images[line], nameID: id,
            end: MoneyText(line.paid, reader.formatting).body,
            below: """
                \(free > 0 ? stepper.body : taken)\
                \(AppliedBefore(cases: model.openCases(about: [line.id]), call: call, reader: reader))
                """
        ).body
    }
}
