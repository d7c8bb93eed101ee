import AfterSales
import Base
import Customers
import Orders
import Payments
import Policies
import Web

/// A change's plan as sentences.
struct PlanWords {
    let reader: Reader

    /// `盖碗茶壶 1 件、茶杯 2 件`
    func goods(_ order: Order) -> String {
        let text = GoodsText(reader: reader)
        return reader.all(
            order.lines.map {
                reader["counter.apply.piece", ["name": text.name($0), "units": reader.units($0.quantity)]]
            })
    }

    func money(_ plan: ChangePlan, everything: Money?) -> [String] {
        let text = MovementText(reader: reader)
        return plan.steps.map { step in
            switch step {
            case .refundEverything:
                reader["dialogue.money.everything", ["amount": everything.map(reader.money) ?? ""]]
            case .refund(let amount, let method):
                reader[
                    "dialogue.money.back",
                    ["amount": reader.money(amount), "method": text.method(method.kind)]]
            case .refundOriginal(let amount):
                reader["dialogue.money.everything", ["amount": reader.money(amount)]]
            case .charge(let amount, let method):
                reader[
                    "dialogue.money.pay",
                    ["amount": reader.money(amount), "method": text.method(method.kind)]]
            }
        }
    }
}

/// What an application would come to, in the words of the application's last page.
struct CasePreviewWords {
    let reader: Reader
    let preview: CasePreview

    private var assessed: AssessedApplication { preview.assessed }
    private var verdict: CasePolicy.Verdict { preview.assessed.verdict }

    var why: [String] {
        let text = DecisionText(reader: reader, pack: assessed.pack)
        return verdict.findings.map { text.says($0) }
    }

    func all(_ customer: Customer, _ view: OrderView) -> [String] {
        let closing = reader.most(
            "counter.apply.closing.\(verdict.outcome.rawValue)", [verdict.whenShown.rawValue])
        return [what(view), closing, money(customer, view)].compactMap(\.self) + why + [next(view)]
    }

    private func what(_ view: OrderView) -> String {
        let text = GoodsText(reader: reader)
        let goods = assessed.lines.compactMap { part in
            view.order.line(part.lineID).map {
                reader["counter.apply.piece", ["name": text.name($0), "units": reader.units(part.quantity)]]
            }
        }
        let decision = DecisionText(reader: reader, pack: assessed.pack)
        return reader[
            "dialogue.preview.case",
            [
                "order": view.order.id.text, "goods": reader.all(goods),
                "kind": reader["kind.\(assessed.facts.kind.rawValue)"],
                "reason": decision.reason(assessed.facts.reason),
            ]]
    }

    private func money(_ customer: Customer, _ view: OrderView) -> String? {
        if let difference = assessed.priceDifference {
            if difference.isZero { return reader["counter.money.even"] }
            let key = difference.isPositive ? "counter.money.owed" : "counter.money.back"
            let amount = difference.isPositive ? difference : -difference
            return line(reader[key], amount, reader["counter.money.afterInspection"])
        }
        guard verdict.amount.isPositive else { return nil }
        let label = ExpectedMoney(reader: reader).label(assessed.facts.kind, preview.state)
        return line(
            label, verdict.amount,
            DestinationText(reader: reader).words(assessed.refundTo, customer: customer, order: view))
    }

    private func line(_ label: String, _ amount: Money, _ below: String) -> String {
        reader["dialogue.money", ["label": label, "amount": reader.money(amount), "where": below]]
    }

    private func next(_ view: OrderView) -> String {
        let deadline = preview.deadline.map { deadline in
            DeadlineText(reader: reader).sentence(deadline, ClockName(preview.state))
                .replacing("{left}", with: reader.span(deadline.due - preview.at)) + reader["counter.stop"]
        }
        let freight = FreightText(reader: reader).words(
            assessed.facts.kind, assessed.facts.reason, view.order, assessed.pack)
        return reader.sentences(
            [reader.most("counter.letter.next", [preview.state.rawValue]), deadline, freight]
                .compactMap(\.self))
    }
}
