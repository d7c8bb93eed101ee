import Base
import Conversations
import Localisation
import Markup
import Web

/// A conversation in three panes: who waits, the thread with a line to answer in, the customer with orders and cases.
struct ConversationPage: PicturedPage {
    let model: ConversationModel
    let refused: RefusedForm?
    let call: DeskCall

    private var texts: TextTable { call.texts }
    private var conversation: Conversation { model.conversation }
    private var place: String { call.place("conversations", conversation.id) }
    private var stream: String { "\(call.path)/conversations/stream?cases=true" }
    var images: ProductImages { model.beside.images }

    var body: HTML {
        """
        <div class="panes"><section class="pane-list" aria-label="\(texts["desk.way.conversations"])">\
        <live-region id="beside" src="\(stream)" data-of="conversation." data-panel="\(place)/beside" \
        data-reconnecting="\(texts["live.reconnecting"])">\(beside)</live-region></section>\
        <section class="pane-work"><live-region id="thread" src="\(stream)" \
        data-case="\(conversation.id.text)" data-panel="\(place)/panel\(around)" \
        data-reconnecting="\(texts["live.reconnecting"])">\(panel)</live-region>\
        \(Company(id: conversation.id, panel: model.company, call: call))\
        \(ConversationApplication(model: model, call: call))\
        \(ConversationActions(model: model, refused: refused, call: call))</section>\
        <aside class="pane-side" aria-label="\(texts["desk.case.side"])">\
        \(ConversationSide(model: model, who: row.who, refused: refused, call: call))</aside></div>
        """
    }

    /// What the page was asked to show of a long thread.
    private var around: String {
        guard let at = model.at else { return "" }
        return "?at=\(at)"
    }

    private var latest: HTML? {
        guard let last = model.thread.messages.last, last.number < conversation.lastNumber else { return nil }
        return "<p><a href=\"\(place)\">\(texts["desk.found.latest"])</a></p>"
    }

    /// The head and the thread, which the live page renews.
    var panel: HTML {
        """
        <header class="page-head"><div><p class="row small soft">\
        <a href="\(call.path)/conversations">\(texts["desk.way.conversations"])</a>\
        \(StatusChip(texts["desk.conversation.\(conversation.state.rawValue)"], row.tone))\
        <span>\(ConversationWordsAtDesk.channel(conversation.channel, texts))</span>\
        <span>\(conversation.assignee.flatMap { model.names[$0] } ?? "")</span>\
        \(TagChips(tags: conversation.tags))\(row.aside(call, now: model.thread.now))</p><h1>\(row.who)</h1></div>\
        \(row.clock.map { Countdown(inline: $0, now: model.thread.now, call.formatting) })</header>\
        \(each: model.merged.threads, elsewhere)<section class="card">\(ThreadList(
            model: model.thread, side: .shop, reader: call.reader, base: call.path, names: model.names,
            opensFiles: call.personal != .hidden))\
        \(latest)\
        </section>
        """
    }

    /// What was written in a conversation that goes on in this one.
    private func elsewhere(_ other: MergedModel.Thread) -> HTML {
        let title = texts[
            "desk.merge.elsewhere",
            [
                "channel": ConversationWordsAtDesk.channel(other.thread.conversation.channel, texts),
                "count": String(other.thread.conversation.lastNumber),
            ]]
        return """
            <details class="card disclosure" open><summary>\(title)</summary>\(ThreadList(
                model: other.thread, side: .shop, reader: call.reader, base: call.path, names: model.names,
                opensFiles: call.personal != .hidden, mark: "\(other.merge.source.text)-m"))</details>
            """
    }

    /// Who waits, and what the reader has.
    var beside: HTML {
        """
        <header class="pane-head"><p class="small strong"><a href="\(call.path)/conversations">\
        \(texts["desk.way.conversations"])</a></p></header>\
        \(if: model.waiting.isEmpty, "<p class=\"pane-note small soft\">\(texts["desk.conversations.empty"])</p>")\
        <ol class="waiting">\(each: model.waiting, item)</ol>
        """
    }

    private var row: ConversationRow {
        ConversationRow(
            conversation: conversation,
            who: model.customer.map(call.personal.name) ?? texts["desk.conversation.visitor"],
            assignee: conversation.assignee.flatMap { model.names[$0] })
    }

    private func item(_ row: ConversationRow) -> HTML {
        let isCurrent = row.conversation.id == conversation.id
        return """
            <li><a href="\(call.place("conversations", row.conversation.id))"\
            \(attribute: "aria-current", isCurrent ? "true" : nil)>\
            <span class="waiting-who">\(row.who)</span> <span class="waiting-what clip">\
            \(row.assignee ?? texts["desk.conversation.\(row.conversation.state.rawValue)"])</span>\
            \(row.clock.map { Countdown(inline: $0, now: model.thread.now, call.formatting) })</a></li>
            """
    }
}
