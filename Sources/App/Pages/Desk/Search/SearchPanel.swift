import AfterSales
import Base
import Customers
import Localisation
import Markup
import Orders
import Payments
import Web

/// What was found as one list of links, for the command palette.
struct SearchPanel: Component {
    let search: DeskSearch
    /// The page of all of them.
    let place: String
    let call: DeskCall

    private static let most = 6

    var body: HTML {
        """
        <ul>\(each: search.customers.items.prefix(Self.most), { item(
            call.place("customers", $0.id), MaskedName.of($0), $0.id.text, "customer") })\
        \(each: search.cases.prefix(Self.most), { item($0.place, "\($0.customer) \(call.words.kind($0.record.kind))",
            call.words.state($0.record.state), "cases") })\
        \(each: search.orders.prefix(Self.most), { item(
            call.place("orders", $0.order.id), "\($0.customer) \($0.order.id)",
            call.words.orderStatus($0.order.status), "orders") })\
        \(each: search.complaints, { item(
            call.place("complaints", $0.complaint.id), $0.customer,
            call.words.complaint($0.complaint.state), "complaints") })\
        \(each: search.refunds, { item(
            call.place("refunds", $0.number), call.words.money($0.amount),
            call.words.movement($0), "refunds") })\(if: hasMore, all)</ul>
        """
    }

    /// The list is a beginning; the page of results has the rest.
    private var hasMore: Bool {
        let counts = [search.customers.items.count, search.cases.count, search.orders.count]
        return counts.contains { $0 > Self.most } || search.customers.next != nil || search.hasMoreCases
    }

    private var all: HTML {
        "<li><a href=\"\(place)\"><span>\(call.texts["desk.search.all"])</span></a></li>"
    }

    private func item(_ place: String, _ title: String, _ more: String, _ way: String) -> HTML {
        """
        <li><a href="\(place)"><span>\(title)</span><small>\(call.texts["desk.search.kind.\(way)"]) · \
        \(more)</small></a></li>
        """
    }
}
