import Base
import Conversations
import Localisation
import Markup
import Web

/// What is the shop's alone beside a thread: playbooks, open tasks with a line to answer in, notes, and what is one
/// with it.
struct ConversationInside: Component {
    let model: ConversationModel
    let refused: RefusedForm?
    let call: DeskCall

    private var texts: TextTable { call.texts }
    private var now: Timestamp { model.thread.now }

    var body: HTML {
        """
        \(PlaybookPanel(model: model, refused: refused, call: call))\(tasks)\(notes)\
        \(MergePanel(model: model, refused: refused, call: call))
        """
    }

    private var tasks: HTML? {
        guard !model.tasks.isEmpty else { return nil }
        let beside = call.beside(model.conversation.id)
        return """
            <section class="card" id="conversation-tasks"><h2>\(texts["desk.way.tasks"])</h2>\
            \(each: model.tasks, { TaskItem(row: $0, now: now, refused: refused, call: beside).body })</section>
            """
    }

    private var notes: HTML? {
        guard !model.notes.isEmpty else { return nil }
        return """
            <section class="card" id="conversation-notes"><h2>\(texts["desk.conversation.notes"])</h2>\
            \(each: model.notes, note)</section>
            """
    }

    private func note(_ note: ConversationNote) -> HTML {
        let moment = call.formatting.moment(note.at, now: now)
        return """
            <p><span class="pre">\(note.text)</span><br><span class="small soft">\
            \(model.names[note.author.id] ?? "") \(moment)</span></p>
            """
    }
}
