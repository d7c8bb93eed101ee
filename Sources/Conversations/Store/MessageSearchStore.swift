import Base
import Events
import Storage
import Vault

/// Reads messages by the events that tell of them.
struct MessageSearchStore: Sendable {
    let people: PersonVault
    let events = EventStore()

    private static let edited = "conversation.messageEdited"

    /// A message as the log names it at one position, with whose it is; opened only to be compared.
    struct Found: Sendable {
        let position: Int64
        let conversation: Identifier<Conversation>
        let number: Int
        let customer: String
        let words: String
        /// Whether the event tells of the message as it stands: of its posting, or of its last change.
        let isNow: Bool
        let side: Speaker.Side
        let at: Timestamp
        /// The member of staff who wrote it.
        let author: String?
        /// Who has the conversation, or had it last.
        let agent: String?
        let channel: String
        let state: Conversation.State
        let tags: [String]
    }

    /// The texts that some positions tell of, by position. What was taken back, and whose key is gone, is left out.
    func texts(
        at positions: [Int64], in shop: ShopID, _ transaction: Transaction
    ) throws -> [Int64: Found] {
        var found: [Int64: Found] = [:]
        for event in try events.events(at: positions, in: shop, transaction) {
            // Pictures, files and cards say nothing.
            if let kind = event.detail["kind"]?.string, kind != Message.Kind.text.rawValue { continue }
            guard let number = event.detail["number"]?.int else { continue }
            let id: Identifier<Conversation> = Identifier(event.subject.id)
            let stored = try transaction.first(
                """
                SELECT c.customer, m.words, m.side, m.posted_at, m.edited_at, m.author_kind, m.author_id, c.known,
                    c.channel, c.state, c.tags FROM conversation_messages m
                JOIN conversations c ON c.shop = m.shop AND c.id = m.conversation_id
                WHERE m.shop = \(shop) AND m.conversation_id = \(id) AND m.number = \(number)
                    AND m.kind = 'text' AND m.recalled_at IS NULL
                """
            ) { row in
                (
                    customer: try row.text(), words: try row.optionalText() ?? "",
                    side: try row.choice(Speaker.Side.self), postedAt: try row.time(),
                    editedAt: try row.optionalTime(), author: Actor(try row.choice(), try row.text()),
                    agent: try row.optionalText(), channel: try row.text(),
                    state: try row.choice(Conversation.State.self),
                    tags: try row.json().items.compactMap(\.string)
                )
            }
            guard let stored else { continue }
            let key = try people.key(of: .customer(stored.customer, of: shop), transaction)
            let words = try key.open(stored.words, in: ConversationWords.message, of: id.text, in: shop)
            guard !words.isEmpty else { continue }
            found[event.position] = Found(
                position: event.position, conversation: id, number: Int(number), customer: stored.customer,
                words: words,
                isNow: event.type == Self.edited ? stored.editedAt == event.at : stored.editedAt == nil,
                side: stored.side, at: stored.postedAt,
                author: stored.author.kind == .staff ? stored.author.id : nil, agent: stored.agent,
                channel: stored.channel, state: stored.state, tags: stored.tags)
        }
        return found
    }
}
