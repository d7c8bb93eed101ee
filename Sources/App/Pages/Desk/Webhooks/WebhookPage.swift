import Base
import Localisation
import Markup
import Web
import Webhooks

/// One endpoint: how it stands, what it was told, and what can be done about it.
struct WebhookPage: Component {
    let endpoint: WebhookEndpoint
    let counts: [WebhookDelivery.State: Int]
    let page: Page<WebhookDelivery>
    let state: WebhookDelivery.State?
    let isFirst: Bool
    /// The secrets that sign now, when somebody asked to see them.
    let secrets: [String]
    let refused: RefusedForm?
    let call: DeskCall

    private var texts: TextTable { call.texts }
    private var path: String { call.place("webhooks", endpoint.id) }

    var body: HTML {
        """
        <div class="page"><header class="page-head"><div><h1>\(endpoint.url)</h1>\
        <p><a href="\(call.path)/webhooks">\(texts["desk.way.webhooks"])</a></p></div></header>\
        \(each: secrets, secret)<article class="card"><div class="card-head"><h2>\(texts["desk.webhooks.standing"])</h2>\
        \(WebhookStateChip(endpoint: endpoint, texts: texts))</div>\
        <dl class="facts">\(facts)</dl><div class="actions">\(actions)</div></article>\(changes)\
        <h2>\(texts["desk.webhooks.deliveries"])</h2><div class="filters">\(filters)</div>\(list)</div>
        """
    }

    private func secret(_ secret: String) -> HTML {
        """
        <section class="banner" data-tone="good" role="status"><p>\(texts["desk.webhooks.secretShown"])</p>\
        <copy-text value="\(secret)" done="\(texts["desk.keys.copied"])"><code>\(secret)</code> \
        <button type="button" class="button button-small" hidden>\(texts["action.copy"])</button>\
        </copy-text></section>
        """
    }

    private var facts: DeskFacts {
        var facts: [(String, HTML)] = [
            (texts["desk.webhooks.types"], HTML(escaping: endpoint.types.patterns.joined(separator: ", "))),
            (texts["desk.webhooks.position"], "<span class=\"number\">\(endpoint.position)</span>"),
        ]
        if let since = endpoint.failingSince {
            facts.append((texts["desk.webhooks.failingSince"], HTML(escaping: call.words.moment(since))))
        }
        if let until = endpoint.oldSecretUntil, until > call.now {
            facts.append((texts["desk.webhooks.oldSecretUntil"], HTML(escaping: call.words.moment(until))))
        }
        return DeskFacts(facts)
    }

    private var actions: HTML {
        let isPaused = endpoint.state == .paused
        return """
            \(press(isPaused ? "resumption" : "pause", .quiet))\(press("secret", .quiet))\
            \(press("rotation", .quiet))\(press("removal", .danger))
            """
    }

    private func press(_ noun: String, _ weight: Button.Weight) -> ActionForm {
        let label = texts["desk.webhooks.\(noun)"]
        let isAsked = ["rotation", "removal"].contains(noun)
        return DeskForm(noun, to: "\(path)/\(noun)", call, refused: refused)
            .pressed(
                Button(label, weight), confirmation: isAsked ? texts["desk.again", ["what": label]] : nil)
    }

    private var changes: HTML {
        let (change, replay) = (form("change"), form("replay"))
        return """
            <details class="disclosure"\(attribute: "open", change.isRefused)><summary>\(texts["desk.webhooks.change"])\
            </summary>\(change.html(Button(texts["desk.webhooks.change"]), fields(change)))</details>\
            <details class="disclosure"\(attribute: "open", replay.isRefused)><summary>\(texts["desk.webhooks.replay"])\
            </summary>\(replay.html(Button(texts["desk.webhooks.replay"]), from(replay)))</details>
            """
    }

    private func form(_ noun: String) -> DeskForm {
        DeskForm(noun, to: "\(path)/\(noun)", call, refused: refused)
    }

    private func fields(_ form: DeskForm) -> HTML {
        """
        \(form.field("url", texts["desk.webhooks.url"], value: endpoint.url, isRequired: true, limit: 500))\
        \(form.field(
            "types", texts["desk.webhooks.types"], value: endpoint.types.patterns.joined(separator: " "),
            isRequired: true, limit: 1_000, hint: texts["desk.webhooks.typesHint"]))
        """
    }

    private func from(_ form: DeskForm) -> HTML {
        form.field(
            "from", texts["desk.webhooks.from"], .number(1...Int(Int32.max)), isRequired: true,
            hint: texts["desk.webhooks.fromHint"]
        ).body
    }

    private var filters: HTML {
        """
        <nav class="filters-set" aria-label="\(texts["desk.webhooks.deliveries"])">\
        <a href="\(path)"\(attribute: "aria-current", state == nil ? "true" : nil)>\(texts["desk.view.all"])</a>\
        \(each: WebhookDelivery.State.allCases, filter)</nav>
        """
    }

    private func filter(_ item: WebhookDelivery.State) -> HTML {
        """
        <a href="\(path)?state=\(item.rawValue)"\(attribute: "aria-current", item == state ? "true" : nil)>\
        \(texts["desk.webhooks.delivery.\(item.rawValue)"])\(CountBadge(counts[item] ?? 0))</a>
        """
    }

    private var list: HTML {
        guard !page.items.isEmpty else {
            return """
                <div class="table-frame">\(EmptyState(
                    texts["desk.webhooks.noDeliveries"], texts["desk.webhooks.noDeliveriesText"]))</div>
                """
        }
        let further = page.next.map {
            QueryText.address(path, ["state": state?.rawValue, "cursor": $0.text])
        }
        return """
            <div class="table-frame"><table class="queue"><thead><tr>\
            \(each: ["event", "deliveryState", "attempts", "at"], { "<th scope=\"col\">\(texts["desk.webhooks.\($0)"])</th>" })\
            </tr></thead><tbody>\(each: page.items, row)</tbody></table></div>\
            \(Pager(first: isFirst ? nil : path, next: further, texts))
            """
    }

    private func row(_ delivery: WebhookDelivery) -> HTML {
        let tone: Tone? =
            switch delivery.state {
            case .delivered: .good
            case .waiting: .warn
            case .dead: .bad
            }
        return """
            <tr><th scope="row" data-cell="main"><span class="number">\(delivery.position)</span> \(delivery.type)\
            \(delivery.fault.map { "<span class=\"queue-sub\">\(call.words.callFault($0))</span>" as HTML })</th>\
            <td data-cell="late">\(StatusChip(texts["desk.webhooks.delivery.\(delivery.state.rawValue)"], tone))\
            \(if: delivery.state == .dead, again(delivery))</td>\
            <td class="queue-hide">\(delivery.attempts)</td>\
            <td class="nowrap faint">\(call.words.moment(delivery.at))</td></tr>
            """
    }

    private func again(_ delivery: WebhookDelivery) -> HTML {
        let place = "\(path)/deliveries/\(delivery.position)"
        return """
            <div class="actions">\
            \(ActionForm(
                to: "\(place)/retry", call.seal(), style: "actions",
                button: Button(texts["desk.outbox.revive"], .quiet)))\
            \(ActionForm(
                to: "\(place)/removal", call.seal(), style: "actions",
                button: Button(texts["desk.outbox.drop"], .danger)))</div>
            """
    }
}
