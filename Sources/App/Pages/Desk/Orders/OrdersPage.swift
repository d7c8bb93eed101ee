import Base
import Localisation
import Markup
import Orders
import Web

/// The newest orders, and the way to find any.
struct OrdersPage: Component {
    let model: OrderList
    let call: DeskCall

    private var texts: TextTable { call.texts }

    var body: HTML {
        """
        <div class="page"><header class="page-head"><div><h1>\(texts["desk.way.orders"])</h1>\
        <p>\(texts["desk.orders.text"])</p></div>\
        <form class="page-tools" role="search" method="post" action="\(call.path)/search">\
        \(DeskSearchField(texts["desk.search"], value: nil))\(Button(texts["action.search"]))\
        </form></header>\(if: !model.strays.isEmpty, strays)\(list)</div>
        """
    }

    /// What nobody has seen to yet stands above everything.
    private var strays: HTML {
        """
        \(Notice(texts["desk.stray.title"], texts["desk.stray.text"], .bad))\
        \(OrderTable(rows: model.strays, call: call))
        """
    }

    private var list: HTML {
        guard !model.rows.isEmpty else {
            return """
                <div class="table-frame">\(EmptyState(
                    texts["desk.orders.empty"], texts["desk.orders.emptyText"]))</div>
                """
        }
        let path = "\(call.path)/orders"
        return """
            \(OrderTable(rows: model.rows, call: call))\
            \(Pager(first: model.isFirst ? nil : path, next: model.next.map { "\(path)?cursor=\($0.text)" }, texts))
            """
    }
}
