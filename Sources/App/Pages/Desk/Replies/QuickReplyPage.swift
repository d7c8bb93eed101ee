import Base
import Conversations
import Localisation
import Markup
import Staff
import Storage
import Web

/// The shop's quick replies: all of them by use, a form to add one, and one to change each.
struct QuickReplyPage: Component {
    let replies: [QuickReply]
    let refused: RefusedForm?
    let call: DeskCall

    private var texts: TextTable { call.texts }
    private var path: String { "\(call.path)/replies" }
    private var mayChange: Bool { call.may(.conversationsAssign) }
    private var mayHaveOwn: Bool {
        call.may(.conversationsHandle) && call.principal.actor.kind == .staff
    }

    init(_ refused: RefusedForm? = nil, _ call: DeskCall, _ transaction: Transaction) throws {
        replies = try call.services.quickReplies.list(
            teams: call.replyTeams(transaction), for: call.principal.actor, in: call.shop.id, transaction)
        (self.refused, self.call) = (refused, call)
    }

    var body: HTML {
        """
        <div class="page"><header class="page-head"><div>\
        <p class="small"><a href="\(call.path)/conversations">\(texts["desk.way.conversations"])</a></p>\
        <h1>\(texts["desk.replies.title"])</h1><p>\(texts["desk.replies.text"])</p></div></header>\
        \(if: mayChange || mayHaveOwn, adding)\(list)</div>
        """
    }

    private var list: HTML {
        guard !replies.isEmpty else {
            return """
                <div class="table-frame">\(EmptyState(
                    texts["desk.replies.empty"], texts["desk.replies.emptyText"]))</div>
                """
        }
        return "<ol class=\"stack\">\(each: replies, item)</ol>"
    }

    private func item(_ reply: QuickReply) -> HTML {
        let uses = texts["desk.replies.uses", ["count": String(reply.uses)]]
        return """
            <li class="card" id="reply-\(reply.id.text)"><div class="card-head"><h2>\(reply.text.title)</h2>\
            <span class="small soft">\(scope(reply)) · \(uses)</span></div>\
            <p class="pre">\(reply.text.words)</p>\(pictures(reply))\(if: mayChange || reply.owner != nil, changing(reply))</li>
            """
    }

    private func scope(_ reply: QuickReply) -> String {
        if reply.owner != nil { return texts["desk.replies.mine"] }
        return reply.text.team ?? texts["desk.replies.everybody"]
    }

    private func pictures(_ reply: QuickReply) -> HTML? {
        guard !reply.text.images.isEmpty else { return nil }
        return """
            <p class="thumbs">\(each: reply.text.images, { id in
                "<span class=\"thumb\"><img src=\"\(call.path)/files/\(id.inPath)\" alt=\"\(texts["thread.image"])\"></span>"
            })</p>
            """
    }

    private var adding: HTML {
        let form = DeskForm("quick", to: path, call, refused: refused)
        return """
            <details class="disclosure" id="replies-add"\(attribute: "open", form.isRefused || replies.isEmpty)>\
            <summary accesskey="a">\(texts["desk.replies.add"]) <kbd>A</kbd></summary>\
            \(form.html(Button(texts["desk.replies.add"]), fields(form, nil)).withFiles())</details>
            """
    }

    private func changing(_ reply: QuickReply) -> HTML {
        let form = DeskForm(
            "quick-\(reply.id.text)", to: "\(path)/\(reply.id.inPath)", call, refused: refused)
        let removal = ActionForm(
            to: "\(path)/\(reply.id.inPath)/removal", call.seal(), style: "actions",
            confirmation: texts["desk.replies.removeSure"],
            button: Button(texts["desk.replies.remove"], .quiet))
        return """
            <details class="disclosure"\(attribute: "open", form.isRefused)>\
            <summary>\(texts["desk.replies.change"])</summary>\
            \(form.html(Button(texts["desk.replies.save"]), fields(form, reply)).withFiles())\(removal)</details>
            """
    }

    private func fields(_ form: DeskForm, _ reply: QuickReply?) -> HTML {
        let names = LiveField.allCases.map { "{\($0.rawValue)}" }.joined(separator: " ")
        let images = form.fieldName("images")
        let scopes = (mayHaveOwn ? ["mine"] : []) + (mayChange ? ["shop"] : [])
        let choice = scopes.map { Choices.Choice($0, texts["desk.replies.scope.\($0)"]) }
        return """
            \(if: reply == nil && !choice.isEmpty, form.choices("scope", texts["desk.replies.scope"], choice, chosen: scopes.last))\
            \(form.field("title", texts["desk.replies.name"], value: reply?.text.title, isRequired: true, limit: QuickReply.mostTitle))\
            \(form.field(
                "text", texts["desk.replies.words"], .area(rows: 4), value: reply?.text.words, isRequired: true,
                limit: Limits.noteCharacters, hint: texts["desk.replies.fields", ["names": names]]))\
            \(if: mayChange && reply?.owner == nil, form.field("team", texts["desk.replies.team"], value: reply?.text.team, limit: 64, hint: texts["desk.replies.teamHint"]).body)\
            <div class="field"><label for="\(images)">\(texts["desk.replies.images"])</label>\
            <input class="input" id="\(images)" type="file" name="\(images)" accept="image/*" multiple>\
            \(if: reply?.text.images.isEmpty == false, "<label class=\"choice\"><input type=\"checkbox\" name=\"\(form.fieldName("bare"))\" value=\"yes\"><span>\(texts["desk.replies.bare"])</span></label>")</div>
            """
    }
}
