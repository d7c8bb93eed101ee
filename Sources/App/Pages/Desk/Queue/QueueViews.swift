import Localisation
import Markup
import Web

/// The ways to look at the queue, each with how many wait there.
struct QueueViews: Component {
    let filter: QueueFilter
    let counts: QueueCounts
    /// The page whose list they change.
    let place: String
    let texts: TextTable

    var body: HTML {
        """
        <nav class="filters-set" aria-label="\(texts["desk.queue.views"])">\
        \(each: QueueView.allCases, view)</nav>
        """
    }

    private func view(_ view: QueueView) -> HTML {
        let isCurrent = view == filter.view && filter.state == nil
        return """
            <a href="\(place)?view=\(view.rawValue)"\(attribute: "aria-current", isCurrent ? "true" : nil)>\
            \(texts["desk.view.\(view.rawValue)"]) \(CountBadge(counts[view], tone: counts.isBad(view) ? .bad : nil))</a>
            """
    }
}
