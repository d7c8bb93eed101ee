import Base
import Markup
import Orders
import Payments
import Web

/// What was paid for an order and what went back.
struct CustomerOrderPayments: Component {
    let view: OrderView
    let reader: Reader

    var body: HTML {
        let freight = view.order.freight
        return """
            <section class="card"><h2>\(reader["counter.order.payments"])</h2><dl class="facts facts-sum">\
            <dt>\(reader["counter.order.goodsSum"])</dt><dd>\(money(goods))</dd>\
            \(if: !discount.isZero, part("discount", -discount))\
            <dt>\(reader["counter.order.freight"])</dt><dd>\(money(freight))</dd>\
            \(each: view.movements.filter { $0.state != .undone }, line)</dl></section>
            """
    }

    private func part(_ name: String, _ amount: Money) -> HTML {
        "<dt>\(reader["counter.order.\(name)"])</dt><dd>\(money(amount))</dd>"
    }

    private var goods: Money {
        view.order.lines.reduce(.zero(view.order.freight.currency)) { $0 + $1.price * $1.quantity }
    }

    private var discount: Money {
        goods - view.order.lines.reduce(.zero(view.order.freight.currency)) { $0 + $1.paid }
    }

    private func line(_ movement: Movement) -> HTML {
        let text = MovementText(reader: reader)
        let isRefund = movement.kind == .refund
        return """
            <dt class="facts-total">\(reader["movement.kind.\(movement.kind.rawValue)"]) \
            <span class="small soft">\(text.way(movement)) · \(text.state(movement))</span>\
            </dt>\
            <dd class="facts-total">\(money(isRefund ? -movement.amount : movement.amount))</dd>
            """
    }

    private func money(_ money: Money) -> HTML { "<span class=\"money\">\(reader.money(money))</span>" }
}
