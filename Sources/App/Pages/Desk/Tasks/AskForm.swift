import Base
import Conversations
import Localisation
import Markup
import Staff
import Web

/// Asking a colleague or a team about a conversation.
struct AskForm: Component {
    let model: ConversationModel
    let refused: RefusedForm?
    let call: DeskCall

    static let name = "ask"

    private var texts: TextTable { call.texts }

    var body: HTML {
        let place = call.place("conversations", model.conversation.id) + "/tasks"
        let form = DeskForm(Self.name, to: place, call, refused: refused)
        let own = call.principal.actor.id
        let whom =
            model.teams.map { ("team:\($0)", texts["desk.tasks.team", ["team": $0]]) }
            + model.colleagues.filter { $0.id.text != own }.map { ("member:\($0.id.text)", $0.name) }
        let now = model.thread.now
        let until = SnoozeChoice.allCases.map { choice in
            let moment = choice.moment(after: now, call.shop.day)
            return (
                choice.rawValue,
                texts[
                    "desk.tasks.until",
                    [
                        "words": texts["desk.conversation.snooze.\(choice.rawValue)"],
                        "moment": call.formatting.moment(moment, now: now),
                    ]]
            )
        }
        let content: HTML = """
            \(SelectField(name: form.fieldName("whom"), label: texts["desk.tasks.whom"], choices: whom, chosen: form.entered("whom")))\
            \(form.error("whom").map { "<p class=\"field-error\">\($0)</p>" as HTML })\
            \(SelectField(name: form.fieldName("due"), label: texts["desk.tasks.due"], choices: until, chosen: form.entered("due") ?? SnoozeChoice.twoHours.rawValue))\
            \(form.field("text", texts["desk.tasks.what"], .area(rows: 3), isRequired: true, limit: Limits.noteCharacters))
            """
        return form.html(Button(texts["desk.tasks.ask"]), content).body
    }

    /// What was entered: a team by its code, or a colleague by their id.
    static func task(
        _ form: DeskFormReader, now: Timestamp, _ day: LocalDay
    ) throws -> NewTask {
        let whom = try form.requiredText("whom", upTo: Limits.idBytes + 8)
            .split(separator: ":", maxSplits: 1).map(String.init)
        let owner: InternalTask.Owner? =
            switch (whom.first, whom.last) {
            case ("team", let name?) where whom.count == 2: .team(name)
            case ("member", let id?) where whom.count == 2: .member(id)
            default: nil
            }
        guard let owner else { throw InputRefusal("taskForOne", at: "/whom", kind: .unprocessable) }
        let due = try form.choice("due", of: SnoozeChoice.self).moment(after: now, day)
        return NewTask(
            for: owner, try form.requiredText("text", upTo: Limits.noteCharacters), due: due)
    }
}
