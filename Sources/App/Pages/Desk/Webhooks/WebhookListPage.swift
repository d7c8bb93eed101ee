import Base
import Localisation
import Markup
import Web
import Webhooks

/// The shop's own systems that are told of events, and a form to add one.
struct WebhookListPage: Component {
    let endpoints: [WebhookEndpoint]
    let refused: RefusedForm?
    let call: DeskCall

    private var texts: TextTable { call.texts }
    private var path: String { "\(call.path)/webhooks" }

    var body: HTML {
        """
        <div class="page"><header class="page-head"><div><h1>\(texts["desk.way.webhooks"])</h1>\
        <p>\(texts["desk.webhooks.text"])</p></div></header>\(list)\(adding)</div>
        """
    }

    private var list: HTML {
        guard !endpoints.isEmpty else {
            return """
                <div class="table-frame">\(EmptyState(
                    texts["desk.webhooks.empty"], texts["desk.webhooks.emptyText"]))</div>
                """
        }
        return """
            <div class="table-frame"><table class="queue"><thead><tr>\
            \(each: ["url", "types", "state", "position"], { "<th scope=\"col\">\(texts["desk.webhooks.\($0)"])</th>" })\
            </tr></thead><tbody>\(each: endpoints, row)</tbody></table></div>
            """
    }

    private func row(_ endpoint: WebhookEndpoint) -> HTML {
        """
        <tr><th scope="row" data-cell="main"><a href="\(call.place("webhooks", endpoint.id))">\(endpoint.url)</a></th>\
        <td>\(endpoint.types.patterns.joined(separator: ", "))</td>\
        <td data-cell="late">\(WebhookStateChip(endpoint: endpoint, texts: texts))</td>\
        <td class="nowrap"><span class="number">\(endpoint.position)</span></td></tr>
        """
    }

    private var adding: HTML {
        let form = DeskForm("webhooks", to: path, call, refused: refused)
        let content: HTML = """
            \(form.field("url", texts["desk.webhooks.url"], isRequired: true, limit: 500))\
            \(form.field(
                "types", texts["desk.webhooks.types"], value: "case.* refund.*", isRequired: true, limit: 1_000,
                hint: texts["desk.webhooks.typesHint"]))
            """
        return """
            <details class="disclosure" id="webhooks-add"\(attribute: "open", form.isRefused)>\
            <summary>\(texts["desk.webhooks.add"])</summary>\
            \(form.html(Button(texts["desk.webhooks.add"]), content))</details>
            """
    }
}

/// How an endpoint stands, in two or three words.
struct WebhookStateChip: Component {
    let endpoint: WebhookEndpoint
    let texts: TextTable

    var body: HTML {
        switch endpoint.state {
        case .paused: StatusChip(texts["desk.webhooks.state.paused"], .warn).body
        case .active where endpoint.isAway: StatusChip(texts["desk.webhooks.state.away"], .bad).body
        case .active: StatusChip(texts["desk.webhooks.state.active"], .good).body
        }
    }
}
