import Base
import Conversations
import Localisation
import Markup
import Staff
import Web

/// The line to answer in. What is written there is kept on the server while it is written; whoever has the conversation
/// goes on with it.
struct ReplyForm: Component {
    let model: ConversationModel
    let refused: RefusedForm?
    let call: DeskCall

    private var texts: TextTable { call.texts }
    private var conversation: Conversation { model.conversation }
    private var place: String { call.place("conversations", conversation.id) }

    var body: HTML {
        let form = DeskForm("reply", to: "\(place)/messages", call, refused: refused)
        let seen = "<input type=\"hidden\" name=\"reply.seen\" value=\"\(conversation.lastNumber)\">" as HTML
        let field = form.field(
            "text", texts["desk.reply.text"], .area(rows: 4),
            value: model.taken?.filled ?? model.suggested?.answer ?? ownDraft?.text,
            isRequired: true,
            limit: Limits.noteCharacters)
        let content: HTML = """
            \(seen)<reply-draft data-place="\(place)/draft" data-seen="\(model.draft?.version ?? 0)" \
            data-kept="\(texts["desk.draft.kept"])" data-lost="\(texts["desk.draft.lost"])">\(field)\
            <p class="small soft" role="status"></p></reply-draft>\(overriding(form))\(suggestions)\(quickReplies)
            """
        return """
            <div id="reply">\(otherDraft)\
            \(form.html(Button(texts["desk.reply.send"], .primary, key: "S"), content))</div>
            """
    }

    /// Why a text is sent although it may not be, for whoever may decide so.
    private func overriding(_ form: DeskForm) -> HTML? {
        guard form.refused?.problem.code == "messageForbidden", call.may(.conversationsAssign) else {
            return nil
        }
        return form.field(
            "override", texts["desk.reply.override"], limit: Limits.noteCharacters,
            hint: texts["desk.reply.overrideHint"]
        ).body
    }

    /// Renewed while the customer writes on.
    private var suggestions: HTML {
        """
        <quick-replies data-field="field-reply-text"><div>\
        <live-region id="suggestions" src="\(call.path)/conversations/stream" data-case="\(conversation.id.text)" \
        data-panel="\(place)/suggestions" data-reconnecting="\(texts["live.reconnecting"])">\
        \(model.suggestions)</live-region></div>\
        <input type="hidden" name="reply.article" value="\(model.suggested?.id ?? "")">\
        <p class="small soft" role="status"></p></quick-replies>
        """
    }

    private var quickReplies: HTML {
        """
        <quick-replies data-panel="\(place)/replies" data-field="field-reply-text">\
        <details class="disclosure" id="quick"><summary accesskey="q">\
        \(texts["desk.replies.title"]) <kbd>Q</kbd></summary><input class="input" type="search" \
        aria-label="\(texts["desk.replies.find"])" placeholder="\(texts["desk.replies.find"])" autocomplete="off">\
        <div>\(model.replies)</div></details>\
        <input type="hidden" name="reply.quick" value="\(model.taken?.reply.id.text ?? "")">\
        <p class="small soft" role="status"></p></quick-replies>
        """
    }

    /// One's own, and that of a conversation one has taken over; never with somebody's number in it that one has not asked
    /// to see.
    private var ownDraft: ConversationDraft? {
        guard let draft = model.draft else { return nil }
        let own = call.principal.actor
        if draft.author == own { return draft }
        return conversation.assignee == own.id && isPlain(draft) ? draft : nil
    }

    private func isPlain(_ draft: ConversationDraft) -> Bool {
        model.told(draft.text) == draft.text
    }

    /// What a colleague has begun to answer.
    private var otherDraft: HTML? {
        guard let draft = model.draft, draft.author != call.principal.actor else { return nil }
        let who = model.names[draft.author.id] ?? ""
        let moment = call.formatting.moment(draft.at, now: model.thread.now)
        if ownDraft != nil {
            return
                "<p class=\"small soft\">\(texts["desk.draft.takenOver", ["who": who, "moment": moment]])</p>"
        }
        return """
            <blockquote class="thread-draft"><p class="small soft">\
            \(texts["desk.draft.ofColleague", ["who": who, "moment": moment]])</p>\
            <p>\(model.told(draft.text))</p></blockquote>
            """
    }
}
