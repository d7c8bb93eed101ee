import Base
import Conversations
import Hummingbird
import Staff
import Storage
import Web

/// What may happen to a conversation, each a noun under `conversations/:conversation/`. All but notes answer with the
/// conversation.
///
/// | method | noun | may | refuses |
/// |---|---|---|---|
/// | PUT | marks | conversationsHandle | markBeyondLast |
/// | POST | notes | conversationsHandle | |
/// | POST | assignment | conversationsHandle | conversationClosed, assigneeUnknown, conversationOfColleague |
/// | POST | transfer | conversationsHandle | the same |
/// | POST | snooze | conversationsHandle | nobodyHasIt, snoozeOutOfRange, conversationOfColleague |
/// | PUT | tags | conversationsHandle | tagInvalid, tagNamesPerson |
/// | POST | closure | conversationsHandle | conversationClosed |
/// | POST | rating | conversationsHandle | ratingTooEarly, alreadyRated |
struct ConversationStepRoutes {
    let services: Services

    func add(to router: Router<WebContext>) {
        let services = services
        let (desk, assignment) = (services.conversations, ConversationAssignment(services: services))
        router.shop(
            .put, "conversations/:conversation/marks", services, may: .conversationsHandle
        ) { call in
            let id: Identifier<Conversation> = try call.context.id("conversation")
            let input = try await call.body { reader in
                (
                    delivered: try reader.optionalInt("delivered", in: 0...Int(Int32.max)),
                    read: try reader.optionalInt("read", in: 0...Int(Int32.max)),
                    side: try ActingSides.either.side(&reader)
                )
            }
            let speaker = call.speaker(input.side)
            let conversation = try await services.database.write(in: call.shop.id) {
                try desk.mark(
                    id, delivered: input.delivered, read: input.read, by: speaker, in: call.shop.id, $0)
            }
            let people = try await call.conversation(whereRead: conversation.hasWords)
            return .json(people.json(conversation))
        }
        router.shop(
            .post, "conversations/:conversation/notes", services, may: .conversationsHandle
        ) { call in
            let id: Identifier<Conversation> = try call.context.id("conversation")
            return try await call.command({ try $0.string("text", upTo: Limits.noteCharacters) }) {
                let note = try desk.note($0, on: id, by: call.principal.actor, in: call.shop.id, $1)
                return .created(
                    try call.personal([], $1).json(note), at: "\(call.path)/conversations/\(id)/notes")
            }
        }
        step(router, "assignment") {
            try $0.optionalString("assignee", upTo: Limits.idBytes)
        } _: {
            member, id, call, transaction in
            try assignment.assign(
                id, to: member, by: call.principal, in: call.shop.id, transaction)
        }
        step(router, "transfer") { reader in
            (
                member: try reader.optionalString("assignee", upTo: Limits.idBytes),
                skill: try ConversationRoutes.skill(&reader),
                remark: try reader.optionalString("remark", upTo: Limits.noteCharacters)
            )
        } _: { input, id, call, transaction in
            guard (input.member == nil) != (input.skill == nil) else {
                throw InputRefusal("transferToOne", at: "/assignee", kind: .unprocessable)
            }
            return try assignment.assign(
                id, to: input.member, skill: input.skill, remark: input.remark, by: call.principal,
                in: call.shop.id, transaction)
        }
        step(router, "snooze") { reader in
            (
                until: try reader.optionalTime("until"),
                remark: try reader.optionalString("remark", upTo: Limits.noteCharacters)
            )
        } _: { input, id, call, transaction in
            try assignment.snooze(
                id, until: input.until, remark: input.remark, by: call.principal, in: call.shop.id,
                transaction)
        }
        router.shop(
            .put, "conversations/:conversation/tags", services, may: .conversationsHandle
        ) { call in
            let id: Identifier<Conversation> = try call.context.id("conversation")
            let tags = try await call.body { reader in
                try Tag.several(
                    reader.strings("tags", upTo: Tag.most, each: Limits.nameCharacters))
            }
            let conversation = try await services.database.write(in: call.shop.id) {
                try desk.tag(id, as: tags, by: call.principal.actor, in: call.shop.id, $0)
            }
            let people = try await call.conversation(whereRead: conversation.hasWords)
            return .json(people.json(conversation))
        }
        step(router, "closure") {
            try ActingSides.either.side(&$0)
        } _: { side, id, call, transaction in
            try desk.close(id, by: call.speaker(side), in: call.shop.id, transaction)
        }
        step(router, "rating") { reader in
            (
                rating: Conversation.Rating(
                    stars: try reader.int("stars", in: Conversation.Rating.stars),
                    words: try reader.optionalString("words", upTo: Limits.noteCharacters)),
                side: try ActingSides.customer.side(&reader)
            )
        } _: { input, id, call, transaction in
            try desk.rate(id, input.rating, by: call.speaker(input.side), in: call.shop.id, transaction)
        }
    }

    private func step<Input: Sendable>(
        _ router: Router<WebContext>, _ noun: RouterPath,
        _ parse: @escaping @Sendable (inout JSONReader) throws -> Input,
        _ act:
            @escaping @Sendable (Input, Identifier<Conversation>, ShopCall, Transaction) throws ->
            Conversation
    ) {
        router.shop(
            .post, "conversations/:conversation/\(noun)", services, may: .conversationsHandle
        ) { call in
            let id: Identifier<Conversation> = try call.context.id("conversation")
            return try await call.command(parse) { input, transaction in
                let conversation = try act(input, id, call, transaction)
                let read: [PersonalData.Record] = conversation.hasWords ? [.conversation(id)] : []
                return .ok(try call.personal(read, transaction).json(conversation))
            }
        }
    }
}
