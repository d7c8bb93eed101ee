import Base
import Conversations
import Localisation
import Markup
import Staff
import Web

/// What may be done about a conversation: answering first, everything else folded away below.
struct ConversationActions: Component {
    let model: ConversationModel
    let refused: RefusedForm?
    let call: DeskCall

    private var texts: TextTable { call.texts }
    private var conversation: Conversation { model.conversation }
    private var place: String { call.place("conversations", conversation.id) }

    var body: HTML {
        guard call.may(.conversationsHandle) else { return .empty }
        return """
            <section class="action-panel" aria-label="\(texts["desk.case.actions"])">\
            \(if: conversation.state != .closed, ReplyForm(model: model, refused: refused, call: call).body)\
            <div class="action-forms">\
            \(if: conversation.state != .closed, "\(showing)\(inviting)\(taking)\(handingOn)\(snoozing)")\(noting)\(asking)\
            \(learning)\(if: conversation.state != .closed, closing)</div></section>
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
            "card", "C", form.html(Button(texts["desk.conversation.sendCard"]), content), form.isRefused)
    }

    private var inviting: HTML {
        let form = InviteForm(model: model.invite, place: place, refused: refused, call: call)
        return folded("invite", "I", form, form.isOpen)
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

    private var snoozing: HTML? {
        let isOwn = conversation.assignee == call.principal.actor.id
        let mayTake = conversation.assignee == nil && call.principal.actor.kind == .staff
        guard isOwn || mayTake || call.may(.conversationsAssign) else { return nil }
        guard conversation.assignee != nil || mayTake else { return nil }
        let form = SnoozeForm(
            conversation: conversation, refused: refused, now: model.thread.now, call: call)
        return folded("snooze", "Z", form, refused?.name == "snooze" || conversation.snoozedUntil != nil)
    }

    private var noting: HTML {
        let form = DeskForm("note", to: "\(place)/notes", call, refused: refused)
        let field = form.field(
            "text", texts["desk.note.text"], .area(rows: 3), isRequired: true, limit: Limits.noteCharacters)
        return folded(
            "note", "N", form.html(Button(texts["desk.note.colleagues"]), field.body), form.isRefused)
    }

    private var asking: HTML? {
        let own = call.principal.actor.id
        guard !model.teams.isEmpty || model.colleagues.contains(where: { $0.id.text != own }) else {
            return nil
        }
        let form = AskForm(model: model, refused: refused, call: call)
        return folded("ask", "A", form, refused?.name == AskForm.name)
    }

    private var learning: HTML {
        let form = DeskForm("lesson", to: "\(place)/lessons", call, refused: refused)
        let content: HTML = """
            \(form.field("cause", texts["desk.lessons.cause"], .area(rows: 2), isRequired: true, limit: Limits.noteCharacters))\
            \(form.field("helped", texts["desk.lessons.helped"], .area(rows: 2), isRequired: true, limit: Limits.noteCharacters))\
            \(form.field("article", texts["desk.lessons.article"], .area(rows: 2), limit: Limits.noteCharacters))
            """
        return folded("lesson", "L", form.html(Button(texts["action.save"]), content), form.isRefused)
    }

    private func folded(_ name: String, _ key: String, _ form: some Component, _ isOpen: Bool) -> HTML {
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
}
