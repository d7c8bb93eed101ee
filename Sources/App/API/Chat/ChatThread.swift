import Base
import Conversations
import Storage
import Web

/// A visitor's thread as the chat shows it. What the program says and what cards show are sentences already, in the
/// reader's language.
enum ChatThread {
    /// So many messages at once.
    private static let most = 50

    /// Messages after a number, or the last ones before one, or the last; and how the thread stands.
    static func json(_ call: ChatCall) async throws -> JSONValue {
        let after = try call.query.int("after", in: 0...Int(Int32.max))
        let before = try call.query.int("before", in: 1...Int(Int32.max))
        let limit = try call.query.int("limit", in: 1...most) ?? most
        return try await call.read { transaction in
            let (desk, shop) = (call.services.conversations, call.shop)
            guard
                let thread = try desk.newest(with: call.partner, on: .page, in: shop.id, transaction)
            else { return ["items": [], "thread": ["state": "none", "lastNumber": 0, "mayRate": false]] }
            let messages =
                try after.map {
                    try desk.messages(of: thread, after: $0, limit: limit, in: shop.id, transaction)
                }
                ?? desk.messages(
                    of: thread, before: before ?? thread.lastNumber + 1, limit: limit, in: shop.id,
                    transaction)
            let reader = call.reader(at: transaction.now)
            let cards = try ThreadModel.CardText.all(
                in: messages, call.services, reader, .customer, in: shop, transaction)
            let said = try desk.assistedAnswers(in: thread, of: shop.id, transaction)
            let answers = Dictionary(said.map { ($0.number, $0) }) { first, _ in first }
            let place = try desk.place(of: thread, in: shop.id, transaction)
            let reach = try desk.reachable(thread, in: shop.id, transaction)
            return [
                "items": .array(messages.map { json(of: $0, reader, shop.id, cards, answers) }),
                "thread": state(
                    of: thread, reach.sentence(reader) ?? place?.sentence(reader),
                    asksContact: thread.state == .waiting && reach.asksForContact,
                    mayRate: try desk.asksForRating(thread, in: shop.id, transaction)),
            ]
        }
    }

    private static func state(
        of thread: Conversation, _ says: String?, asksContact: Bool, mayRate: Bool
    ) -> JSONValue {
        .object([
            "state": .string(thread.state.rawValue), "lastNumber": JSONValue(thread.lastNumber),
            "marks": ["customer": thread.customerMarks.json, "shop": thread.shopMarks.json],
            "mayRate": .bool(mayRate),
            // Whoever is answered by the assistant may ask for a person.
            "mayAskForPerson": .bool(thread.state == .assisted),
            // Whoever is known can be reached already.
            "asksContact": .bool(asksContact && thread.partner.customerID == nil),
            "says": says.map { .string($0) },
        ])
    }

    /// What may be answered with its number.
    private static func choices(of message: Message, _ answer: AssistedAnswer) -> JSONValue? {
        let choices = NumberedChoices(message, answer).all
        return choices.isEmpty
            ? nil
            : .array(choices.map { ["number": JSONValue($0.number), "text": .string($0.text)] })
    }

    /// Who of the shop wrote is the shop's own business.
    static func json(
        of message: Message, _ reader: Reader, _ shop: ShopID, _ cards: [Card: ThreadModel.CardText] = [:],
        _ answers: [Int: AssistedAnswer] = [:]
    ) -> JSONValue {
        let answer = message.recalledAt == nil ? answers[message.number] : nil
        let head: JSONValue = .object([
            "isAssistant": message.author == .assistant ? .bool(true) : nil,
            "source": answer?.source.map { source in
                [
                    "title": .string(source.title),
                    "path": .string(ThreadList.place(of: source, below: "/s/\(shop.inPath)", .customer)),
                ]
            },
            "choices": answer.flatMap { answer in choices(of: message, answer) },
            "mark": answer?.mark.map { .string($0.rawValue) },
            "number": JSONValue(message.number), "by": .string(message.side.rawValue),
            "kind": .string(message.content.kind.rawValue), "postedAt": JSONValue(message.postedAt),
            "editedAt": message.editedAt.map { JSONValue($0) },
            "recalledAt": message.recalledAt.map { JSONValue($0) },
        ])
        guard message.recalledAt == nil else { return head }
        switch message.content {
        case .text(let text): return head.adding(["text": .string(text)])
        case .image(let id), .file(let id): return head.adding(["fileId": JSONValue(id)])
        case .systemNote(let note):
            return head.adding(["says": .string(ThreadList.sentence(note, reader, named: nil))])
        case .card(let card):
            let (text, base) = (cards[card], "/s/\(shop.inPath)")
            return head.adding([
                "card": .object([
                    "title": .string(text?.title ?? reader["thread.cardGone"]),
                    "detail": text?.detail.map { .string($0) },
                    "link": text?.link.map { .string($0) },
                    "path": text.flatMap { _ in ThreadList.place(of: card, below: base) }.map { .string($0) },
                ])
            ])
        }
    }
}
