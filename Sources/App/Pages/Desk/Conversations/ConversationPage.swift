import AfterSales
import Base
import Conversations
import Customers
import Localisation
import Markup
import Orders
import Policies
import Staff
import Web

/// A conversation in three panes: who waits, the thread with a line to answer in, the customer with orders and cases.
struct ConversationPage: Component {
    let model: ConversationModel
    let refused: RefusedForm?
    let call: DeskCall

    private var texts: TextTable { call.texts }
    private var conversation: Conversation { model.conversation }
    private var place: String { call.place("conversations", conversation.id) }
    private var stream: String { "\(call.path)/conversations/stream" }

    var body: HTML {
        """
        <div class="panes"><section class="pane-list" aria-label="\(texts["desk.way.conversations"])">\
        <live-region id="beside" src="\(stream)" data-panel="\(place)/beside" \
        data-reconnecting="\(texts["live.reconnecting"])">\(beside)</live-region></section>\
        <section class="pane-work"><live-region id="thread" src="\(stream)" \
        data-case="\(conversation.id.text)" data-panel="\(place)/panel" \
        data-reconnecting="\(texts["live.reconnecting"])">\(panel)</live-region>\(actions)</section>\
        <aside class="pane-side" aria-label="\(texts["desk.case.side"])">\(side)</aside></div>
        """
    }

    /// The head and the thread, which the live page renews.
    var panel: HTML {
        """
        <header class="page-head"><div><p class="row small soft">\
        <a href="\(call.path)/conversations">\(texts["desk.way.conversations"])</a>\
        \(StatusChip(texts["desk.conversation.\(conversation.state.rawValue)"], row.tone))\
        <span>\(ConversationWordsAtDesk.channel(conversation.channel, texts))</span>\
        <span>\(conversation.assignee.flatMap { model.names[$0] } ?? "")</span></p><h1>\(row.who)</h1></div>\
        \(row.clock.map { Countdown(inline: $0, now: model.thread.now, call.formatting) })</header>\
        <section class="card">\(ThreadList(
            model: model.thread, side: .shop, reader: call.reader, base: call.path, names: model.names,
            opensFiles: call.personal != .hidden))\
        </section>
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

    // MARK: What may be done

    private var actions: HTML? {
        guard call.may(.conversationsHandle) else { return nil }
        return """
            <section class="action-panel" aria-label="\(texts["desk.case.actions"])">\
            \(if: conversation.state != .closed, "\(reply)\(showing)\(taking)\(handingOn)")\(noting)\
            \(if: conversation.state != .closed, closing)</section>
            """
    }

    private var reply: HTML {
        let form = DeskForm("reply", to: "\(place)/messages", call, refused: refused)
        let seen = "<input type=\"hidden\" name=\"reply.seen\" value=\"\(conversation.lastNumber)\">" as HTML
        let field = form.field(
            "text", texts["desk.reply.text"], .area(rows: 4), isRequired: true, limit: Limits.noteCharacters)
        return """
            <div id="reply">\(form.html(Button(texts["desk.reply.send"], .primary, key: "S"), "\(seen)\(field)"))\
            </div>
            """
    }

    /// Orders, the goods in them and cases, as cards that show how each stands whenever somebody looks.
    private var showing: HTML? {
        let choices = model.cards(call).map {
            Choices.Choice("\($0.card.kind.rawValue) \($0.card.id)", $0.text)
        }
        guard !choices.isEmpty else { return nil }
        let form = DeskForm("card", to: "\(place)/cards", call, refused: refused)
        let content = form.choices("record", texts["desk.conversation.card"], choices)
        return folded(
            "card", "K", form.html(Button(texts["desk.conversation.sendCard"]), content), form.isRefused)
    }

    private var taking: HTML? {
        let own = call.principal.actor.id
        guard call.principal.actor.kind == .staff else { return nil }
        if conversation.assignee == own {
            return pressed("release", "nobody", "desk.conversation.release", "U")
        }
        guard conversation.assignee == nil else { return nil }
        return pressed("take", own, "desk.conversation.take", "T")
    }

    private func pressed(_ name: String, _ to: String, _ label: String, _ key: String) -> HTML {
        ActionForm(
            to: "\(place)/assignment", call.seal(), style: "actions", button: Button(texts[label], key: key),
            content: "<input type=\"hidden\" name=\"to\" value=\"\(to)\">"
        ).body
    }

    private var handingOn: HTML? {
        let isOwn = conversation.assignee == call.principal.actor.id
        let others = model.colleagues.filter { $0.id.text != call.principal.actor.id }
        guard !others.isEmpty, isOwn || call.may(.conversationsAssign) else { return nil }
        let form = DeskForm("transfer", to: "\(place)/assignment", call, refused: refused)
        let content: HTML = """
            \(AssigneeSelect(colleagues: model.colleagues, chosen: conversation.assignee, call: call))\
            \(form.field("remark", texts["desk.conversation.remark"], .area(rows: 2), limit: Limits.noteCharacters))
            """
        return folded("transfer", "G", form.html(Button(texts["desk.bulk.assign"]), content), form.isRefused)
    }

    private var noting: HTML {
        let form = DeskForm("note", to: "\(place)/notes", call, refused: refused)
        let field = form.field(
            "text", texts["desk.note.text"], .area(rows: 3), isRequired: true, limit: Limits.noteCharacters)
        return folded(
            "note", "N", form.html(Button(texts["desk.note.colleagues"]), field.body), form.isRefused)
    }

    private func folded(_ name: String, _ key: String, _ form: DeskFormMarkup, _ isOpen: Bool) -> HTML {
        """
        <details class="disclosure" id="\(name)"\(attribute: "open", isOpen)>\
        <summary accesskey="\(key.lowercased())">\(texts["desk.conversation.do.\(name)"]) <kbd>\(key)</kbd>\
        </summary>\(form)</details>
        """
    }

    private var closing: HTML {
        let form = DeskForm("closure", to: "\(place)/closure", call, refused: refused)
        return form.pressed(Button(texts["desk.conversation.close"], .quiet, key: "E")).body
    }

    // MARK: Whose it is

    private var side: HTML {
        """
        \(customer)\(notes)\
        \(if: !model.orders.isEmpty, "<section class=\"card\"><h2>\(texts["desk.way.orders"])</h2>\(each: model.orders, orderLine)</section>")\
        \(if: !model.cases.isEmpty, "<section class=\"card\"><h2>\(texts["desk.way.cases"])</h2>\(each: model.cases, caseLine)</section>")\
        \(if: !model.earlier.isEmpty, "<section class=\"card\"><h2>\(texts["desk.conversation.earlier"])</h2>\(each: model.earlier, earlierLine)</section>")
        """
    }

    private var customer: HTML {
        guard let customer = model.customer else {
            return """
                <section class="card"><h2>\(texts["desk.conversation.visitor"])</h2>\
                <p class="soft">\(texts["desk.conversation.visitorText"])</p>\(personal)</section>
                """
        }
        return """
            <section class="card"><div class="card-head"><h2>\
            <a href="\(call.place("customers", customer.id))">\(row.who)</a></h2></div>\
            <dl class="facts">\(CustomerFacts(customer: customer, call: call))</dl>\(personal)</section>
            """
    }

    private var personal: HTML {
        PersonalDataPanel(
            record: .conversation(conversation.id), showings: model.showings, refused: refused, call: call
        ).body
    }

    private var notes: HTML? {
        guard !model.notes.isEmpty else { return nil }
        return """
            <section class="card"><h2>\(texts["desk.conversation.notes"])</h2>\
            \(each: model.notes, { "<p>\($0.text)<br><span class=\"small soft\">\(model.names[$0.author.id] ?? "") \(call.formatting.moment($0.at, now: model.thread.now))</span></p>" })\
            </section>
            """
    }

    private func caseLine(_ row: CaseRow) -> HTML {
        """
        <p><a href="\(row.place)">\(call.words.kind(row.record.kind))</a> \
        \(StatusChip(call.words.state(row.record.state), row.tone(now: model.thread.now)))</p>
        """
    }

    private func orderLine(_ row: OrderRow) -> HTML {
        """
        <p><a class="number" href="\(call.place("orders", row.order.id))">\(row.order.id.text)</a> \
        \(StatusChip(call.words.orderStatus(row.order.status)))</p>
        """
    }

    private func earlierLine(_ conversation: Conversation) -> HTML {
        """
        <p><a href="\(call.place("conversations", conversation.id))">\
        \(call.formatting.moment(conversation.openedAt, now: model.thread.now))</a> <span class="soft">\
        \(texts["desk.conversation.\(conversation.state.rawValue)"])</span></p>
        """
    }
}
