import Base
import Conversations
import Hummingbird
import Staff
import Storage
import Web

/// What is written in a conversation. `"by": "customer"` writes in the name of whomever it is with, as the shop's own
/// chat does. The `Idempotency-Key` of a message belongs to the message for good.
///
/// | method | path under conversations/:conversation | may | refuses |
/// |---|---|---|---|
/// | GET | messages?after= | conversationsRead | conversationUnknown |
/// | POST | messages | conversationsHandle | conversationClosed, answeredMeanwhile, messageForbidden, cardUnknown, fileUnknown, attachmentNotImage, partnerErased |
/// | POST | messages/:n/correction, messages/:n/recall | conversationsHandle | messageUnknown, messageNotYours, messageNotText, messageRecalled, messageChangeTooLate |
/// | GET | messages/:n/versions | conversationsRead | messageUnknown |
struct MessageRoutes {
    let services: Services

    func add(to router: Router<WebContext>) {
        let services = services
        router.shop(
            .get, "conversations/:conversation/messages", services, may: .conversationsRead,
            query: ["after", "cursor", "limit"]
        ) { call in
            let limit = try call.query.limit()
            let after = try Self.start(call.query)
            let page = try await call.read { transaction in
                Page(
                    try services.conversations.messages(
                        of: call.conversation(transaction), after: after, limit: limit + 1, in: call.shop.id,
                        transaction), limit: limit
                ) { Cursor([String($0.number)]) }
            }
            let people = try await call.conversation(whereRead: page.items.contains(where: \.hasWords))
            return .list(page) { people.json($0) }
        }
        router.shop(
            .post, "conversations/:conversation/messages", services, may: .conversationsHandle, Self.post)
        router.shop(
            .get, "conversations/:conversation/messages/:n/versions", services, may: .conversationsRead
        ) { call in
            let number = try call.context.number("n")
            let versions = try await call.read {
                try services.conversations.versions(
                    of: number, in: call.conversation($0), of: call.shop.id, $0)
            }
            let people = try await call.conversation(whereRead: !versions.isEmpty)
            return .list(Page(items: versions, next: nil)) { people.json($0) }
        }
        addChanges(to: router)
    }

    private func addChanges(to router: Router<WebContext>) {
        let desk = services.conversations
        router.shop(
            .post, "conversations/:conversation/messages/:n/correction", services, may: .conversationsHandle
        ) { call in
            let id: Identifier<Conversation> = try call.context.id("conversation")
            let number = try call.context.number("n")
            return try await call.command({ reader in
                (
                    text: try reader.string("text", upTo: Limits.noteCharacters),
                    side: try ActingSides.either.side(&reader)
                )
            }) { input, transaction in
                // What the caller has just written is nothing that they read.
                .ok(
                    try call.personal([], transaction).json(
                        desk.edit(
                            number, of: id, to: input.text, by: call.speaker(input.side), in: call.shop.id,
                            transaction)))
            }
        }
        router.shop(
            .post, "conversations/:conversation/messages/:n/recall", services, may: .conversationsHandle
        ) { call in
            let id: Identifier<Conversation> = try call.context.id("conversation")
            let number = try call.context.number("n")
            return try await call.command({ try ActingSides.either.side(&$0) }) { side, transaction in
                .ok(
                    try desk.recall(
                        number, of: id, by: call.speaker(side), in: call.shop.id, transaction
                    ).json)
            }
        }
    }

    /// The message itself remembers its key, so that posting needs no record of the call beside it.
    @Sendable private static func post(_ call: ShopCall) async throws -> Response {
        let id: Identifier<Conversation> = try call.context.id("conversation")
        let json = try await JSONBody.read(call.request)
        let key = try IdempotencyKey(call.request)
        var reader = try json.reader()
        let side = try ActingSides.either.side(&reader)
        let seen = try reader.optionalInt("seen", in: 0...Int(Int32.max))
        let override = try reader.optionalString("override", upTo: Limits.noteCharacters)
        if override != nil { try call.principal.require(.conversationsAssign, in: call.shop.id) }
        let new = NewMessage(try content(&reader), key: key.text, seen: seen, override: override)
        try reader.finish()
        let (shop, speaker) = (call.shop.id, call.speaker(side))
        let (message, isRepeated) = try await call.services.database.write(in: shop) {
            try call.services.conversations.post(new, to: id, by: speaker, in: shop, $0)
        }
        var response = Response.created(
            try await call.personal([]).json(message),
            at: "\(call.path)/conversations/\(id)/messages?after=\(message.number - 1)")
        if isRepeated { response.headers[.idempotencyReplayed] = "true" }
        return response
    }

    /// What somebody may send; what the program says itself is not among it.
    private enum SentKind: String, CaseIterable {
        case text, image, file, productCard, orderCard, caseCard
    }

    private static func content(_ reader: inout JSONReader) throws -> Message.Content {
        switch try reader.choice("kind", of: SentKind.self) {
        case .text: .text(try reader.string("text", upTo: Limits.noteCharacters))
        case .image: .image(try reader.id("fileId"))
        case .file: .file(try reader.id("fileId"))
        case .productCard: .card(try product(&reader))
        case .orderCard: .card(Card(.order, try reader.string("orderId", upTo: Limits.idBytes)))
        case .caseCard: .card(Card(.afterSales, try reader.string("caseId", upTo: Limits.idBytes)))
        }
    }

    /// A product, or an invitation to order some of it.
    private static func product(_ reader: inout JSONReader) throws -> Card {
        let id = try reader.string("productId", upTo: Limits.idBytes)
        let variant = try reader.optionalString("variantId", upTo: Limits.idBytes)
        let quantity = try reader.optionalInt("quantity", in: Card.Goods.quantities)
        guard let variant else {
            guard quantity == nil else {
                throw InputRefusal("fieldMissing", at: "/variantId", ["name": "variantId"])
            }
            return Card(.product, id)
        }
        return Card(product: id, Card.Goods(variant: variant, quantity: quantity ?? 1))
    }

    private static func start(_ query: Query) throws -> Int {
        if let cursor = try query.cursor(of: 1) {
            guard let number = Int(cursor.keys[0]), number >= 0 else {
                throw WebRefusal.queryInvalid(name: "cursor", expected: "cursor")
            }
            return number
        }
        return try query.int("after", in: 0...Int(Int32.max)) ?? 0
    }
}
