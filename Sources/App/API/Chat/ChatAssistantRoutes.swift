import Base
import Conversations
import Hummingbird
import Staff
import Storage
import Web

/// What a visitor says to the assistant besides writing.
///
/// | method | path under /v1/shops/:shop | refuses |
/// |---|---|---|
/// | POST | chat/person | conversationUnknown, partnerErased |
/// | POST | chat/messages/:n/mark | conversationUnknown, messageUnknown, partnerErased |
struct ChatAssistantRoutes {
    let services: Services

    func add(to router: Router<WebContext>) {
        let line = services.firstLine
        router.chat(.post, "person", services) { call in
            try await call.command({ _ in }) { _, transaction in
                let thread = try call.thread(transaction)
                try line.askForPerson(
                    thread.id, by: call.principal.actor, in: call.shop.id, transaction)
                return .ok(["state": .string(try call.thread(transaction).state.rawValue)])
            }
        }
        router.chat(.post, "messages/:n/mark", services) { call in
            let number = try call.context.number("n")
            return try await call.command({ try $0.choice("mark", of: AssistedAnswer.Mark.self) }) {
                mark, transaction in
                let thread = try call.thread(transaction)
                try line.mark(
                    number, mark, in: thread.id, by: .partner(call.partner), of: call.shop.id, transaction)
                return .ok(["number": JSONValue(number), "mark": .string(mark.rawValue)])
            }
        }
    }
}
