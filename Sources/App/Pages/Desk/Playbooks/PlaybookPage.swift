import Base
import Conversations
import Localisation
import Markup
import Staff
import Storage
import Web

/// The shop's playbooks, with a form to write one and one to change each for those who may.
struct PlaybookPage: Component {
    private let playbooks: [Playbook]
    private let refused: RefusedForm?
    private let call: DeskCall

    init(_ refused: RefusedForm? = nil, _ call: DeskCall, _ transaction: Transaction) throws {
        playbooks = try call.services.conversations.playbooks(in: call.shop.id, transaction)
        (self.refused, self.call) = (refused, call)
    }

    private var texts: TextTable { call.texts }
    private var path: String { "\(call.path)/playbooks" }
    private var mayChange: Bool { call.may(.conversationsAssign) }

    var body: HTML {
        """
        <div class="page page-narrow"><header class="page-head"><div>\
        <p class="small"><a href="\(call.path)/conversations">\(texts["desk.way.conversations"])</a></p>\
        <h1>\(texts["desk.playbooks.title"])</h1><p>\(texts["desk.playbooks.text"])</p></div></header>\
        \(if: mayChange, adding)\(list)</div>
        """
    }

    private var list: HTML {
        guard !playbooks.isEmpty else {
            return """
                <div class="table-frame">\(EmptyState(
                    texts["desk.playbooks.empty"], texts["desk.playbooks.emptyText"]))</div>
                """
        }
        return "<ol class=\"stack\">\(each: playbooks, item)</ol>"
    }

    private func item(_ playbook: Playbook) -> HTML {
        """
        <li class="card" id="playbook-\(playbook.id.text)"><h2>\(playbook.text.title)</h2>\
        <ol class="playbook">\(each: playbook.text.steps, step)</ol>\(if: mayChange, changing(playbook))</li>
        """
    }

    private func step(_ step: PlaybookStep) -> HTML {
        "<li>\(PlaybookWords.text(step, texts))</li>"
    }

    private var adding: HTML {
        let form = DeskForm("playbook", to: path, call, refused: refused)
        return """
            <details class="disclosure" id="playbooks-add"\(attribute: "open", form.isRefused || playbooks.isEmpty)>\
            <summary accesskey="a">\(texts["desk.playbooks.add"]) <kbd>A</kbd></summary>\
            \(form.html(Button(texts["desk.playbooks.add"]), fields(form, nil)))</details>
            """
    }

    private func changing(_ playbook: Playbook) -> HTML {
        let place = "\(path)/\(playbook.id.inPath)"
        let form = DeskForm("playbook-\(playbook.id.text)", to: place, call, refused: refused)
        let removal = ActionForm(
            to: "\(place)/removal", call.seal(), style: "actions",
            confirmation: texts["desk.playbooks.removeSure"],
            button: Button(texts["desk.playbooks.remove"], .quiet))
        return """
            <details class="disclosure"\(attribute: "open", form.isRefused)>\
            <summary>\(texts["desk.playbooks.change"])</summary>\
            \(form.html(Button(texts["action.save"]), fields(form, playbook)))\(removal)</details>
            """
    }

    private func fields(_ form: DeskForm, _ playbook: Playbook?) -> HTML {
        """
        \(form.field("title", texts["desk.playbooks.name"], value: playbook?.text.title, isRequired: true, limit: Playbook.mostTitle))\
        \(form.field("steps", texts["desk.playbooks.steps"], .area(rows: 6), value: playbook.map { PlaybookForm.lines($0.text.steps) }, isRequired: true, limit: PlaybookForm.longest, hint: texts["desk.playbooks.stepsHint"]))
        """
    }
}

/// What a step says to whoever does it.
enum PlaybookWords {
    static func text(_ step: PlaybookStep, _ texts: TextTable) -> String {
        texts[
            "desk.playbooks.step.\(step.kind.rawValue)",
            ["text": step.words, "reference": step.reference ?? ""]]
    }
}
