import Base
import Customers
import Localisation
import Markup
import Orders
import Web

/// Orders, customers and cases that somebody looked for; the newest orders when nobody did.
struct OrdersPage: Component {
    let search: OrderSearch
    let call: DeskCall

    private var texts: TextTable { call.texts }

    var body: HTML {
        """
        <div class="page"><header class="page-head"><div><h1>\(texts["desk.way.orders"])</h1>\
        <p>\(texts["desk.orders.text"])</p></div>\
        <form class="page-tools" role="search" action="\(call.path)/orders">\
        \(DeskSearchField(texts["desk.search"], value: search.words))\(Button(texts["action.search"]))\
        </form></header>\
        \(content)</div>
        """
    }

    private var content: HTML {
        if search.orders.isEmpty, search.customers.isEmpty, search.cases.isEmpty { return empty }
        return """
            \(each: search.customers, customer)\(if: !search.orders.isEmpty, orders)\
            \(if: !search.cases.isEmpty, cases)\
            \(Pager(first: nil, next: search.next.map { "\(call.path)/orders?cursor=\($0.text)" }, texts))
            """
    }

    private var empty: HTML {
        let (title, text) = search.words == nil ? ("empty", "emptyText") : ("nothing", "nothingText")
        let words = search.words ?? ""
        return """
            <div class="table-frame">\(EmptyState(
                texts["desk.orders.\(title)", ["words": words]], texts["desk.orders.\(text)"]))</div>
            """
    }

    private func customer(_ customer: Customer) -> HTML {
        """
        <section class="card"><div class="card-head"><h2>\(MaskedName.of(customer))</h2></div>\
        <dl class="facts">\(CustomerFacts(customer: customer, call: call))</dl></section>
        """
    }

    private var cases: HTML {
        """
        <h2>\(texts["desk.way.cases"])</h2>\
        \(CaseTable(
            caption: texts["desk.queue.caption"], rows: search.cases, now: search.now, words: call.words))
        """
    }

    private var orders: HTML {
        """
        <div class="table-frame"><table class="queue">\
        <caption class="visually-hidden">\(texts["desk.way.orders"])\
        </caption><thead><tr><th scope="col">\(texts["desk.orders.what"])</th>\
        <th scope="col">\(texts["desk.orders.state"])</th><th scope="col">\(texts["desk.order.placed"])</th>\
        <th scope="col" class="end">\(texts["desk.money.amount"])</th>\
        <th scope="col">\(texts["desk.order.number"])</th></tr></thead>\
        <tbody>\(each: search.orders, order)</tbody></table></div>
        """
    }

    private func order(_ row: OrderRow) -> HTML {
        let order = row.order
        let goods = call.reader.all(order.lines.map(GoodsText(reader: call.reader).name))
        return """
            <tr><th scope="row" data-cell="main">\
            <a class="queue-link" href="\(call.place("orders", order.id))">\
            \(row.customer)</a> <span class="queue-sub clip">\(goods)</span></th>\
            <td data-cell="late">\(StatusChip(call.words.orderStatus(order.status)))\
            \(if: row.openCases > 0, " \(StatusChip(texts["desk.orders.cases", ["count": String(row.openCases)]], .warn))")\
            </td><td class="nowrap soft">\(order.placedAt.map(call.words.moment) ?? "–")</td>\
            <td class="end">\(MoneyText(row.total, call.formatting))</td>\
            <td class="queue-hide number faint">\(order.id.text)</td></tr>
            """
    }
}
