import Base
import Conversations
import Localisation
import Markup
import Web

/// The tags of a conversation, written in one line.
struct TagForm: Component {
    let conversation: Conversation
    let known: [TagCount]
    let refused: RefusedForm?
    let call: DeskCall

    private var texts: TextTable { call.texts }

    var body: HTML {
        let place = call.place("conversations", conversation.id) + "/tags"
        let form = DeskForm("tags", to: place, call, refused: refused)
        let line = conversation.tags.map(\.text).joined(separator: texts["desk.tags.comma"])
        let hint =
            known.isEmpty
            ? nil
            : texts[
                "desk.tags.known",
                [
                    "tags": known.prefix(8).map(\.tag.text).joined(separator: texts["desk.tags.comma"])
                ]]
        let field = form.field("tags", texts["desk.tags.label"], value: line, limit: 400, hint: hint)
        return form.html(Button(texts["desk.tags.save"]), field.body).body
    }
}

/// Tags as they stand in a row.
struct TagChips: Component {
    let tags: [Tag]

    var body: HTML { HTML(joining: tags.map { StatusChip($0.text).body }) }
}
