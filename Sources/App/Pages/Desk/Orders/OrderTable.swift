import Base
import Localisation
import Markup
import Orders
import Web

/// Orders as dense rows, each with the way to apply in its customer's name.
struct OrderTable: Component {
    let rows: [OrderRow]
    let call: DeskCall

    private var texts: TextTable { call.texts }

    var body: HTML {
        """
        <div class="table-frame"><table class="queue">\
        <caption class="visually-hidden">\(texts["desk.way.orders"])\
        </caption><thead><tr><th scope="col">\(texts["desk.orders.what"])</th>\
        <th scope="col">\(texts["desk.orders.state"])</th><th scope="col">\(texts["desk.order.placed"])</th>\
        <th scope="col" class="end">\(texts["desk.money.amount"])</th>\
        <th scope="col">\(texts["desk.order.number"])</th></tr></thead>\
        <tbody>\(each: rows, order)</tbody></table></div>
        """
    }

    private func order(_ row: OrderRow) -> HTML {
        let order = row.order
        let goods = call.reader.all(order.lines.map(GoodsText(reader: call.reader).name))
        return """
            <tr><th scope="row" data-cell="main">\
            <a class="queue-link" href="\(call.place("orders", order.id))">\
            \(row.customer)</a> <span class="soft">\(goods)</span></th>\
            <td data-cell="late"><span class="chips">\(StatusChip(call.words.orderStatus(order.status)))\
            \(if: row.openCases > 0, StatusChip(texts["desk.orders.cases", ["count": String(row.openCases)]], .warn).body)\
            </span></td><td class="nowrap soft">\(order.placedAt.map(call.words.moment) ?? "–")</td>\
            <td class="end">\(MoneyText(row.total, call.formatting))</td>\
            <td class="queue-hide number faint nowrap">\(order.id.text)</td></tr>
            """
    }
}
