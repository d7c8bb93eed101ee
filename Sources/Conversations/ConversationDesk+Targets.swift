import Base
import Events
import Jobs
import Storage
import Vault

/// How soon customers are to be answered, the warning before it is too late, and what happens by itself when it is.
extension ConversationDesk {
    /// The timer that looks after those who wait.
    public static let targetTimer = "conversation.target"

    /// As many are looked after in one go.
    private static let mostLookedAfter = 200

    public func targets(in shop: ShopID, _ transaction: Transaction) throws -> AnswerTargets {
        try settings.find(.targets, in: shop, transaction).map { AnswerTargets(stored: $0) } ?? .standard
    }

    /// Takes a shop's targets in the place of those it had. Waits that have begun keep theirs.
    /// - Throws: `messageForbidden` for a holding message that nobody may send.
    public func change(
        targets: AnswerTargets, by actor: Actor, in shop: ShopID, _ transaction: Transaction
    ) throws {
        for words in [targets.onFirst.holding, targets.onNext.holding].compactMap(\.self) {
            if let passage = try outgoing.passages(in: words, in: shop, transaction).first {
                throw ConversationRefusal.messageForbidden(passage)
            }
        }
        try settings.keep(targets.json, as: .targets, in: shop, transaction)
        try events.append(
            "shop.targetsChanged", on: .init("shop", shop.text), of: shop, by: actor,
            ["rules": JSONValue(targets.rules.count)], in: transaction)
    }

    /// Looks after those whose moment has come: a warning, then the steps.
    public func lookAfterTargets(in shop: ShopID, _ transaction: Transaction) throws {
        let ids = try store.looked(until: transaction.now, limit: Self.mostLookedAfter, in: shop, transaction)
        let targets = ids.isEmpty ? .standard : try targets(in: shop, transaction)
        for id in ids { try lookAfter(id, targets, in: shop, transaction) }
        guard let next = try store.nextLook(in: shop, transaction) else { return }
        try jobs.setTimer(
            Self.targetTimer, on: "", of: shop, due: max(next, transaction.now), in: transaction)
    }

    // MARK: Parts

    /// A customer begins to wait: from now on they are looked after.
    func beginWait(
        of conversation: inout Conversation, in shop: ShopID, _ transaction: Transaction
    ) throws {
        guard let began = conversation.waitingSince else { return }
        let since = try answerable(conversation, since: began, in: shop, transaction)
        let target = try targets(in: shop, transaction).target(
            of: conversation.skill, isFirst: conversation.answeredAt == nil, since: since
        ) {
            Int(try day(shop, transaction).reading(at: since).minuteOfDay / 60)
        }
        conversation.target = target
        guard let looked = target.looked else { return }
        try jobs.setTimer(
            Self.targetTimer, on: "", of: shop, noLaterThan: max(looked, transaction.now), in: transaction)
    }

    private func lookAfter(
        _ id: Identifier<Conversation>, _ targets: AnswerTargets, in shop: ShopID, _ transaction: Transaction
    ) throws {
        guard var conversation = try store.find(id, in: shop, transaction), let target = conversation.target
        else { return }
        let isBroken = target.due <= transaction.now
        conversation.target?.looked = isBroken ? nil : target.due
        try store.update(conversation, in: shop, transaction)
        try tell(
            isBroken ? "targetBroken" : "targetWarned", conversation, by: .system,
            .object([
                "due": JSONValue(target.due), "first": .bool(conversation.answeredAt == nil),
                "assignee": conversation.assignee.map { .string($0) },
            ]), in: shop, transaction)
        guard isBroken else { return }
        let steps = targets.steps(isFirst: conversation.answeredAt == nil)
        if steps.reassigns { try handOn(conversation, in: shop, transaction) }
        if let words = steps.holding { try hold(id, words, target, in: shop, transaction) }
    }

    /// To somebody else who is there and has room; where nobody is, it stays with whoever has it.
    private func handOn(
        _ conversation: Conversation, in shop: ShopID, _ transaction: Transaction
    ) throws {
        guard let holder = conversation.assignee, let since = conversation.waitingSince,
            conversation.snoozedUntil == nil
        else { return }
        let others = try seatStore.list(in: shop, transaction).map(\.ruled).filter { $0.agent != holder }
        let waiter = FairQueue.Waiter(
            id: conversation.id, skill: conversation.skill, since: since, known: nil, passedBy: holder)
        let matches = try queue(in: shop, transaction).matches(
            [waiter], among: others, at: transaction.now)
        guard let match = matches.first else { return }
        _ = try give(conversation.id, to: match.agent, by: .system, in: shop, transaction)
        try shareOut(in: shop, transaction)
    }

    /// Tells the customer that the shop is at it. What cannot be told, because their data were erased, is not.
    private func hold(
        _ id: Identifier<Conversation>, _ words: String, _ target: WaitTarget, in shop: ShopID,
        _ transaction: Transaction
    ) throws {
        guard let conversation = try store.find(id, in: shop, transaction),
            try !people.keyToWrite(conversation.person(in: shop), transaction).isErased,
            try outgoing.passages(in: words, in: shop, transaction).isEmpty
        else { return }
        _ = try post(
            NewMessage(.text(words), key: "hold \(target.due.milliseconds)"), to: id, by: .shop(.system),
            in: shop, transaction)
    }
}
