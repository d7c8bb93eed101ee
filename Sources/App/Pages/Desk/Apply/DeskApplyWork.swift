import AfterSales
import Base
import Localisation
import Markup
import Orders
import Policies
import Web

/// Goods, reason and wish with what the policy says to them: on a page of its own, or beside a thread, where its forms come
/// back to.
struct DeskApplyWork: Component {
    let model: DeskApplyModel
    let refused: Problem?
    let call: DeskCall

    private var texts: TextTable { call.texts }
    private var order: Order { model.order.order }
    private var images: ProductImages { model.order.images }
    private var draft: ApplicationDraft { model.draft }
    private var place: String { "\(call.place("orders", order.id))/apply" }

    var body: HTML { "\(refused.map { Notice(refusal: $0) })\(content)" }

    private var content: HTML {
        guard model.order.takesCases else { return closed("stage") }
        guard model.apply.free.values.contains(where: { $0 > 0 }) else { return closed("taken") }
        let verdict = DeskApplyVerdict(model: model, place: place + call.threadContext, call: call)
        if call.thread != nil { return "\(form)\(verdict)" }
        return "<div class=\"split\">\(form)<div class=\"stack\">\(verdict)</div></div>"
    }

    private func closed(_ name: String) -> HTML {
        let link = Link(texts["desk.apply.toOrder"], to: call.place("orders", order.id))
        return """
            <div class="table-frame">\(EmptyState(
                texts["desk.apply.\(name)"], texts["desk.apply.\(name)Text"], link: link))</div>
            """
    }

    private var form: HTML {
        """
        <form class="stack" method="post" action="\(place)/draft\(call.threadContext)" enctype="multipart/form-data">\
        \(call.seal().hiddenFields)\
        \(draft.id.map { "<input type=\"hidden\" name=\"draft\" value=\"\($0.text)\">" as HTML })\
        <section class="card"><h2>\(texts["desk.order.goods"])</h2>\
        <ul class="stack">\(each: order.lines, row)</ul></section>\
        <section class="card"><h2>\(texts["desk.apply.wish"])</h2>\(wish)\(variants)</section>\
        <section class="card"><h2>\(texts["desk.apply.more"])</h2>\
        \(DeskApplyDetails(model: model, call: call))</section>\
        <div class="actions">\
        \(Button(texts["desk.apply.preview"], model.verdict == nil ? .primary : .usual, key: "P"))</div></form>
        """
    }

    private func row(_ line: OrderLine) -> HTML {
        let goods = GoodsText(reader: call.reader)
        let free = max(0, model.apply.free[line.id] ?? 0)
        let chosen = draft.goods.first { $0.line == line.id }?.quantity ?? 0
        let id = "line-\(line.id.text)"
        let words = texts["desk.apply.of", ["count": "\(free)", "of": "\(line.quantity)"]]
        let stepper: HTML = """
            <div class="product-stepper"><span class="small soft">\(words)</span>\
            <unit-stepper less="\(texts["desk.inspection.less"])" more="\(texts["desk.inspection.more"])">\
            <input class="stepper-number" type="number" inputmode="numeric" name="units.\(line.id.text)" \
            min="0" max="\(free)" value="\(min(chosen, free))" aria-labelledby="\(id)"></unit-stepper></div>
            """
        let taken: HTML = "<p class=\"product-stepper small soft\">\(texts["desk.apply.lineTaken"])</p>"
        return ProductRow(
            name: goods.name(line), options: goods.options(line.options), image: images[line],
            nameID: id,
            end: MoneyText(line.paid, call.formatting).body, below: free > 0 ? stepper : taken
        ).body
    }

    private var wish: HTML {
        guard let options = model.options else {
            return "<p class=\"small soft\">\(texts["desk.apply.goodsFirst"])</p>"
        }
        return DeskWishField(options: options, draft: draft, pack: model.apply.order.pack, call: call).body
    }

    private var variants: HTML? {
        guard draft.kind == .exchange else { return nil }
        return HTML(joining: draft.goods.map(variant))
    }

    private func variant(_ goods: ApplicationDraft.Goods) -> HTML {
        guard let line = model.apply.line(goods) else { return .empty }
        let text = GoodsText(reader: call.reader)
        return SelectField(
            name: "variant.\(goods.line)",
            label: texts["desk.apply.instead", ["name": text.name(line)]],
            choices: VariantChoices(model: model.apply, options: model.options, reader: call.reader).choices(
                goods),
            chosen: goods.newVariant?.text
        ).body
    }
}
