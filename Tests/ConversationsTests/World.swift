import Base
import Customers
import Storage
import TestSupport

@testable import Conversations

extension TestWorld {
    typealias ConversationID = Identifier<Conversation>

    static let meiSpeaks = Speaker.partner(.customer("mei"))
    static let lanSpeaks = Speaker.partner(.customer("lan"))
    static let linSpeaks = Speaker.shop(Actor(.staff, "lin"))
    static let zhouSpeaks = Speaker.shop(Actor(.staff, "zhou"))
    /// A program of the shop.
    static let botSpeaks = Speaker.shop(Actor(.key, "bot"))

    /// The teahouse, its customers and a conversation with 梅.
    static func talking() async throws -> (TestWorld, ConversationID) {
        let world = try await TestWorld()
        try await world.stock()
        return (world, try await world.talk("mei"))
    }

    func talk(_ customer: Identifier<Customer>?) async throws -> ConversationID {
        try await converse {
            try $0.open(with: customer, on: .page, by: Actor(.key, "site"), in: $1, $2).conversation.id
        }
    }

    @discardableResult
    func converse<Result: Sendable>(
        _ body: @escaping @Sendable (ConversationDesk, ShopID, Transaction) throws -> Result
    ) async throws -> Result {
        try await database.write(in: Self.shop) { [conversations] in try body(conversations, Self.shop, $0) }
    }

    @discardableResult
    func say(
        _ text: String, in id: ConversationID, by speaker: Speaker, key: String? = nil, seen: Int? = nil
    ) async throws -> Message {
        try await send(.text(text), in: id, by: speaker, key: key ?? text, seen: seen).message
    }

    func send(
        _ content: Message.Content, in id: ConversationID, by speaker: Speaker, key: String = "k",
        seen: Int? = nil
    ) async throws -> (message: Message, isRepeated: Bool) {
        try await converse {
            try $0.post(NewMessage(content, key: key, seen: seen), to: id, by: speaker, in: $1, $2)
        }
    }

    func conversation(_ id: ConversationID) async throws -> Conversation {
        try await database.read { [conversations] in
            try conversations.conversation(id, for: Self.linSpeaks, in: Self.shop, $0)
        }
    }

    func thread(_ id: ConversationID) async throws -> [Message] {
        try await database.read { [conversations] in
            try conversations.messages(
                of: conversations.conversation(id, for: Self.linSpeaks, in: Self.shop, $0), after: 0,
                limit: 1_000, in: Self.shop, $0)
        }
    }

    /// The texts of a thread, with what the program says by its code.
    func told(_ id: ConversationID) async throws -> [String] {
        try await thread(id).map { message in
            switch message.content {
            case .text(let text): text
            case .systemNote(let note): "(\(note.code))"
            case .image, .file, .card: message.content.kind.rawValue
            }
        }
    }
}
