import AfterSales
import Localisation
import Markup
import Policies
import Web

/// What waits in a shop: the narrowing form above, the live panel below.
struct QueuePage: Component {
    let model: QueueModel
    let filter: QueueFilter
    let call: DeskCall
    /// What a form of the page was refused for.
    var problem: Problem?

    private var texts: TextTable { call.texts }

    var body: HTML {
        """
        <div class="page page-wide"><header class="page-head"><div><h1>\(texts["desk.way.cases"])</h1></div>\
        \(narrowing)</header>\(problem.map { Notice(refusal: $0) })\
        <live-region id="queue" src="\(call.path)/stream" data-panel="\
        \(filter.link(call.path + "/queue-panel"))" \
        data-reconnecting="\(texts["live.reconnecting"])">\
        \(QueuePanel(model: model, filter: filter, call: call))</live-region></div>
        """
    }

    private var narrowing: HTML {
        """
        <form class="page-tools" role="search" action="\(call.path)">\
        \(if: filter.search == nil, "<input type=\"hidden\" name=\"view\" value=\"\(filter.view.rawValue)\">")\
        \(DeskSearchField(texts["desk.queue.search"], value: filter.search))\
        \(select("state", CaseState.allCases.map { ($0.rawValue, call.words.state($0)) }, filter.state?.rawValue))\
        \(select("kind", CaseKind.allCases.map { ($0.rawValue, call.words.kind($0)) }, filter.kind?.rawValue))\
        \(order)\(Button(texts["desk.queue.narrow"]))</form>
        """
    }

    private var order: HTML {
        select(
            "order", CaseFilter.Order.allCases.map { ($0.rawValue, texts["desk.queue.by.\($0.rawValue)"]) },
            filter.order.rawValue, anything: nil)
    }

    private func select(
        _ name: String, _ choices: [(value: String, label: String)], _ chosen: String?,
        anything: String? = "any"
    ) -> HTML {
        DeskSelect(
            name, label: texts["desk.queue.\(name)"], choices, chosen: chosen,
            anything: anything.map { texts["desk.queue.\($0).\(name)"] }
        ).body
    }
}
