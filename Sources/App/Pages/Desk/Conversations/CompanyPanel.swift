import Base
import Conversations
import Localisation
import Markup
import Storage
import Web

/// Who else is at the conversation at this moment, and who writes in it.
struct CompanyPanel: Component {
    let people: [Attendance.Presence]
    let names: [String: String]
    let texts: TextTable

    init(at id: Identifier<Conversation>, _ call: DeskCall, _ transaction: Transaction) throws {
        let all = call.services.signs.attendance.people(at: id, of: call.shop.id, now: call.now)
        people = all.filter { $0.actor != call.principal.actor }
        let found = try StaffNames(call, transaction)
        names = try Dictionary(
            people.filter { $0.actor.kind != .customer }.map { ($0.actor.id, try found.name(of: $0.actor)) },
            uniquingKeysWith: { first, _ in first })
        texts = call.texts
    }

    var body: HTML {
        let sentences = people.compactMap(sentence)
        guard !sentences.isEmpty else { return .empty }
        return HTML(joining: sentences.map { "<p>\($0)</p>" })
    }

    /// A customer who merely looks is nothing to tell.
    private func sentence(_ person: Attendance.Presence) -> String? {
        if person.actor.kind == .customer {
            return person.isTyping ? texts["desk.company.customer"] : nil
        }
        let key = person.isTyping ? "desk.company.typing" : "desk.company.here"
        return texts[key, ["who": names[person.actor.id] ?? texts["thread.program"]]]
    }
}

/// The place of the panel on the page: an element that says that the reader is here, and asks who else is.
struct Company: Component {
    let id: Identifier<Conversation>
    let panel: CompanyPanel
    let call: DeskCall

    var body: HTML {
        let place = call.place("conversations", id)
        return """
            <thread-company class="thread-company" role="status" src="\(call.path)/conversations/stream?cases=true" \
            data-case="\(id.text)" data-place="\(place)/attendance" data-own="\(call.principal.actor.id)">\
            \(panel)</thread-company>
            """
    }
}
