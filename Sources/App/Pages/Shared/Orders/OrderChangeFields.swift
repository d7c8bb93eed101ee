import Base
import Customers
import Markup
import Orders
import Policies
import Web

/// What one kind of change asks for, filled with what is there or was typed.
struct OrderChangeFields: Component {
    let kind: OrderChange.Kind
    let model: OpenOrder
    let reader: Reader
    let input: FormBody?
    /// What the fields of the address begin with; nil: the order's.
    var address: Address?

    var body: HTML {
        switch kind {
        case .cancel: reasons
        case .address:
            AddressFields(reader: reader, address: address ?? model.order.address, input: input).body
        case .payment: methods("counter.change.methods", isNeeded: true)
        case .lines: "\(each: model.order.lines, swap)\(methods("counter.change.difference", isNeeded: true))"
        case .quantities:
            """
            <ul class="stack">\(each: model.order.lines, stepper)</ul>\
            \(methods("counter.change.difference", isNeeded: false))
            """
        }
    }

    private var reasons: HTML {
        guard let codes = model.pack.orderChanges.cancel?.reasons else {
            return "<p>\(reader["counter.change.cancel.text"])</p>"
        }
        let text = DecisionText(reader: reader, pack: model.pack)
        return Choices(
            "reason", reader["counter.change.reason"], codes.map { Choices.Choice($0, text.reason($0)) },
            chosen: input?["reason"] ?? codes.first
        ).body
    }

    private func swap(_ line: OrderLine) -> HTML {
        let others = model.others(than: line)
        if others.isEmpty { return "" }
        let goods = GoodsText(reader: reader)
        let choices =
            [("", reader["counter.change.keep", ["options": goods.options(line.options)]])]
            + others.map { ($0.id.text, "\(goods.options($0.options)) · \(reader.money($0.price))") }
        let name = line.id.text
        return """
            \(SelectField(
                name: "new.\(name)", label: goods.name(line), choices: choices,
                chosen: input?["new.\(name)"]))\
            \(if: line.quantity > 1, count("units.\(name)", line.quantity, 1...line.quantity, line))
            """
    }

    private func count(_ name: String, _ value: Int, _ range: ClosedRange<Int>, _ line: OrderLine) -> HTML {
        Field(name, reader["counter.change.units"], .number(range), value: input?[name] ?? "\(value)").body
    }

    private func stepper(_ line: OrderLine) -> HTML {
        let goods = GoodsText(reader: reader)
        let id = "quantity-\(line.id.text)"
        return ProductRow(
            name: goods.name(line), options: goods.options(line.options),
            image: model.images[line], nameID: id,
            end: MoneyText(line.price, reader.formatting).body,
            below: CustomerUnitStepper(
                reader: reader, words: reader["counter.change.quantity", ["count": "\(line.quantity)"]],
                name: "quantity.\(line.id.text)", labelID: id, range: 0...Limits.unitsOfOneLine,
                value: input.flatMap { Int($0["quantity.\(line.id.text)"] ?? "") } ?? line.quantity
            ).body
        ).body
    }

    private func methods(_ legend: String, isNeeded: Bool) -> HTML {
        let text = MovementText(reader: reader)
        let known = (model.customer?.methods ?? []).map { ($0.id.text, text.method($0)) }
        let choices = isNeeded ? known : [("", reader["counter.change.original"])] + known
        return SelectField(
            name: "methodId", label: reader[legend], choices: choices, chosen: input?["methodId"],
            part: kind.rawValue
        ).body
    }
}
