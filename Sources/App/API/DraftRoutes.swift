import Base
import Conversations
import Hummingbird
import Jobs
import Staff
import Storage
import Web

/// What goes on at a conversation before anything is posted.
///
/// | method | path under conversations/:conversation | may | refuses |
/// |---|---|---|---|
/// | GET | draft | conversationsRead | |
/// | PUT | draft | conversationsHandle | draftOfColleague, partnerErased |
/// | GET | attendance | conversationsRead | |
/// | POST | attendance | conversationsHandle | |
struct DraftRoutes {
    let services: Services

    func add(to router: Router<WebContext>) {
        addDrafts(to: router)
        let services = services
        router.shop(.get, "conversations/:conversation/attendance", services, may: .conversationsRead) {
            call in
            let conversation = try await call.read { try call.conversation($0) }
            return .json(Self.json(of: conversation, services, in: call.shop.id))
        }
        router.shop(.post, "conversations/:conversation/attendance", services, may: .conversationsHandle) {
            call in
            let (word, side) = try await call.body { reader in
                (
                    try reader.choice("is", of: AttendanceWord.self),
                    try ActingSides.either.side(&reader)
                )
            }
            let conversation = try await call.read { try call.conversation($0) }
            let actor: Actor =
                side == .customer
                ? Actor(.customer, conversation.partner.actorID) : call.principal.actor
            services.signs.tell(word, by: actor, at: conversation, of: call.shop.id)
            return .json(Self.json(of: conversation, services, in: call.shop.id))
        }
    }

    private func addDrafts(to router: Router<WebContext>) {
        let desk = services.conversations
        router.shop(.get, "conversations/:conversation/draft", services, may: .conversationsRead) { call in
            let draft = try await call.read {
                try desk.draft(in: call.conversation($0), of: call.shop.id, $0)
            }
            let people = try await call.conversation(whereRead: draft != nil)
            return .json(.object(["draft": draft.map { people.json($0) }]))
        }
        router.shop(.put, "conversations/:conversation/draft", services, may: .conversationsHandle) {
            call in
            let id: Identifier<Conversation> = try call.context.id("conversation")
            let input = try await call.body { reader in
                (
                    text: try reader.optionalString("text", upTo: Limits.noteCharacters) ?? "",
                    seen: try reader.optionalInt("seen", in: 0...Int(Int32.max)) ?? 0
                )
            }
            let draft = try await call.services.database.write(in: call.shop.id) {
                try desk.keepDraft(
                    input.text, after: input.seen, in: id, by: call.principal.actor, of: call.shop.id, $0)
            }
            let people = try await call.personal([])
            return .json(.object(["draft": draft.map { people.json($0) }]))
        }
    }

    private static func json(
        of conversation: Conversation, _ services: Services, in shop: ShopID
    ) -> JSONValue {
        let people = services.signs.attendance.people(
            at: conversation.id, of: shop, now: services.clock.now())
        return [
            "people": .array(
                people.map { person in
                    [
                        "actor": [
                            "kind": .string(person.actor.kind.rawValue), "id": .string(person.actor.id),
                        ],
                        "typing": .bool(person.isTyping),
                    ]
                })
        ]
    }
}
