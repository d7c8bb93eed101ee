import Base
import Customers
import Markup
import Orders
import Payments
import Web

/// What a change would come to: the goods or the address as they would be, and the money.
struct ChangePlanSummary: Component {
    let plan: ChangePlan
    /// What money that goes back is called by who reads this.
    let refund: String
    var images = ProductImages.none
    let reader: Reader

    var body: HTML { "\(goods)\(address)<dl class=\"facts\">\(each: money, fact)</dl>" }

    private var goods: HTML {
        guard let lines = plan.lines else { return "" }
        let text = GoodsText(reader: reader)
        let rows = lines.map { line in
            ProductRow(
                name: text.name(line), options: text.options(line.options, line.quantity),
                image: images[line],
                end: MoneyText(line.paid, reader.formatting).body)
        }
        return "<ul class=\"stack\">\(rows)</ul>"
    }

    private var address: HTML {
        plan.address.map { "<p>\(AddressText.line($0))</p>" } ?? ""
    }

    private func fact(_ fact: (name: String, words: String)) -> HTML {
        "<dt>\(fact.name)</dt><dd>\(fact.words)</dd>"
    }

    private var money: [(name: String, words: String)] {
        let text = MovementText(reader: reader)
        let steps = plan.steps.map { step -> (name: String, words: String) in
            switch step {
            case .refundEverything: (refund, reader["counter.change.everything"])
            case .refund(let amount, let method):
                (refund, "\(reader.money(amount)) · \(text.method(method.kind))")
            case .refundOriginal(let amount):
                (
                    refund,
                    "\(reader.money(amount)) · \(reader["destination.original"])"
                )
            case .charge(let amount, let method):
                (reader["counter.change.charge"], "\(reader.money(amount)) · \(text.method(method.kind))")
            }
        }
        return steps.isEmpty ? [(reader["counter.change.charge"], reader["counter.change.nothing"])] : steps
    }
}
