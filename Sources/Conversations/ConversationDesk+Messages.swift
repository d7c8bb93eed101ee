import Base
import Crypto
import Events
import Files
import Foundation
import Storage
import Vault

/// A message that somebody sends.
public struct NewMessage: Sendable {
    public let content: Message.Content
    /// What the sender names it by: sending it again posts nothing more.
    public let key: String
    /// The last message that the author had seen; an answer that a colleague gave after it holds this one back.
    public let seen: Int?
    /// Why it is sent although the rule forbids it. Whoever calls has checked that the author may decide so.
    public let override: String?

    public init(_ content: Message.Content, key: String, seen: Int? = nil, override: String? = nil) {
        (self.content, self.key, self.seen, self.override) = (content, key, seen, override)
    }
}

extension ConversationDesk {
    /// Posts a message under the next number. What a customer writes opens a closed conversation again; a member of
    /// staff who answers one that nobody has, has it. What they write takes the place of the draft.
    /// - Throws: `conversationUnknown`, `conversationClosed`, `answeredMeanwhile`, `messageForbidden`,
    ///   `idempotencyKeyReused`, `cardUnknown`, `fileUnknown`, `attachmentNotImage`, `partnerErased`.
    /// - Returns: the message, and whether it was there already.
    public func post(
        _ new: NewMessage, to id: Identifier<Conversation>, by speaker: Speaker, in shop: ShopID,
        _ transaction: Transaction
    ) throws -> (message: Message, isRepeated: Bool) {
        var conversation = try conversation(id, for: speaker, in: shop, transaction)
        let (speaker, token) = (speaker.speaking(in: conversation), Self.token(new.key, speaker))
        let forbidden = try forbidden(new.content, conversation, speaker, in: shop, transaction)
        // Where posting would change more than the thread, or could be refused now, a repetition is looked for first.
        if conversation.state == .closed || new.seen != nil || !forbidden.isEmpty
            || (conversation.state == .waiting && (speaker.staff != nil || speaker.side == .customer)),
            let known = try repeated(new, token, conversation, in: shop, transaction)
        {
            return (known, true)
        }
        if let passage = forbidden.first, new.override == nil {
            throw ConversationRefusal.messageForbidden(passage)
        }
        try check(new, conversation, speaker, in: shop, transaction)
        let key = try key(of: conversation, in: shop, transaction)
        try admit(speaker, to: &conversation, key, in: shop, transaction)
        if try isForAssistant(conversation, by: speaker, in: shop, transaction) {
            try giveToAssistant(&conversation, in: shop, transaction)
        }
        let message = conversation.next(new.content, by: speaker, at: transaction.now)
        guard try messages.insert(message, token: token, key, in: shop, transaction) else {
            guard let known = try repeated(new, token, conversation, in: shop, transaction) else {
                throw ConversationRefusal.messageKeyReused
            }
            return (known, true)
        }
        let before = conversation
        conversation.take(message)
        if before.waitingSince == nil { try beginWait(of: &conversation, in: shop, transaction) }
        if before.waitingSince != nil, conversation.waitingSince == nil {
            try noteAnswer(
                before, message.number, by: speaker.staff, at: message.postedAt, in: shop, transaction)
        }
        try store.update(conversation, in: shop, transaction)
        if speaker.staff != nil, case .text = new.content { try drafts.delete(id, in: shop, transaction) }
        try tell(
            "messagePosted", conversation, by: speaker.actor,
            .object([
                "number": JSONValue(message.number), "by": .string(message.side.rawValue),
                "kind": .string(message.content.kind.rawValue),
                "assisted": conversation.state == .assisted ? .bool(true) : nil,
            ]), in: shop, transaction)
        if let reason = new.override, !forbidden.isEmpty {
            try noteOverride(
                of: forbidden, because: reason, message, by: speaker.actor, in: conversation, of: shop,
                transaction)
        }
        try wakeIndex(after: message, in: shop, transaction)
        if speaker.side == .customer {
            try askAssistant(message.number, in: conversation, of: shop, transaction)
            try findAgent(for: conversation, in: shop, transaction)
        }
        return (message, false)
    }

    /// Writes a text anew within the time for it; what it said before is kept.
    /// - Throws: `conversationUnknown`, `messageUnknown`, `messageNotYours`, `messageNotText`, `messageRecalled`,
    ///   `messageChangeTooLate`, `messageForbidden`, `partnerErased`.
    public func edit(
        _ number: Int, of id: Identifier<Conversation>, to words: String, by speaker: Speaker,
        in shop: ShopID, _ transaction: Transaction
    ) throws -> Message {
        let conversation = try conversation(id, for: speaker, in: shop, transaction)
        if let passage = try forbidden(.text(words), conversation, speaker, in: shop, transaction).first {
            throw ConversationRefusal.messageForbidden(passage)
        }
        return try change(number, of: id, "messageEdited", by: speaker, in: shop, transaction) {
            (message) throws(ConversationRefusal) in
            guard case .text = message.content else { throw .messageNotText }
            message.content = .text(words)
            message.editedAt = transaction.now
        }
    }

    /// Takes a message back within the time for it; its number stays, and what it said is kept for the shop.
    /// - Throws: as `edit`.
    public func recall(
        _ number: Int, of id: Identifier<Conversation>, by speaker: Speaker, in shop: ShopID,
        _ transaction: Transaction
    ) throws -> Message {
        try change(number, of: id, "messageRecalled", by: speaker, in: shop, transaction) { message in
            if case .text = message.content { message.content = .text("") }
            message.recalledAt = transaction.now
        }
    }

    /// Puts what the program itself says into the thread.
    func say(
        _ note: SystemNote, in conversation: inout Conversation, _ key: PersonKey, of shop: ShopID,
        _ transaction: Transaction
    ) throws {
        let message = conversation.next(.systemNote(note), by: .system, at: transaction.now)
        _ = try messages.insert(message, token: nil, key, in: shop, transaction)
        conversation.take(message)
    }

    // MARK: Parts

    /// Who writes may change who has the conversation.
    private func admit(
        _ speaker: Speaker, to conversation: inout Conversation, _ key: PersonKey, in shop: ShopID,
        _ transaction: Transaction
    ) throws {
        let before = conversation.standing
        let event: ConversationStateMachine.Event =
            if speaker.side == .customer {
                .customerWrote
            } else {
                speaker.staff.map { .memberWrote($0) } ?? .programWrote
            }
        conversation.standing = try ConversationStateMachine.standing(after: event, in: before)
        guard conversation.standing != before else { return }
        if before.state == .closed {
            if let successor = try successor(of: conversation, in: shop, transaction) {
                conversation.standing = .assigned(successor)
            }
            (conversation.closedAt, conversation.answeredAt) = (nil, nil)
            conversation.rating = nil
            try store.forgetRating(conversation.id, in: shop, transaction)
            try say(.reopened, in: &conversation, key, of: shop, transaction)
            try tell("reopened", conversation, by: speaker.actor, [:], in: shop, transaction)
        }
        if let assignee = conversation.assignee {
            try say(.assigned(assignee), in: &conversation, key, of: shop, transaction)
            try tell(
                "assigned", conversation, by: speaker.actor, ["assignee": .string(assignee)], in: shop,
                transaction)
        }
    }

    private func check(
        _ new: NewMessage, _ conversation: Conversation, _ speaker: Speaker, in shop: ShopID,
        _ transaction: Transaction
    ) throws {
        if let seen = new.seen, speaker.side == .shop,
            let answer = try messages.answer(
                after: seen, notBy: speaker.actor.doer, of: conversation.id, in: shop, transaction)
        {
            throw ConversationRefusal.answeredMeanwhile(number: answer)
        }
        switch new.content {
        case .text, .systemNote: break
        case .image(let id), .file(let id):
            guard let file = try files.find(id, in: shop, transaction),
                speaker.side == .shop || speaker.actor.hand != nil || file.by == speaker.actor
            else { throw ConversationRefusal.attachmentUnknown }
            if case .image = new.content, !file.kind.isPicture {
                throw ConversationRefusal.attachmentNotImage
            }
        case .card(let card):
            guard try shows(card, conversation.partner, shop, transaction) else {
                throw ConversationRefusal.cardUnknown(card.kind)
            }
        }
    }

    /// The message that came with the same key before.
    /// - Throws: `idempotencyKeyReused` where it was another one.
    private func repeated(
        _ new: NewMessage, _ token: String, _ conversation: Conversation, in shop: ShopID,
        _ transaction: Transaction
    ) throws -> Message? {
        guard let known = try messages.find(token: token, of: conversation, in: shop, transaction) else {
            return nil
        }
        let isChanged = known.editedAt != nil || known.recalledAt != nil
        guard isChanged || known.content == new.content else { throw ConversationRefusal.messageKeyReused }
        return known
    }

    private func change(
        _ number: Int, of id: Identifier<Conversation>, _ word: String, by speaker: Speaker, in shop: ShopID,
        _ transaction: Transaction, _ body: (inout Message) throws(ConversationRefusal) -> Void
    ) throws -> Message {
        let conversation = try conversation(id, for: speaker, in: shop, transaction)
        let speaker = speaker.speaking(in: conversation)
        guard var message = try messages.find(number, of: conversation, in: shop, transaction) else {
            throw ConversationRefusal.messageUnknown
        }
        _ = try key(of: conversation, in: shop, transaction)
        try rules.requireChangeable(message, by: speaker, at: transaction.now)
        let words = message.content.words ?? ""
        try body(&message)
        try messages.replace(message, was: words, conversation, in: shop, transaction)
        try tell(
            word, conversation, by: speaker.actor, ["number": JSONValue(number)], in: shop, transaction)
        return message
    }

    /// One sender's key of a message, short: what it is compared with is the message itself.
    private static func token(_ key: String, _ speaker: Speaker) -> String {
        let doer = speaker.actor.doer
        let name = "\(speaker.side.rawValue) \(doer.kind.rawValue) \(doer.id) \(key)"
        return Data(SHA256.hash(data: Data(name.utf8)).prefix(15)).base64EncodedString()
    }
}
