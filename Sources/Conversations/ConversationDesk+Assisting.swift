import Base
import Events
import Jobs
import Storage
import Vault

/// Conversations that the assistant has: when it takes them, what it says, and how they come to people. What it says is
/// found elsewhere; nothing here reads a word.
extension ConversationDesk {
    /// The work that answers what a customer wrote.
    public static let assistantJob = "assistant.answer"
    /// The timer of one that the assistant has: what it has not answered in time goes to people, and what nobody goes on
    /// with ends.
    public static let assistedTimer = "conversation.assisted"

    public func assistant(in shop: ShopID, _ transaction: Transaction) throws -> AssistantSettings {
        try settings.find(.assistant, in: shop, transaction).map { AssistantSettings(stored: $0) }
            ?? .standard
    }

    /// Takes a shop's settings in the place of those it had.
    public func change(
        assistant: AssistantSettings, by actor: Actor, in shop: ShopID, _ transaction: Transaction
    ) throws {
        try settings.keep(assistant.kept, as: .assistant, in: shop, transaction)
        try events.append(
            "shop.assistantChanged", on: .init("shop", shop.text), of: shop, by: actor,
            ["mode": .string(assistant.mode.rawValue)], in: transaction)
    }

    /// What the assistant has said in a conversation, in its order.
    public func assistedAnswers(
        in conversation: Conversation, of shop: ShopID, _ transaction: Transaction
    ) throws -> [AssistedAnswer] {
        try assistedStore.list(of: conversation.id, in: shop, transaction)
    }

    /// Says something as the assistant, once for what was asked.
    /// - Parameters:
    ///   - asked: the customer's message that it answers.
    ///   - number: the answer of its own that it comes after; nil: none.
    /// - Throws: `conversationUnknown`, `messageForbidden`, `partnerErased`.
    /// - Returns: false where nothing was said: somebody has taken the conversation, the customer has written more, or it
    ///   was said before.
    public func answer(
        _ asked: Int, again number: Int? = nil, in id: Identifier<Conversation>, with reply: AssistedReply,
        of shop: ShopID,
        _ transaction: Transaction
    ) throws -> Bool {
        let conversation = try conversation(id, for: .shop(.assistant), in: shop, transaction)
        guard conversation.state == .assisted,
            try !isAskedSince(asked, conversation, in: shop, transaction),
            try say(
                reply, after: asked, as: "answer \(asked) \(number ?? 0)", in: id, of: shop, transaction)
        else { return false }
        try jobs.setTimer(
            Self.assistedTimer, on: id.text, of: shop,
            due: transaction.now + (try assistant(in: shop, transaction)).closeAfter, in: transaction)
        return true
    }

    /// Leaves a conversation to people: the customer is told, and waits for a person from now on.
    /// - Throws: `conversationUnknown`, `messageForbidden`, `partnerErased`.
    /// - Returns: false where the assistant does not have it.
    public func handOver(
        _ id: Identifier<Conversation>, _ handover: Handover, by actor: Actor, in shop: ShopID,
        _ transaction: Transaction
    ) throws -> Bool {
        var conversation = try conversation(id, for: .shop(.assistant), in: shop, transaction)
        guard conversation.state == .assisted else { return false }
        let reply = AssistedReply(handover.words, .handover)
        let name = "handover \(conversation.lastNumber)"
        _ = try say(reply, after: handover.asked, as: name, in: id, of: shop, transaction)
        conversation = try self.conversation(id, for: .shop(.assistant), in: shop, transaction)
        conversation.standing = try ConversationStateMachine.standing(
            after: .handedOver, in: conversation.standing)
        let key = try key(of: conversation, in: shop, transaction)
        try self.say(.handedOver, in: &conversation, key, of: shop, transaction)
        try waitForPerson(in: &conversation, shop, transaction)
        try dialogueStore.delete(id, in: shop, transaction)
        try store.update(conversation, in: shop, transaction)
        try tell(
            "handedOver", conversation, by: actor, ["reason": .string(handover.reason.rawValue)], in: shop,
            transaction)
        _ = try note(handover.summary, on: id, by: .assistant, in: shop, transaction)
        try shareOut(in: shop, transaction)
        return true
    }

    /// Notes whether an answer helped, once.
    /// - Throws: `messageUnknown` for what is no answer of the assistant's.
    /// - Returns: the answer; nil where it was said before.
    public func mark(
        _ number: Int, _ mark: AssistedAnswer.Mark, in conversation: Conversation, by actor: Actor,
        of shop: ShopID, _ transaction: Transaction
    ) throws -> AssistedAnswer? {
        let answer = try assistedAnswers(in: conversation, of: shop, transaction).first {
            $0.number == number && $0.kind == .article
        }
        guard let answer else { throw ConversationRefusal.messageUnknown }
        guard try assistedStore.mark(number, of: conversation.id, mark, in: shop, transaction) else {
            return nil
        }
        try tell(
            "answerMarked", conversation, by: actor,
            ["number": JSONValue(number), "mark": .string(mark.rawValue)], in: shop, transaction)
        return answer
    }

    /// Ends a conversation of the assistant's in which nobody has written for long.
    public func endAssisted(
        _ id: Identifier<Conversation>, in shop: ShopID, _ transaction: Transaction
    ) throws {
        guard var conversation = try store.find(id, in: shop, transaction), conversation.state == .assisted,
            try !people.keyToWrite(conversation.person(in: shop), transaction).isErased
        else { return }
        try end(&conversation, by: .assistant, in: shop, transaction)
    }

    // MARK: Parts

    /// Whether the assistant answers what a customer is about to write: in a thread of the shop's own pages that nobody
    /// has, in which nobody waits and no person has answered.
    func isForAssistant(
        _ conversation: Conversation, by speaker: Speaker, in shop: ShopID, _ transaction: Transaction
    ) throws -> Bool {
        guard speaker.side == .customer, conversation.channel == .page, conversation.state == .waiting,
            conversation.waitingSince == nil, conversation.answeredAt == nil, assistantIsReady()
        else { return false }
        let mode = try assistant(in: shop, transaction).mode
        return try mode.answers && mode.answers(reachable(conversation, in: shop, transaction))
    }

    func giveToAssistant(
        _ conversation: inout Conversation, in shop: ShopID, _ transaction: Transaction
    ) throws {
        conversation.standing = try ConversationStateMachine.standing(
            after: .takenByAssistant, in: conversation.standing)
        conversation.assistedSince = transaction.now
        try dialogueStore.delete(conversation.id, in: shop, transaction)
        try tell("assisted", conversation, by: .assistant, [:], in: shop, transaction)
    }

    /// Leaves the work of answering with the transaction that stores the question.
    func askAssistant(
        _ number: Int, in conversation: Conversation, of shop: ShopID, _ transaction: Transaction
    ) throws {
        guard conversation.state == .assisted else { return }
        try jobs.enqueue(
            Self.assistantJob, on: conversation.id.text, of: shop, ["number": JSONValue(number)],
            in: transaction)
        let within = try assistant(in: shop, transaction).answerWithin
        try jobs.setTimer(
            Self.assistedTimer, on: conversation.id.text, of: shop, due: transaction.now + within,
            in: transaction)
    }

    /// Somebody else has the conversation from now on, or nobody: what the assistant has not answered waits for a person.
    /// - Parameter before: whether the assistant had it.
    func leaveAssistant(
        _ conversation: inout Conversation, before: ConversationStateMachine.Standing, in shop: ShopID,
        _ transaction: Transaction
    ) throws {
        guard before.state == .assisted, conversation.state != .assisted else { return }
        try dialogueStore.delete(conversation.id, in: shop, transaction)
        let last = try messages.before(
            conversation.lastNumber + 1, limit: Self.lastLooked, of: conversation, in: shop, transaction
        ).last { $0.side != .system }
        if conversation.state == .waiting || last?.side == .customer {
            try waitForPerson(in: &conversation, shop, transaction)
        }
    }

    /// The same for a conversation that somebody works on without having it.
    func takeFromAssistant(
        _ conversation: inout Conversation, in shop: ShopID, _ transaction: Transaction
    ) throws {
        guard conversation.state == .assisted else { return }
        let before = conversation.standing
        conversation.standing = .waiting
        try leaveAssistant(&conversation, before: before, in: shop, transaction)
    }

    private static let lastLooked = 5

    private func waitForPerson(
        in conversation: inout Conversation, _ shop: ShopID, _ transaction: Transaction
    ) throws {
        conversation.waitingSince = transaction.now
        try beginWait(of: &conversation, in: shop, transaction)
        try jobs.cancelTimer(Self.assistedTimer, on: conversation.id.text, of: shop, in: transaction)
    }

    private func say(
        _ reply: AssistedReply, after asked: Int, as key: String, in id: Identifier<Conversation>,
        of shop: ShopID,
        _ transaction: Transaction
    ) throws -> Bool {
        let (message, isRepeated) = try post(
            NewMessage(.text(reply.words), key: key), to: id, by: .shop(.assistant), in: shop, transaction)
        guard !isRepeated else { return false }
        let answer = AssistedAnswer(
            number: message.number, asked: asked, kind: reply.kind, source: reply.source,
            intent: reply.intent, dialogue: reply.dialogue, mark: nil, at: transaction.now)
        try assistedStore.insert(answer, in: id, of: shop, transaction)
        return true
    }

    func isAskedSince(
        _ number: Int, _ conversation: Conversation, in shop: ShopID, _ transaction: Transaction
    ) throws -> Bool {
        try messages.after(number, limit: Limits.pageItems, of: conversation, in: shop, transaction)
            .contains { $0.side == .customer }
    }
}
