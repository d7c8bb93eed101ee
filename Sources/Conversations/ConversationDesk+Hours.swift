import Base
import Events
import Storage

/// When the shop's people answer, and who helps where a line is too long.
extension ConversationDesk {
    public func hours(in shop: ShopID, _ transaction: Transaction) throws -> OpeningHours {
        try settings.find(.hours, in: shop, transaction).map { OpeningHours(stored: $0) } ?? .always
    }

    /// Takes a shop's hours in the place of those it had; who waits is looked at anew.
    public func change(
        hours: OpeningHours, by actor: Actor, in shop: ShopID, _ transaction: Transaction
    ) throws {
        try settings.keep(hours.json, as: .hours, in: shop, transaction)
        try events.append(
            "shop.hoursChanged", on: .init("shop", shop.text), of: shop, by: actor,
            ["plans": JSONValue(hours.plans.count)], in: transaction)
        try shareOut(in: shop, transaction)
    }

    /// Whether somebody answers now, and since when or from when on.
    public func reachable(in shop: ShopID, _ transaction: Transaction) throws -> Reachability {
        try reachable(nil, in: shop, transaction)
    }

    /// The same of whoever a conversation asks for.
    public func reachable(
        _ conversation: Conversation?, in shop: ShopID, _ transaction: Transaction
    ) throws -> Reachability {
        let (hours, day) = (try hours(in: shop, transaction), try day(shop, transaction))
        let (team, now) = (conversation?.skill, transaction.now)
        guard hours.isOpen(team, at: now, day) else {
            return .closed(until: hours.nextOpening(team, after: now, day))
        }
        guard try seatStore.isAnybodyPresent(in: shop, transaction) else { return .nobody }
        if let after = hours.contactAfter, conversation?.state == .waiting,
            let since = conversation?.waitingSince, now - since >= after
        {
            return .busy
        }
        return .open
    }

    // MARK: Parts

    /// Those who wait for a team that answers now, each with who may help them; the others wait for its hours.
    func waiters(
        _ waiters: [FairQueue.Waiter], in shop: ShopID, _ transaction: Transaction
    ) throws -> (now: [FairQueue.Waiter], opening: Timestamp?) {
        let hours = try hours(in: shop, transaction)
        guard hours != .always else { return (waiters, nil) }
        let (day, now) = (try day(shop, transaction), transaction.now)
        var (open, opening): ([FairQueue.Waiter], Timestamp?) = ([], nil)
        for waiter in waiters {
            var waiter = waiter
            if let overflow = hours.overflow(of: waiter.skill) {
                (waiter.helpedAfter, waiter.helper) = (overflow.after, overflow.to)
            }
            let isHelped = hours.overflow(of: waiter.skill).map {
                now - waiter.since >= $0.after && hours.isOpen($0.to, at: now, day)
            }
            if hours.isOpen(waiter.skill, at: now, day) || isHelped == true {
                open.append(waiter)
            } else {
                let next = hours.nextOpening(waiter.skill, after: now, day)
                opening = [opening, next].compactMap(\.self).min()
            }
        }
        return (open, opening)
    }

    /// From when on a wait counts: a customer who writes at night waits for the morning.
    func answerable(
        _ conversation: Conversation, since: Timestamp, in shop: ShopID, _ transaction: Transaction
    ) throws -> Timestamp {
        let hours = try hours(in: shop, transaction)
        guard hours != .always else { return since }
        return try hours.nextOpening(conversation.skill, after: since, day(shop, transaction)) ?? since
    }
}

/// Whether a customer who writes now is answered soon.
public enum Reachability: Sendable, Hashable {
    case open
    /// Somebody is there, but the line is long.
    case busy
    /// Nobody is there, although it is time.
    case nobody
    /// Nil where it is not known when the shop opens.
    case closed(until: Timestamp?)

    /// Whether whoever is not known is asked how to be reached.
    public var asksForContact: Bool { self != .open }

    public var isOpen: Bool { self == .open || self == .busy }
}
