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

/// Whose a conversation is: the customer, with orders, cases and what was talked about before.
struct ConversationSide: Component {
    let model: ConversationModel
    let who: String
    let refused: RefusedForm?
    let call: DeskCall

    private var texts: TextTable { call.texts }
    private var conversation: Conversation { model.conversation }
    private var place: String { call.place("conversations", conversation.id) }

    var body: HTML {
        """
        \(customer)\(cases)\(inside)\(tags)\
        \(if: !model.orders.isEmpty, "<section class=\"card\"><h2>\(texts["desk.way.orders"])</h2>\(each: model.orders, orderLine)</section>")\
        \(if: !model.earlier.isEmpty, "<section class=\"card\"><h2>\(texts["desk.conversation.earlier"])</h2>\(each: model.earlier, earlierLine)</section>")
        """
    }

    private var customer: HTML {
        guard let customer = model.customer else {
            return """
                <section class="card"><h2>\(texts["desk.conversation.visitor"])</h2>\
                <p class="soft">\(texts["desk.conversation.visitorText"])</p>\(personal)\
                \(if: call.may(.personalDataGive), rights)</section>
                """
        }
        return """
            <section class="card"><div class="card-head"><h2>\
            <a href="\(call.place("customers", customer.id))">\(who)</a></h2></div>\
            <dl class="facts">\(CustomerFacts(customer: customer, call: call))</dl>\(personal)</section>
            """
    }

    private var rights: HTML {
        """
        <p class="small"><a href="\(conversation.partner.rightsPlace(call))">\(texts["desk.rights.link"])</a></p>
        """
    }

    private var personal: HTML {
        PersonalDataPanel(
            record: .conversation(conversation.id), showings: model.showings, refused: refused, call: call
        ).body
    }

    private var tags: HTML? {
        guard call.may(.conversationsHandle) else {
            guard !conversation.tags.isEmpty else { return nil }
            return """
                <section class="card"><h2>\(texts["desk.tags.title"])</h2>\
                <p class="chips">\(TagChips(tags: conversation.tags))</p></section>
                """
        }
        let form = TagForm(
            conversation: conversation, known: model.tags, refused: refused, call: call)
        return "<section class=\"card\" id=\"tags\"><h2>\(texts["desk.tags.title"])</h2>\(form)</section>"
    }

    /// What is the shop's alone, live.
    private var inside: HTML {
        """
        <live-region id="inside"\(attribute: "src", refused == nil ? "\(call.path)/conversations/stream?cases=true" : nil) \
        data-case="\(conversation.id.text)" data-panel="\(place)/inside" \
        data-reconnecting="\(texts["live.reconnecting"])">\
        \(ConversationInside(model: model, refused: refused, call: call))</live-region>
        """
    }

    /// They follow what happens to them, unless a step was just refused.
    private var cases: HTML? {
        guard model.customer != nil else { return nil }
        let stream = refused == nil ? "\(call.path)/conversations/stream?cases=true" : nil
        let shown = model.beside.shown.map { "?case=\($0.record.id.inPath)" } ?? ""
        return """
            <live-region id="cases"\(attribute: "src", stream) data-of="case." \
            data-panel="\(place)/cases\(shown)" data-reconnecting="\(texts["live.reconnecting"])">\
            \(ConversationCases(model: model, refused: refused, call: call))</live-region>
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
