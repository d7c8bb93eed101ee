import Base
import Conversations
import Events
import Hummingbird
import Storage
import Web

/// | method | path | does |
/// |---|---|---|
/// | GET | messages | the conversation with the shop |
/// | GET | messages/panel, messages/stream | its living part, and what tells it to look again |
/// | POST | messages | writes |
/// | POST | messages/typing | says that the customer writes; no page of another site can make a browser send it |
/// | POST | messages/rating | what the customer thought of it |
/// | POST | messages/person | asks for a person where the assistant answers |
/// | POST | messages/marks | whether an answer of the assistant's helped |
struct CustomerThreadRoutes {
    let services: Services

    func add(to router: some RouterMethods<WebContext>) {
        router.customer(.get, "messages", services) { try await CustomerThreadPage.response($0) }
        router.visitor(.get, "messages/panel", services) { call in
            guard call.visitor != nil else { return Response(status: .unauthorized) }
            return .page(try await CustomerThreadPage.page(call).panel)
        }
        router.customer(.get, "messages/stream", services) { call in
            let customer = try call.customerID.text
            return try EventStream(call.services.hub).response(
                to: call.request, call.context, in: call.shop.id,
                where: {
                    $0.subject.kind == "conversation" && $0.related == customer
                        && !ConversationDesk.forShop.contains($0.type)
                },
                signs: { sign in
                    // That somebody of the shop writes; who, and who merely looks, is the shop's own business.
                    let isTyping = sign.word == AttendanceWord.typing.rawValue && sign.actor.kind != .customer
                    return sign.related == customer && isTyping ? ["type": "conversation.typing"] : nil
                },
                { ["type": .string($0.type), "conversation": .string($0.subject.id)] })
        }
        router.customer(.post, "messages", services, write)
        router.customer(.post, "messages/typing", services) { call in
            let customer = try call.customer.actor
            let thread = try await call.read {
                try call.services.conversations.newest(
                    with: .customer(Identifier(customer.id)), on: .page, in: call.shop.id, $0)
            }
            // Before the first message there is nobody to tell.
            if let thread { call.services.signs.tell(.typing, by: customer, at: thread, of: call.shop.id) }
            return Response(status: .noContent)
        }
        router.customer(.post, "messages/rating", services, rate)
        router.customer(.post, "messages/person", services, askForPerson)
        router.customer(.post, "messages/marks", services, mark)
    }
}

@Sendable private func mark(_ call: CustomerCall) async throws -> Response {
    let form = try await call.form()
    return try await call.answering {
        guard let number = try form.int("number", in: 1...Int(Int32.max)),
            let mark = try form.choice("mark", of: AssistedAnswer.Mark.self)
        else { throw InputRefusal("fieldMissing", at: "/mark", ["name": "mark"]) }
        let partner = Partner.customer(try call.customerID)
        return try await call.once(form) { transaction in
            try call.services.firstLine.mark(
                number, mark, in: thread(of: partner, call, transaction), by: .partner(partner),
                of: call.shop.id, transaction)
            return call.base + "/messages#write"
        }
    } refused: { problem in
        try await CustomerThreadPage.response(call, problem: problem)
    }
}

@Sendable private func askForPerson(_ call: CustomerCall) async throws -> Response {
    let form = try await call.form()
    return try await call.answering {
        let customer = try call.customer
        let partner = Partner.customer(try call.customerID)
        return try await call.once(form) { transaction in
            try call.services.firstLine.askForPerson(
                thread(of: partner, call, transaction), by: customer.actor, in: call.shop.id, transaction)
            return call.base + "/messages#write"
        }
    } refused: { problem in
        try await CustomerThreadPage.response(call, problem: problem)
    }
}

/// - Throws: `conversationUnknown` before anything was written.
private func thread(
    of partner: Partner, _ call: CustomerCall, _ transaction: Transaction
) throws -> Identifier<Conversation> {
    guard
        let conversation = try call.services.conversations.newest(
            with: partner, on: .page, in: call.shop.id, transaction)
    else { throw ConversationRefusal.conversationUnknown }
    return conversation.id
}

@Sendable private func write(_ call: CustomerCall) async throws -> Response {
    let form = try await call.form()
    return try await call.answering {
        guard let text = try form.text("text", upTo: Limits.noteCharacters) else {
            throw InputRefusal("wordsMissing", at: "/text", kind: .unprocessable)
        }
        let (customer, key) = (try call.customerID, try IdempotencyKey(form))
        return try await call.once(form) { transaction in
            _ = try call.services.conversations.post(
                NewMessage(.text(text), key: key.text), inThreadOf: .customer(customer), in: call.shop.id,
                transaction)
            return call.base + "/messages#write"
        }
    } refused: { problem in
        try await CustomerThreadPage.response(call, problem: problem, input: form)
    }
}

@Sendable private func rate(_ call: CustomerCall) async throws -> Response {
    let form = try await call.form()
    return try await call.answering {
        guard let stars = try form.int("stars", in: Conversation.Rating.stars) else {
            throw InputRefusal("starsMissing", at: "/stars", kind: .unprocessable)
        }
        let rating = Conversation.Rating(
            stars: stars, words: try form.text("words", upTo: Limits.noteCharacters))
        let partner = Partner.customer(try call.customerID)
        return try await call.once(form) { transaction in
            let desk = call.services.conversations
            guard
                let conversation = try desk.newest(with: partner, on: .page, in: call.shop.id, transaction)
            else { throw ConversationRefusal.conversationUnknown }
            _ = try desk.rate(
                conversation.id, rating, by: .partner(partner), in: call.shop.id, transaction)
            return call.base + "/messages"
        }
    } refused: { problem in
        try await CustomerThreadPage.response(call, problem: problem, input: form)
    }
}
