import Base
import Conversations
import Localisation
import Markup
import Staff
import Web

/// What may be done with every conversation that is picked.
struct BulkConversations: Component {
    let colleagues: [StaffMember]
    let place: String
    let call: DeskCall

    static let form = "bulk"
    static let pick = "conversation"

    enum Step: String, CaseIterable, Sendable {
        case assign, tag, close
    }

    private var texts: TextTable { call.texts }

    var body: HTML {
        """
        <form class="bulk" id="\(Self.form)" method="post" action="\(place)">\(call.seal().hiddenFields)\
        <span class="small">\(texts["desk.bulk.conversations"])</span>\
        \(if: !colleagues.isEmpty, "\(AssigneeSelect(colleagues: colleagues, chosen: nil, call: call))\(button(.assign, "desk.bulk.assign"))")\
        <label><span class="visually-hidden">\(texts["desk.tags.label"])</span>\
        <input class="input" name="bulk.tags" maxlength="100" size="12" placeholder="\(texts["desk.tags.title"])">\
        </label>\(button(.tag, "desk.tags.add"))\(button(.close, "desk.conversation.close"))</form>
        """
    }

    private func button(_ step: Step, _ label: String) -> Button {
        Button(texts[label], name: "bulk.do", value: step.rawValue)
    }
}
