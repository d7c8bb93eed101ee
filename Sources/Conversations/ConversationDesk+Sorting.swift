import Base
import Customers
import Jobs
import Storage

/// What keeps a desk in order: tags, and conversations that are put aside until later.
extension ConversationDesk {
    /// The timer that brings back what was put aside.
    public static let snoozeTimer = "conversation.snooze"

    /// As far ahead one is put aside at most.
    public static let longestSnooze = Span.days(90)

    // MARK: Tags

    /// The tags that a conversation bears from now on.
    /// - Throws: `conversationUnknown`, `tagNamesPerson` where one gives away whom the conversation is with.
    public func tag(
        _ id: Identifier<Conversation>, as tags: [Tag], by actor: Actor, in shop: ShopID,
        _ transaction: Transaction
    ) throws -> Conversation {
        var conversation = try conversation(id, for: .shop(actor), in: shop, transaction)
        let new = Set(tags).sorted()
        guard new != conversation.tags else { return conversation }
        try requireUnnamed(new, conversation, in: shop, transaction)
        let added = new.count { !conversation.tags.contains($0) }
        let removed = conversation.tags.count { !new.contains($0) }
        conversation.tags = new
        try tagStore.write(new, on: id, in: shop, transaction)
        // Which ones is no event's business: they are words, and the log is for good.
        try tell(
            "tagged", conversation, by: actor, ["added": JSONValue(added), "removed": JSONValue(removed)],
            in: shop, transaction)
        return conversation
    }

    /// Adds tags to those that a conversation bears.
    /// - Throws: as `tag`; `tooManyTags`.
    public func tag(
        _ id: Identifier<Conversation>, adding tags: [Tag], by actor: Actor, in shop: ShopID,
        _ transaction: Transaction
    ) throws -> Conversation {
        let old = try conversation(id, for: .shop(actor), in: shop, transaction).tags
        let all = Set(old).union(tags)
        guard all.count <= Tag.most else { throw ConversationRefusal.tooManyTags }
        return try tag(id, as: Array(all), by: actor, in: shop, transaction)
    }

    /// The tags of a shop, the usual ones first.
    public func tags(in shop: ShopID, _ transaction: Transaction) throws -> [TagCount] {
        try tagStore.counts(in: shop, transaction)
    }

    // MARK: Putting aside

    /// Puts a conversation aside until a moment, or brings it back. While it is aside it takes none of its agent's room;
    /// it comes back at the moment, or as soon as the customer writes. A wait that runs goes on running.
    /// - Throws: `conversationUnknown`; `nobodyHasIt` unless somebody has it; `snoozeOutOfRange` unless the moment is to
    ///   come and at most `longestSnooze` ahead.
    public func snooze(
        _ id: Identifier<Conversation>, until moment: Timestamp?, by actor: Actor, in shop: ShopID,
        _ transaction: Transaction
    ) throws -> Conversation {
        var conversation = try conversation(id, for: .shop(actor), in: shop, transaction)
        guard conversation.state == .assigned else { throw ConversationRefusal.nobodyHasIt }
        if let moment {
            guard moment > transaction.now, moment - transaction.now <= Self.longestSnooze else {
                throw ConversationRefusal.snoozeOutOfRange
            }
            try jobs.setTimer(Self.snoozeTimer, on: id.text, of: shop, due: moment, in: transaction)
        } else {
            guard conversation.snoozedUntil != nil else { return conversation }
            try jobs.cancelTimer(Self.snoozeTimer, on: id.text, of: shop, in: transaction)
        }
        (conversation.snoozedUntil, conversation.returnedAt) = (moment, nil)
        try store.update(conversation, in: shop, transaction)
        try tell(
            moment == nil ? "returned" : "snoozed", conversation, by: actor,
            .object(["until": moment.map { JSONValue($0) }]), in: shop, transaction)
        if moment != nil { try shareOut(in: shop, transaction) }
        return conversation
    }

    /// Brings back a conversation whose moment has come; one that came back before, or was put aside until later, stays
    /// as it is.
    public func bringBack(
        _ id: Identifier<Conversation>, in shop: ShopID, _ transaction: Transaction
    ) throws {
        guard var conversation = try store.find(id, in: shop, transaction),
            let until = conversation.snoozedUntil, until <= transaction.now
        else { return }
        (conversation.snoozedUntil, conversation.returnedAt) = (nil, transaction.now)
        try store.update(conversation, in: shop, transaction)
        try tell("returned", conversation, by: .system, [:], in: shop, transaction)
        if conversation.waitingSince != nil { try findAgent(for: conversation, in: shop, transaction) }
    }

    // MARK: Parts

    private func requireUnnamed(
        _ tags: [Tag], _ conversation: Conversation, in shop: ShopID, _ transaction: Transaction
    ) throws {
        guard let id = conversation.partner.customerID, !tags.isEmpty else { return }
        let customer = try customers.customer(id, in: shop, transaction)
        guard !tags.contains(where: { customer.isNamed(in: $0.text) }) else {
            throw ConversationRefusal.tagNamesPerson
        }
    }
}
