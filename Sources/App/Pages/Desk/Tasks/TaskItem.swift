import Base
import Conversations
import Localisation
import Markup
import Web

/// One task: what is asked, by whom, until when, and a line to answer in for whose turn it is.
struct TaskItem: Component {
    let row: TaskRow
    let now: Timestamp
    let refused: RefusedForm?
    let call: DeskCall

    private var texts: TextTable { call.texts }
    private var task: InternalTask { row.task }
    private var place: String { call.place("tasks", task.id) }

    var body: HTML {
        """
        <div class="task" id="task-\(task.id.text)"><p class="row small soft"><span>\(head)</span>\(state)</p>\
        <p class="pre">\(task.words)</p>\(answer)\(if: row.mayAnswer, answering)\(buttons)</div>
        """
    }

    private var head: String {
        texts["desk.tasks.head", ["asker": row.asker, "owner": row.owner]]
    }

    private var state: HTML? {
        if let clock = row.clock {
            let over: HTML? =
                task.isOverdue(at: now) ? StatusChip(texts["desk.tasks.overdue"], .bad).body : nil
            return "\(over)\(Countdown(inline: clock, now: now, call.formatting))"
        }
        return task.closedAt.map { at in
            let moment = call.formatting.moment(at, now: now)
            return "<span>\(texts["desk.tasks.\(task.state.rawValue)", ["moment": moment]])</span>"
        }
    }

    private var answer: HTML? {
        task.answer.map {
            "<blockquote class=\"pre\"><span class=\"small soft\">\(row.answerer ?? "")</span> \($0.words)</blockquote>"
        }
    }

    private var answering: HTML {
        let form = DeskForm(
            "answer-\(task.id.text)", to: "\(place)/answer\(call.threadContext)", call, refused: refused)
        let field = form.field(
            "text", texts["desk.tasks.answer"], .area(rows: 2), isRequired: true, limit: Limits.noteCharacters
        )
        return """
            <details class="disclosure"\(attribute: "open", form.isRefused)>\
            <summary>\(texts["desk.tasks.do"])</summary>\
            \(form.html(Button(texts["desk.tasks.send"]), field.body))</details>
            """
    }

    private var buttons: HTML? {
        guard row.mayTake || row.mayWithdraw else { return nil }
        return
            "<div class=\"actions\">\(if: row.mayTake, pressed("assignment", "take"))\(if: row.mayWithdraw, pressed("withdrawal", "withdraw"))</div>"
    }

    private func pressed(_ noun: String, _ label: String) -> HTML {
        ActionForm(
            to: "\(place)/\(noun)\(call.threadContext)", call.seal(), style: "actions",
            button: Button(texts["desk.tasks.\(label)"], .quiet)
        ).body
    }
}
