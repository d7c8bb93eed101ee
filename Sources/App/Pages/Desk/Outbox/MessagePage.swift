import Base
import Localisation
import Markup
import Staff
import Web

/// What was sent to customers. The words stand here with secrets as dots, unless the shop keeps what it
/// sends.
struct MessagePage: Component {
    let page: Page<ListedMessage>
    let state: MessageState?
    let isFirst: Bool
    let call: DeskCall

    private var texts: TextTable { call.texts }
    private var path: String { "\(call.path)/messages" }

    var body: HTML {
        """
        <div class="page"><header class="page-head"><div><h1>\(texts["desk.way.messages"])</h1>\
        <p>\(texts[call.record.settings.keepSentMessages ? "desk.messages.kept" : "desk.messages.text"])\
        </p></div>\
        </header><div class="filters">\(states)</div>\(list)</div>
        """
    }

    private var states: HTML {
        """
        <nav class="filters-set" aria-label="\(texts["desk.refunds.states"])">\
        <a href="\(path)"\(attribute: "aria-current", state == nil ? "true" : nil)>\
        \(texts["desk.view.all"])</a>\
        \(each: MessageState.allCases, item)</nav>
        """
    }

    private func item(_ item: MessageState) -> HTML {
        """
        <a href="\(path)?state=\(item.rawValue)"\(attribute: "aria-current", item == state ? "true" : nil)>\
        \(texts["desk.message.\(item.rawValue)"])</a>
        """
    }

    private var list: HTML {
        guard !page.items.isEmpty else {
            return """
                <div class="table-frame">\(EmptyState(
                    texts["desk.messages.empty"], texts["desk.messages.emptyText"]))</div>
                """
        }
        let further = page.next.map {
            QueryText.address(path, ["state": state?.rawValue, "cursor": $0.text])
        }
        return """
            <div class="table-frame"><table class="queue"><thead><tr>\
            \(each: ["what", "to", "channel", "state", "at"], { "<th scope=\"col\">\(texts["desk.messages.\($0)"])</th>" })\
            </tr></thead><tbody>\(each: page.items, row)</tbody></table></div>\
            \(Pager(first: isFirst ? nil : path, next: further, texts))
            """
    }

    private func row(_ message: ListedMessage) -> HTML {
        let tone: Tone? =
            switch message.state {
            case .sent: .good
            case .failed: .bad
            case .queued: nil
            }
        let words = call.services.texts(message.language)
        return """
            <tr><th scope="row" data-cell="main"><span lang="\(message.language.rawValue)">\
            <span class="strong">\(words["\(message.template).subject", message.arguments])</span>\
            <span class="queue-sub">\(words["\(message.template).text", message.arguments])</span></span>\
            </th>\
            <td class="nowrap">\(receiver(message))</td>\
            <td class="queue-hide nowrap">\(texts["desk.channel.\(message.channel.rawValue)"])</td>\
            <td data-cell="late">\(StatusChip(texts["desk.message.\(message.state.rawValue)"], tone))\
            \(message.fault.map { "<span class=\"queue-sub\">\(call.words.callFault($0))</span>" as HTML })</td>\
            <td class="nowrap faint">\(call.words.moment(message.sent ?? message.made))</td></tr>
            """
    }

    private func receiver(_ message: ListedMessage) -> HTML {
        if message.customer.isEmpty { return "<span class=\"number\">\(message.maskedDestination)</span>" }
        return """
            <a class="number" href="\(call.path)/customers/\(QueryText.encoded(message.customer))">\
            \(message.maskedDestination)</a>
            """
    }
}
