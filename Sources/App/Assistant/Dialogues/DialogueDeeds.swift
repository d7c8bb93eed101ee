import AfterSales
import Assistant
import Base
import Conversations
import Customers
import Localisation
import Orders
import Payments
import Policies
import Web

/// What would be done about a wish, by the desk that does it; and doing it, exactly as it was promised.
struct DialogueDeeds {
    let shop: DialogueShop
    private var reader: Reader { shop.reader }

    /// What would be done. What the rules refuse is told with its reason.
    func preview(_ wish: Wish) throws -> Preview {
        do {
            guard let view = try shop.order(wish), let dialogue = shop.dialogue(wish) else {
                throw OrderRefusal.orderUnknown
            }
            switch dialogue.does {
            case .cancel, .changeAddress: return try change(wish, dialogue, view)
            case .openCase: return try opening(wish, view)
            case .tellParcel, .tellRefunds, .urge, .handOver: throw OrderRefusal.nothingToChange
            }
        } catch let refusal as any Refusal {
            return .refused(words: [Problem(refusal, reader.texts).detail])
        }
    }

    /// Does it, where it still is what was promised.
    /// - Returns: what came of it, and the record that shows it.
    func act(on promised: DialogueTurn.Promised) throws -> (Outcome, Card?) {
        let wish = promised.wish
        let preview = try preview(wish)
        guard case .would(let promise, _, _) = preview, promise == promised.promise,
            let view = try shop.order(wish), let dialogue = shop.dialogue(wish)
        else { return (.different(preview), nil) }
        let order = view.order
        switch dialogue.does {
        case .cancel, .changeAddress:
            let actor = Actor(customer: order.customerID.text, by: .assistant)
            _ = try shop.desks.orders.change(
                request(wish, dialogue, order), of: order.id, by: actor, in: shop.shop, shop.transaction)
            return (
                .done(words: [reader["dialogue.changed", ["order": order.id.text]]]),
                Card(.order, order.id.text)
            )
        case .openCase:
            guard let application = application(wish, order) else { return (.different(preview), nil) }
            let record = try shop.desks.afterSales.open(
                application, by: shop.taker(for: order.customerID), in: shop.shop, shop.transaction)
            let words = reader[
                "dialogue.opened",
                [
                    "kind": reader["kind.\(record.kind.rawValue)"], "case": record.id.text,
                    "state": reader.inside(reader["state.customer.\(record.state.rawValue)"]),
                ]]
            return (.done(words: [words]), Card(.afterSales, record.id.text))
        case .tellParcel, .tellRefunds, .urge, .handOver: return (.different(preview), nil)
        }
    }

    // MARK: Changes of an order

    private func change(_ wish: Wish, _ dialogue: Dialogue, _ view: OrderView) throws -> Preview {
        let order = view.order
        let plan = try shop.desks.orders.preview(
            request(wish, dialogue, order), of: order.id, in: shop.shop, shop.transaction)
        let words = PlanWords(reader: reader)
        let sentence =
            plan.kind == .cancel
            ? reader["dialogue.preview.cancel", ["order": order.id.text, "goods": words.goods(order)]]
            : reader[
                "dialogue.preview.address",
                ["order": order.id.text, "address": plan.address.map(AddressText.line) ?? ""]]
        let left = plan.kind == .cancel ? try leftToRefund(view) : nil
        return .would(
            promise: plan.json.text + (left.map { $0.digits } ?? ""),
            words: [sentence] + words.money(plan, everything: left), amount: left)
    }

    /// What has been paid for an order and not gone back.
    private func leftToRefund(_ view: OrderView) throws -> Money {
        let nothing = Money.zero(view.order.freight.currency)
        let paid = view.paid.reduce(nothing) { $0 + $1.amount }
        return view.movements.filter { $0.kind == .refund && $0.state != .failed && $0.state != .undone }
            .reduce(paid) { $0 - $1.amount }
    }

    private func request(_ wish: Wish, _ dialogue: Dialogue, _ order: Order) throws -> ChangeRequest {
        guard dialogue.does == .changeAddress else {
            let reason = wish[.reason].flatMap { $0 == DialogueChoices.nothing ? nil : $0 }
            return ChangeRequest(wish: .cancel(reason: reason), version: nil)
        }
        let there = try shop.desks.orders.order(order.id, in: shop.shop.id, shop.transaction).address
        guard let said = wish[.address] else { throw OrderRefusal.nothingToChange }
        guard said == DialogueChoices.savedAddress else {
            return ChangeRequest(wish: .address(WrittenAddress(said, instead: there).address), version: nil)
        }
        let customer = try shop.desks.customers.customer(
            order.customerID, in: shop.shop.id, shop.transaction)
        guard let saved = customer.address else { throw OrderRefusal.nothingToChange }
        return ChangeRequest(wish: .address(saved), version: nil)
    }

    // MARK: Cases

    private func opening(_ wish: Wish, _ view: OrderView) throws -> Preview {
        guard let application = application(wish, view.order) else {
            throw InputRefusal("kindMissing", at: "/kind", kind: .unprocessable)
        }
        let preview = try assess(application, view.order)
        let (assessed, verdict) = (preview.assessed, preview.assessed.verdict)
        let words = CasePreviewWords(reader: reader, preview: preview)
        if verdict.outcome == .refuse { return .refused(words: words.why) }
        let customer = try shop.desks.customers.customer(
            view.order.customerID, in: shop.shop.id, shop.transaction)
        let promise = [
            verdict.outcome.rawValue, verdict.whenShown.rawValue, preview.state.rawValue,
            verdict.amount.description, assessed.priceDifference?.description ?? "",
            assessed.refundTo?.text ?? "", preview.deadline?.fallback.rawValue ?? "",
            verdict.findings.map(\.id).joined(separator: ","),
        ].joined(separator: "|")
        return .would(
            promise: promise, words: words.all(customer, view),
            amount: assessed.priceDifference.map { $0.isNegative ? -$0 : $0 } ?? verdict.amount)
    }

    func assess(_ application: CaseApplication, _ order: Order) throws -> CasePreview {
        try shop.desks.afterSales.preview(
            application, by: shop.taker(for: order.customerID), in: shop.shop, shop.transaction)
    }

    private func application(_ wish: Wish, _ order: Order) -> CaseApplication? {
        guard let kind = shop.kind(wish), let reason = wish[.reason] else { return nil }
        return application(wish, kind, reason, wish[.variant], order)
    }

    /// Nil while goods are still to be chosen.
    func application(
        _ wish: Wish, _ kind: CaseKind, _ reason: String, _ variant: String?, _ order: Order
    ) -> CaseApplication? {
        guard let line = wish[.goods], let units = wish[.units].flatMap({ Int($0) }) else { return nil }
        let new = variant == DialogueChoices.nothing ? nil : variant
        return CaseApplication(
            orderID: order.id, kind: kind, reason: reason,
            lines: [
                .init(
                    line: .line(Identifier(line)), quantity: units,
                    newVariantID: kind == .exchange ? new.map { Identifier($0) } : nil)
            ], refundTo: nil, note: nil, evidence: [])
    }
}
