import Base
import Conversations
import Language
import Storage

/// What a conversation that the assistant has comes to: what is asked and not answered yet, and what was said before.
struct AssistedThread: Sendable {
    private static let looked = 60
    private static let readCharacters = 300
    /// Two questions that are as alike are the same.
    private static let same: Float = 0.85

    /// The customer's last message.
    let asked: Int
    /// Whether something waits for an answer.
    let isOpen: Bool
    /// What is asked; nil where something besides words was sent.
    let text: String?
    /// The last words of the customer's, for whoever goes on.
    let wish: String?
    /// What the customer said, the last first.
    let said: [String]
    /// What the assistant said since it took the conversation.
    let answers: [AssistedAnswer]
    /// Whether what is asked now was asked and answered before.
    let isRepeated: Bool

    init(
        _ conversation: Conversation, _ desk: ConversationDesk, in shop: ShopID, _ transaction: Transaction
    ) throws {
        let messages = try desk.messages(
            of: conversation, before: conversation.lastNumber + 1, limit: Self.looked, in: shop, transaction
        ).filter { $0.recalledAt == nil }
        let since = conversation.assistedSince ?? conversation.openedAt
        answers = try desk.assistedAnswers(in: conversation, of: shop, transaction).filter { $0.at >= since }
        let own = messages.filter { $0.side == .customer }
        let last = messages.last { $0.side == .shop }?.number ?? 0
        let open = own.filter { $0.number > last }
        asked = own.last?.number ?? 0
        isOpen = !open.isEmpty
        let words = open.compactMap(\.text)
        let text = String(words.joined(separator: "\n").suffix(Self.readCharacters))
        self.text = words.count == open.count && !text.isEmpty ? text : nil
        wish = own.last { $0.text != nil }?.text.map { String($0.prefix(Self.readCharacters)) }
        said = own.reversed().compactMap { $0.text.map { String($0.prefix(Self.readCharacters)) } }
        let answered = Set(answers.filter { $0.kind == .article }.map(\.asked))
        let wording = Wording(text)
        isRepeated = own.contains { message in
            answered.contains(message.number)
                && message.text.map { Wording($0).likeness(to: wording) >= Self.same } ?? false
        }
    }

    /// What the customer writes in, told by the last words that are enough to tell it: a number or a yes is none.
    var language: Base.Language? {
        let written = said.compactMap { text in
            Base.Language(rawValue: WrittenLanguage(of: text).rawValue).map { (text, $0) }
        }
        let telling = written.first { text, language in
            language == .english
                ? text.split(separator: " ").count > 2
                : text.unicodeScalars.count(where: { (0x3400...0x9FFF).contains($0.value) }) > 3
        }
        return (telling ?? written.last)?.1
    }

    var hasSpoken: Bool { !answers.isEmpty }
    /// What the assistant said last.
    var before: AssistedAnswer? { answers.last }
    /// Answers that did not help.
    var misses: Int { answers.count { $0.kind == .anew } }
    /// The sources of what was answered.
    var given: Set<String> { Set(answers.compactMap(\.source?.id)) }
}

extension Message {
    fileprivate var text: String? { if case .text(let words) = content { words } else { nil } }
}
