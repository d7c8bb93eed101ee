import Base
import Events
import Files
import Storage

/// The door to a shop's quick replies. They are the shop's own texts: nothing in them is about anybody.
public struct QuickReplyDesk: Sendable {
    private let files: FileDesk
    private let events: EventLog
    private let ranking: QuickReplyRanking
    private let outgoing: OutgoingCheck
    private let store = QuickReplyStore()

    public static let migrations = QuickReplyStore.migrations

    /// - Parameter conversations: where the texts are sent, and by whose rule they are checked.
    public init(
        files: FileDesk, events: EventLog, conversations: ConversationDesk,
        ranking: QuickReplyRanking = .usual
    ) {
        (self.files, self.events, self.ranking) = (files, events, ranking)
        outgoing = conversations.outgoing
    }

    /// Those that a reader sees and that fit what they type, the likeliest first.
    /// - Parameters:
    ///   - teams: the reader's skill groups; nil: every team's.
    ///   - reader: whose own use counts more.
    public func list(
        fitting typed: String = "", teams: Set<String>?, for reader: Actor, in shop: ShopID,
        _ transaction: Transaction
    ) throws -> [QuickReply] {
        let all = try store.list(for: reader.id, in: shop, transaction)
        let seen = all.filter { reply in
            guard let teams, let team = reply.text.team else { return true }
            return teams.contains(team)
        }
        return ranking.ranked(seen, by: typed)
    }

    /// - Throws: `quickReplyUnknown`, also for somebody else's own.
    public func reply(
        _ id: Identifier<QuickReply>, for reader: Actor, in shop: ShopID, _ transaction: Transaction
    ) throws -> QuickReply {
        guard let reply = try store.find(id, for: reader.id, in: shop, transaction) else {
            throw ConversationRefusal.quickReplyUnknown
        }
        return reply
    }

    /// - Parameter owner: the member of staff who alone is to see it; nil: the shop's.
    /// - Throws: `tooManyQuickReplies`; `messageForbidden`; `fileUnknown`, `attachmentNotImage` for images that are none.
    public func add(
        _ text: QuickReplyText, for owner: String? = nil, by actor: Actor, in shop: ShopID,
        _ transaction: Transaction
    ) throws -> QuickReply {
        try check(text, in: shop, transaction)
        let most = owner == nil ? QuickReply.most : QuickReply.mostOwn
        guard try store.count(of: owner, in: shop, transaction) < most else {
            throw ConversationRefusal.tooManyQuickReplies
        }
        let reply = QuickReply(
            id: transaction.identifiers.next("Q", at: transaction.now), text: text, owner: owner, uses: 0,
            ownUses: 0,
            changedAt: transaction.now)
        try store.insert(reply, in: shop, transaction)
        try tell("added", reply.id, by: actor, in: shop, transaction)
        return reply
    }

    /// - Throws: `quickReplyUnknown`; as `add` for its text and images.
    public func change(
        _ id: Identifier<QuickReply>, to text: QuickReplyText, by actor: Actor, in shop: ShopID,
        _ transaction: Transaction
    ) throws -> QuickReply {
        _ = try reply(id, for: actor, in: shop, transaction)
        try check(text, in: shop, transaction)
        try store.update(id, to: text, in: shop, transaction)
        try tell("changed", id, by: actor, in: shop, transaction)
        return try reply(id, for: actor, in: shop, transaction)
    }

    /// - Throws: `quickReplyUnknown`.
    public func remove(
        _ id: Identifier<QuickReply>, by actor: Actor, in shop: ShopID, _ transaction: Transaction
    ) throws {
        _ = try reply(id, for: actor, in: shop, transaction)
        try store.delete(id, in: shop, transaction)
        try tell("removed", id, by: actor, in: shop, transaction)
    }

    /// Counts that somebody has sent one; one that was removed meanwhile counts nothing.
    public func noteUse(
        of id: Identifier<QuickReply>, by actor: Actor, in shop: ShopID, _ transaction: Transaction
    ) throws {
        guard try store.find(id, for: actor.id, in: shop, transaction) != nil else { return }
        try store.countUse(of: id, by: actor.id, in: shop, transaction)
    }

    // MARK: Parts

    private func check(
        _ text: QuickReplyText, in shop: ShopID, _ transaction: Transaction
    ) throws {
        if let passage = try outgoing.passages(in: text.words, in: shop, transaction).first {
            throw ConversationRefusal.messageForbidden(passage)
        }
        for id in text.images {
            guard let file = try files.find(id, in: shop, transaction), file.by.kind != .customer else {
                throw ConversationRefusal.attachmentUnknown
            }
            guard file.kind.isPicture else { throw ConversationRefusal.attachmentNotImage }
        }
    }

    private func tell(
        _ word: String, _ id: Identifier<QuickReply>, by actor: Actor, in shop: ShopID,
        _ transaction: Transaction
    ) throws {
        try events.append(
            "quickReply.\(word)", on: .init("quickReply", id.text), of: shop, by: actor, [:], in: transaction)
    }
}
