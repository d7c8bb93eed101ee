import Base
import Storage
import Vault

/// Conversations of one person that are gone on with as one, and taken apart again.
extension ConversationDesk {
    /// What was merged into a conversation, in that order.
    public func merges(
        into id: Identifier<Conversation>, in shop: ShopID, _ transaction: Transaction
    ) throws -> [ConversationMerge] {
        try mergeStore.merges(into: id, in: shop, transaction)
    }

    /// What a conversation was merged into; nil while it stands alone.
    public func merge(
        of id: Identifier<Conversation>, in shop: ShopID, _ transaction: Transaction
    ) throws -> ConversationMerge? {
        try mergeStore.merge(of: id, in: shop, transaction)
    }

    /// Ends a conversation in favour of another of the same person. What waits in it waits there, and both threads say who
    /// did it.
    /// - Throws: `conversationUnknown`, `mergeWithItself`, `mergedAlready`, `tooManyMerged`, `notTheSamePerson`,
    ///   `conversationClosed` where an open one would end in a closed one, `partnerErased`.
    public func merge(
        _ id: Identifier<Conversation>, into other: Identifier<Conversation>, by actor: Actor,
        in shop: ShopID, _ transaction: Transaction
    ) throws -> ConversationMerge {
        guard id != other else { throw ConversationRefusal.mergeWithItself }
        var source = try conversation(id, for: .shop(actor), in: shop, transaction)
        var target = try conversation(other, for: .shop(actor), in: shop, transaction)
        if let known = try mergeStore.merge(of: id, in: shop, transaction), known.target == other {
            return known
        }
        try requireMergeable(source, target, in: shop, transaction)
        // Whoever merges goes on with both.
        try takeFromAssistant(&source, in: shop, transaction)
        try takeFromAssistant(&target, in: shop, transaction)
        let merge = ConversationMerge(
            source: id, target: other, by: actor, at: transaction.now,
            before: .init(
                state: source.state, assignee: source.assignee, waitingSince: source.waitingSince,
                targetWaitingSince: target.waitingSince))
        let keys = (
            try key(of: source, in: shop, transaction), try key(of: target, in: shop, transaction)
        )
        try say(.mergedAway(actor.staffID), in: &source, keys.0, of: shop, transaction)
        try say(.mergedHere(actor.staffID), in: &target, keys.1, of: shop, transaction)
        if source.state != .closed {
            source.standing = .closed
            (source.closedAt, source.waitingSince) = (transaction.now, nil)
            try tell("closed", source, by: actor, [:], in: shop, transaction)
        }
        try store.update(source, in: shop, transaction)
        try wait(
            in: &target,
            since: [merge.before.waitingSince, target.waitingSince].compactMap(\.self).min(), in: shop,
            transaction)
        try mergeStore.insert(merge, in: shop, transaction)
        try tell("mergedAway", source, by: actor, ["into": JSONValue(other)], in: shop, transaction)
        try tell(
            "mergedHere", target, by: actor, waiting(target, ["conversation": JSONValue(id)]), in: shop,
            transaction)
        try shareOut(in: shop, transaction)
        return merge
    }

    /// Takes a conversation out of another again: it is open and somebody's where it was so before, and what nobody has
    /// answered meanwhile waits in it again.
    /// - Throws: `conversationUnknown`, `mergeUnknown`, `partnerErased`.
    public func split(
        _ id: Identifier<Conversation>, from other: Identifier<Conversation>, by actor: Actor,
        in shop: ShopID, _ transaction: Transaction
    ) throws -> ConversationMerge {
        var source = try conversation(id, for: .shop(actor), in: shop, transaction)
        var target = try conversation(other, for: .shop(actor), in: shop, transaction)
        guard let merge = try mergeStore.merge(of: id, in: shop, transaction), merge.target == other else {
            throw ConversationRefusal.mergeUnknown
        }
        try mergeStore.delete(of: id, in: shop, transaction)
        let before = merge.before
        let keys = (
            try key(of: source, in: shop, transaction), try key(of: target, in: shop, transaction)
        )
        if try isAsLeft(source, by: merge, in: shop, transaction) {
            source.standing = before.assignee.map { .assigned($0) } ?? .waiting
            source.closedAt = nil
            if let since = before.waitingSince, target.waitingSince == before.joint {
                try wait(in: &target, since: before.targetWaitingSince, in: shop, transaction)
                try wait(in: &source, since: since, in: shop, transaction)
            }
        }
        try say(.splitAway(actor.staffID), in: &source, keys.0, of: shop, transaction)
        try say(.splitHere(actor.staffID), in: &target, keys.1, of: shop, transaction)
        try store.update(source, in: shop, transaction)
        try store.update(target, in: shop, transaction)
        try tell(
            "splitAway", source, by: actor,
            waiting(
                source,
                [
                    "from": JSONValue(other), "state": .string(source.state.rawValue),
                    "assignee": source.assignee.map { .string($0) },
                ]), in: shop, transaction)
        try tell(
            "splitHere", target, by: actor, waiting(target, ["conversation": JSONValue(id)]), in: shop,
            transaction)
        try shareOut(in: shop, transaction)
        return merge
    }

    /// Who has the conversation that another was merged into: whoever writes there again comes to them.
    func successor(
        of conversation: Conversation, in shop: ShopID, _ transaction: Transaction
    ) throws -> String? {
        guard let merge = try mergeStore.merge(of: conversation.id, in: shop, transaction) else { return nil }
        return try store.find(merge.target, in: shop, transaction)?.assignee
    }

    // MARK: Parts

    private func requireMergeable(
        _ source: Conversation, _ target: Conversation, in shop: ShopID, _ transaction: Transaction
    ) throws {
        let chained = try mergeStore.merges(into: source.id, in: shop, transaction)
        guard try mergeStore.merge(of: source.id, in: shop, transaction) == nil,
            try mergeStore.merge(of: target.id, in: shop, transaction) == nil, chained.isEmpty
        else { throw ConversationRefusal.mergedAlready }
        let others = try mergeStore.merges(into: target.id, in: shop, transaction)
        guard others.count < ConversationMerge.most else { throw ConversationRefusal.tooManyMerged }
        guard try same(as: source.partner, in: shop, transaction).contains(target.partner) else {
            throw ConversationRefusal.notTheSamePerson
        }
        guard target.state != .closed || source.state == .closed else {
            throw ConversationRefusal.conversationClosed
        }
    }

    /// Whether nothing has happened to a conversation since the merge ended it, and nothing else stands in its place.
    private func isAsLeft(
        _ source: Conversation, by merge: ConversationMerge, in shop: ShopID, _ transaction: Transaction
    ) throws -> Bool {
        guard merge.before.state != .closed, source.state == .closed, source.closedAt == merge.at else {
            return false
        }
        return try store.open(with: source.partner, on: source.channel, in: shop, transaction) == nil
    }

    private func wait(
        in conversation: inout Conversation, since: Timestamp?, in shop: ShopID, _ transaction: Transaction
    ) throws {
        if conversation.waitingSince != since {
            conversation.waitingSince = since
            try beginWait(of: &conversation, in: shop, transaction)
        }
        try store.update(conversation, in: shop, transaction)
    }

    private func waiting(
        _ conversation: Conversation, _ detail: [String: JSONValue?]
    ) -> JSONValue {
        .object([
            "waitingSince": conversation.waitingSince.map { JSONValue($0) },
            "conversation": detail["conversation"] ?? nil, "from": detail["from"] ?? nil,
            "state": detail["state"] ?? nil, "assignee": detail["assignee"] ?? nil,
        ])
    }
}

extension ConversationMerge.Before {
    /// Since when somebody waited in either.
    fileprivate var joint: Timestamp? { [waitingSince, targetWaitingSince].compactMap(\.self).min() }
}

extension Actor {
    /// Who did it where people are named; nil for programs.
    fileprivate var staffID: String? { kind == .staff ? id : nil }
}
