import Base
import Conversations
import Events
import Hummingbird
import Jobs
import Staff
import Storage
import Web

/// The chat on a shop's site, as the script there calls it; any other program may do the same. Everything but the first
/// two is asked for with the token of a visit.
///
/// | method | path under /v1/shops/:shop | refuses |
/// |---|---|---|
/// | GET | chat | |
/// | POST | chat/visits | signatureInvalid, customerUnknown, partnerErased |
/// | GET | chat/messages?after=&before= | |
/// | POST | chat/messages | fileUnknown, attachmentNotImage, partnerErased |
/// | POST | chat/messages/:n/recall | messageUnknown, messageNotYours, messageRecalled, messageChangeTooLate |
/// | PUT | chat/marks | markBeyondLast |
/// | POST | chat/typing | conversationUnknown |
/// | POST | chat/rating | ratingTooEarly, alreadyRated |
/// | POST, GET | chat/files, chat/files/:file | as ChatFileRoutes |
/// | POST | chat/person, chat/messages/:n/mark | as ChatAssistantRoutes |
/// | GET | chat/stream | |
struct ChatRoutes {
    let services: Services

    func add(to router: Router<WebContext>) {
        let services = services
        router.get("/v1/shops/:shop/chat") { request, context in
            try await ChatWelcome.response(to: request, context, services)
        }
        router.post("/v1/shops/:shop/chat/visits") { request, context in
            try await ChatVisits(services: services).response(to: request, context)
        }
        router.chat(.get, "messages", services, query: ["after", "before", "limit"]) { call in
            .json(try await ChatThread.json(call))
        }
        router.chat(.post, "messages", services, Self.post)
        router.chat(.get, "stream", services, query: ["after"], Self.stream)
        ChatFileRoutes(services: services).add(to: router)
        ChatAssistantRoutes(services: services).add(to: router)
        addSteps(to: router)
    }

    private func addSteps(to router: Router<WebContext>) {
        let desk = services.conversations
        router.chat(.post, "messages/:n/recall", services) { call in
            let number = try call.context.number("n")
            return try await call.command({ _ in }) { _, transaction in
                let message = try desk.recall(
                    number, of: call.thread(transaction).id, by: .partner(call.partner), in: call.shop.id,
                    transaction)
                return .ok(ChatThread.json(of: message, call.reader(at: transaction.now), call.shop.id))
            }
        }
        router.chat(.put, "marks", services) { call in
            let input = try await call.body { reader in
                (
                    delivered: try reader.optionalInt("delivered", in: 0...Int(Int32.max)),
                    read: try reader.optionalInt("read", in: 0...Int(Int32.max))
                )
            }
            return .json(
                try await call.services.database.write(in: call.shop.id) { transaction in
                    try desk.mark(
                        call.thread(transaction).id, delivered: input.delivered, read: input.read,
                        by: .partner(call.partner), in: call.shop.id, transaction)
                }.customerMarks.json)
        }
        router.chat(.post, "typing", services) { call in
            let thread = try await call.read { try call.thread($0) }
            call.services.signs.tell(.typing, by: call.principal.actor, at: thread, of: call.shop.id)
            return .noContent()
        }
        router.chat(.post, "rating", services) { call in
            try await call.command({ reader in
                Conversation.Rating(
                    stars: try reader.int("stars", in: Conversation.Rating.stars),
                    words: try reader.optionalString("words", upTo: Limits.noteCharacters))
            }) { rating, transaction in
                _ = try desk.rate(
                    call.thread(transaction).id, rating, by: .partner(call.partner), in: call.shop.id,
                    transaction)
                return .ok(["stars": JSONValue(rating.stars)])
            }
        }
    }

    /// The message itself remembers its key, so that posting needs no record of the call beside it.
    @Sendable private static func post(_ call: ChatCall) async throws -> Response {
        let json = try await JSONBody.read(call.request)
        let key = try IdempotencyKey(call.request)
        var reader = try json.reader()
        let new = NewMessage(try content(&reader), key: key.text)
        try reader.finish()
        let (message, isRepeated) = try await call.services.database.write(in: call.shop.id) {
            try call.services.conversations.post(new, inThreadOf: call.partner, in: call.shop.id, $0)
        }
        var response = Response.created(
            ChatThread.json(of: message, call.reader(at: call.services.clock.now()), call.shop.id),
            at: "\(call.path)/chat/messages?after=\(message.number - 1)")
        if isRepeated { response.headers[.idempotencyReplayed] = "true" }
        return response
    }

    private enum SentKind: String, CaseIterable {
        case text, image, file
    }

    private static func content(_ reader: inout JSONReader) throws -> Message.Content {
        switch try reader.choice("kind", of: SentKind.self) {
        case .text: .text(try reader.string("text", upTo: Limits.noteCharacters))
        case .image: .image(try reader.id("fileId"))
        case .file: .file(try reader.id("fileId"))
        }
    }

    @Sendable private static func stream(_ call: ChatCall) async throws -> Response {
        let own = call.principal.actor.id
        // Whoever was erased has nothing to hear any more.
        guard try await call.context.standing?.holds() == true else { throw WebRefusal.visitMissing }
        return try EventStream(call.services.hub).response(
            to: call.request, call.context, in: call.shop.id,
            where: {
                $0.subject.kind == "conversation" && $0.related == own
                    && !ConversationDesk.forShop.contains($0.type)
            },
            signs: { sign in
                // That somebody of the shop writes; who, and who merely looks, is the shop's own business.
                let isTyping = sign.word == AttendanceWord.typing.rawValue && sign.actor.kind != .customer
                return sign.related == own && isTyping ? ["type": "conversation.typing"] : nil
            }, { .object(["type": .string($0.type), "number": $0.detail["number"]]) })
    }
}
