import AfterSales
import Base
import Orders
import Policies
import Storage
import Web

/// What the page shows on which somebody of the shop applies in a customer's name: the goods, what the policy
/// says to every reason and kind, and its answer to what is chosen.
struct DeskApplyModel: Sendable {
    let apply: ApplyModel
    let draft: ApplicationDraft
    /// Nil until goods are chosen.
    let options: ApplyOptions?
    /// Nil until reason and kind are chosen too.
    let verdict: ApplyVerdict?

    var order: OpenOrder { apply.order }

    /// - Throws: `orderUnknown`.
    init(
        _ id: Identifier<Order>, _ draft: ApplicationDraft, _ call: DeskCall, _ transaction: Transaction
    ) throws {
        let apply = ApplyModel(try call.openOrder(id, transaction))
        let draft = Self.filled(draft, apply)
        let asking = { application in
            try call.services.afterSales.preview(application, by: call.taker(), in: call.shop, transaction)
        }
        self.apply = apply
        self.draft = draft
        options = draft.goods.isEmpty ? nil : try ApplyOptions(draft, apply, asking: asking)
        verdict =
            draft.application(of: id) == nil
            ? nil : ApplyVerdict(draft, apply, call.texts, asking: asking)
    }

    /// With a single line to choose, it is chosen; an exchange begins with the same again.
    private static func filled(_ draft: ApplicationDraft, _ apply: ApplyModel) -> ApplicationDraft {
        var draft = draft
        // What another case has taken meanwhile can no longer be chosen.
        draft.goods = draft.goods.compactMap { goods in
            let left = min(goods.quantity, apply.free[goods.line] ?? 0)
            return left > 0
                ? .init(line: goods.line, quantity: left, newVariant: goods.newVariant) : nil
        }
        let free = apply.order.order.lines.filter { (apply.free[$0.id] ?? 0) > 0 }
        if draft.goods.isEmpty, draft.reason == nil, let only = free.first, free.count == 1 {
            draft.goods = [.init(line: only.id, quantity: 1)]
        }
        guard draft.kind == .exchange else { return draft }
        for index in draft.goods.indices where draft.goods[index].newVariant == nil {
            draft.goods[index].newVariant = apply.variants(for: draft.goods[index]).first?.id
        }
        return draft
    }
}
