import Base
import Conversations
import Customers
import Localisation
import Markup
import Staff
import Web

/// What is one with a conversation, who said so, and how it is taken apart; below, what else could be one with it.
struct MergePanel: Component {
    let model: ConversationModel
    let refused: RefusedForm?
    let call: DeskCall

    static let name = "merge"
    static let person = "person"

    private var texts: TextTable { call.texts }
    private var merged: MergedModel { model.merged }
    private var conversation: Conversation { model.conversation }
    private var place: String { call.place("conversations", conversation.id) }
    private var mayMerge: Bool { call.may(.conversationsHandle) }
    private var mayMergePersons: Bool { call.may(.customersChange) }

    var body: HTML {
        """
        <section class="card" id="conversation-merges"><h2>\(texts["desk.merge.title"])</h2>\
        \(each: merged.threads, thread)\(merged.into.map(into))\(each: merged.persons, person)\
        \(if: mayMerge, merging)\(if: mayMergePersons && isOpenToPersons, samePerson)</section>
        """
    }

    /// Whoever was found to be another customer's is that one's first.
    private var isOpenToPersons: Bool {
        merged.persons.allSatisfy { Partner.customer($0.customer) == conversation.partner }
    }

    private func thread(_ thread: MergedModel.Thread) -> HTML {
        line(
            texts["desk.merge.here", ["channel": channel(thread.thread.conversation)]], thread.merge.by,
            thread.merge.at,
            to: "\(place)/merges/\(thread.merge.source.inPath)/removal",
            call.place(
                "conversations", thread.merge.source))
    }

    private func into(_ merge: ConversationMerge) -> HTML {
        let target = call.place("conversations", merge.target)
        return line(
            texts["desk.merge.away"], merge.by, merge.at,
            to: "\(target)/merges/\(conversation.id.inPath)/removal", target)
    }

    private func person(_ merge: PersonMerge) -> HTML {
        let isOwn = merge.partner == conversation.partner
        let other = isOwn ? Partner.customer(merge.customer) : merge.partner
        let words = texts["desk.merge.person", ["who": other.actorID]]
        return line(
            words, merge.by, merge.at,
            to: "\(place)/persons/\(QueryText.encoded(merge.partner.actorID))/removal",
            other.customerID.map { call.place("customers", $0) })
    }

    private func line(
        _ words: String, _ by: Actor, _ at: Timestamp, to removal: String, _ page: String?
    ) -> HTML {
        let who = texts[
            "desk.merge.by",
            [
                "who": model.names[by.id] ?? texts["thread.program"],
                "moment": call.formatting.moment(at, now: model.thread.now),
            ]]
        let undo = ActionForm(
            to: removal, call.seal(), style: "actions", button: Button(texts["desk.merge.undo"], .quiet))
        let text: HTML = page.map { "<a href=\"\($0)\">\(words)</a>" as HTML } ?? HTML(escaping: words)
        return """
            <div class="stack-tight"><p>\(text)<br><span class="small soft">\(who)</span></p>\
            \(if: mayMerge, undo.body)</div>
            """
    }

    private func channel(_ conversation: Conversation) -> String {
        ConversationWordsAtDesk.channel(conversation.channel, texts)
    }

    /// Other conversations of the person, to go on with them here.
    private var merging: HTML {
        let choices = merged.sources(into: conversation).map { other in
            Choices.Choice(
                other.id.text,
                texts[
                    "desk.merge.choice",
                    [
                        "channel": channel(other),
                        "state": texts["desk.conversation.\(other.state.rawValue)"],
                        "moment": call.formatting.moment(other.openedAt, now: model.thread.now),
                    ]])
        }
        guard !choices.isEmpty else { return notice(Self.name)?.body ?? .empty }
        let form = DeskForm(Self.name, to: "\(place)/merges", call, refused: refused)
        let content = form.choices("conversationId", texts["desk.merge.which"], choices)
        return folded(
            "merges-add", "M", texts["desk.merge.add"],
            form.html(Button(texts["desk.merge.do"]), content).body,
            form.isRefused)
    }

    /// Who the customer or visitor is besides: somebody with the same address or number, or whoever an id names.
    private var samePerson: HTML {
        let form = DeskForm(Self.person, to: "\(place)/persons", call, refused: refused)
        let alike: [HTML] = merged.alike.map { customer in
            let content: HTML =
                "<input type=\"hidden\" name=\"\(form.fieldName("other"))\" value=\"\(customer.id.text)\">"
            let label = texts[
                "desk.merge.alike", ["who": call.personal.name(customer), "id": customer.id.text]]
            return ActionForm(
                to: "\(place)/persons", call.seal(), style: "actions", button: Button(label, .quiet),
                content: content
            ).body
        }
        let field = form.field(
            "other", texts["desk.merge.other"], isRequired: true, limit: Limits.idBytes,
            autocomplete: "off", hint: texts["desk.merge.otherHint"])
        return folded(
            "persons-add", "W", texts["desk.merge.personAdd"],
            "\(alike)\(form.html(Button(texts["desk.merge.personDo"]), field.body))" as HTML,
            form.isRefused)
    }

    private func notice(_ name: String) -> Notice? {
        refused.flatMap { $0.name == name ? Notice(refusal: $0.problem) : nil }
    }

    private func folded(
        _ id: String, _ key: String, _ title: String, _ content: HTML, _ isOpen: Bool
    ) -> HTML {
        """
        <details class="disclosure" id="\(id)"\(attribute: "open", isOpen)>\
        <summary accesskey="\(key.lowercased())">\(title) <kbd>\(key)</kbd></summary>\(content)</details>
        """
    }
}
