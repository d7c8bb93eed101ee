import Base
import Conversations
import Localisation
import Markup
import Orders
import Staff
import Storage
import Web

/// The playbooks that are gone through in a conversation: what is done, by whom and when, and what comes next.
struct PlaybookPanel: Component {
    let model: ConversationModel
    let refused: RefusedForm?
    let call: DeskCall

    static let name = "playbooks"

    private var texts: TextTable { call.texts }
    private var place: String { call.place("conversations", model.conversation.id) }

    var body: HTML {
        guard !model.runs.isEmpty || !choices.isEmpty else { return .empty }
        return """
            <section class="card" id="conversation-playbooks"><h2>\(texts["desk.playbooks.title"])</h2>\
            \(notice)\(each: model.runs, run)\(attaching)</section>
            """
    }

    private var notice: Notice? {
        refused.flatMap { $0.name == Self.name ? Notice(refusal: $0.problem) : nil }
    }

    private func run(_ run: PlaybookRun) -> HTML {
        let path = "\(place)/playbooks/\(run.playbookID.inPath)"
        let done = texts[
            "desk.playbooks.done",
            ["done": String(run.ticks.count), "all": String(run.text.steps.count)]]
        let removal = ActionForm(
            to: "\(path)/removal", call.seal(), style: "actions",
            button: Button(texts["desk.playbooks.detach"], .quiet))
        return """
            <div class="stack-tight"><p><span class="strong">\(run.text.title)</span> \
            <span class="small soft">\(done)</span></p><ol class="playbook">\
            \(each: Array(run.text.steps.enumerated()), { step($0.element, $0.offset + 1, run, path) })</ol>\
            \(if: mayDo, removal.body)</div>
            """
    }

    private var mayDo: Bool { call.may(.conversationsHandle) }

    private func step(_ step: PlaybookStep, _ number: Int, _ run: PlaybookRun, _ path: String) -> HTML {
        let words = PlaybookWords.text(step, texts)
        if let tick = run.ticks[number] {
            let who = texts[
                "desk.playbooks.by",
                [
                    "who": model.names[tick.by.id] ?? "",
                    "moment": call.formatting.moment(tick.at, now: model.thread.now),
                ]]
            return """
                <li data-done><span>\(words)</span><br><span class="small soft">\(who)</span>\
                \(if: mayDo, pressed("unticks", number, "desk.playbooks.untick", path))</li>
                """
        }
        return
            "<li>\(action(step).map { "<a href=\"\($0)\">\(words)</a>" as HTML } ?? HTML(escaping: words))\(if: mayDo, pressed("ticks", number, "desk.playbooks.tick", path))</li>"
    }

    /// Where a step is done that does not do itself.
    private func action(_ step: PlaybookStep) -> String? {
        switch step.kind {
        case .act, .tag, .task: nil
        case .reply: QueryText.address(place, ["reply": step.reference]) + "#reply"
        case .openCase:
            model.orders.first.map { "\(place)?apply=\($0.order.id.inPath)#apply" }
        }
    }

    private func pressed(_ noun: String, _ number: Int, _ label: String, _ path: String) -> HTML {
        ActionForm(
            to: "\(path)/\(noun)?step=\(number)", call.seal(), style: "actions",
            button: Button(texts[label], .quiet)
        ).body
    }

    private var choices: [(value: String, words: String)] {
        let taken = Set(model.runs.map(\.playbookID))
        return model.playbooks.filter { !taken.contains($0.id) }.map { ($0.id.text, $0.text.title) }
    }

    private var attaching: HTML? {
        guard mayDo, !choices.isEmpty else { return nil }
        let form = DeskForm(Self.name, to: "\(place)/playbooks", call)
        let field = SelectField(
            name: form.fieldName("playbook"), label: texts["desk.playbooks.which"], choices: choices)
        return form.html(Button(texts["desk.playbooks.attach"]), field.body).body
    }
}
