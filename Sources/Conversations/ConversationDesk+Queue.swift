import Base
import Events
import Jobs
import Storage

/// Sharing conversations out among agents, by `FairQueue`, in the transaction of whatever changed who waits or who is
/// free.
extension ConversationDesk {
    /// The timer that looks again: somebody may be given more, or may help out by now.
    public static let queueTimer = "conversation.queue"

    /// As many of those who wait are looked at in one go, the longest waiting first.
    private static let mostLooked = 500

    public func seats(in shop: ShopID, _ transaction: Transaction) throws -> [Seat] {
        try seatStore.list(in: shop, transaction)
    }

    /// Changes an agent's seat, made where there is none. Whoever comes is given what waits; whoever goes away leaves
    /// what nobody has answered to the others, and the customers are told so. Whoever calls has checked that the agent
    /// works for the shop.
    public func change(
        seatOf agent: String, _ change: SeatChange, by actor: Actor, in shop: ShopID,
        _ transaction: Transaction
    ) throws -> Seat {
        let before = try seatStore.find(agent, in: shop, transaction)
        var seat = before ?? .new(agent, at: transaction.now)
        seat.skills = change.skills ?? seat.skills
        seat.capacity = change.capacity ?? seat.capacity
        if let isPresent = change.isPresent, isPresent != seat.isPresent {
            (seat.isPresent, seat.since, seat.given, seat.recent) = (isPresent, transaction.now, 0, [])
        }
        try seatStore.save(seat, in: shop, transaction)
        try events.append(
            "seat.changed", on: .init("seat", agent), of: shop, by: actor,
            ["present": .bool(seat.isPresent), "capacity": JSONValue(seat.capacity)], in: transaction)
        if before?.isPresent == true, !seat.isPresent {
            try leave(agent, by: actor, in: shop, transaction)
        }
        try shareOut(in: shop, transaction)
        return try seatStore.find(agent, in: shop, transaction) ?? seat
    }

    /// Where a conversation stands among those that wait for an agent; nil when it does not wait.
    public func place(
        of conversation: Conversation, in shop: ShopID, _ transaction: Transaction
    ) throws -> QueuePlace? {
        guard conversation.state == .waiting, let since = conversation.waitingSince else { return nil }
        let place = try store.countWaiting(until: since, conversation.id, in: shop, transaction)
        let seats = try seatStore.list(in: shop, transaction).map(\.ruled)
        let handling = try store.usualHandling(in: shop, transaction) ?? .minutes(5)
        return QueuePlace(
            place: place,
            wait: try queue(in: shop, transaction).wait(atPlace: place, among: seats, handling: handling))
    }

    /// How many customers wait for an answer.
    public func waitingCount(in shop: ShopID, _ transaction: Transaction) throws -> Int {
        try store.waitingCount(in: shop, transaction)
    }

    /// Takes an agent away who has left without saying so.
    public func vacate(
        seatOf agent: String, by actor: Actor, in shop: ShopID, _ transaction: Transaction
    ) throws {
        guard try seatStore.find(agent, in: shop, transaction)?.isPresent == true else { return }
        _ = try change(
            seatOf: agent, SeatChange(isPresent: false), by: actor, in: shop, transaction)
    }

    /// Gives those who wait to those who are free.
    public func shareOut(in shop: ShopID, _ transaction: Transaction) throws {
        guard try seatStore.isAnybodyPresent(in: shop, transaction) else { return }
        var seats = try seatStore.list(in: shop, transaction)
        guard seats.contains(where: { $0.isPresent && $0.load < $0.capacity }) else { return }
        let all = try store.waiters(limit: Self.mostLooked, in: shop, transaction)
        guard !all.isEmpty else { return }
        let (waiters, opening) = try waiters(all, in: shop, transaction)
        let queue = try queue(in: shop, transaction)
        let matches = queue.matches(waiters, among: seats.map(\.ruled), at: transaction.now)
        for match in matches {
            _ = try give(match.id, to: match.agent, by: .system, in: shop, transaction)
            guard let place = seats.firstIndex(where: { $0.agent == match.agent }) else { continue }
            seats[place].given += 1
            seats[place].recent = (seats[place].recent + [transaction.now]).suffix(queue.pace)
        }
        for seat in seats where matches.contains(where: { $0.agent == seat.agent }) {
            try seatStore.save(seat, in: shop, transaction)
        }
        let given = Set(matches.map(\.id))
        try lookAgain(waiters.filter { !given.contains($0.id) }, orAt: opening, in: shop, transaction)
    }

    // MARK: Parts

    /// A customer has written: somebody is looked for who answers, also when whoever had it has gone since.
    func findAgent(for conversation: Conversation, in shop: ShopID, _ transaction: Transaction) throws {
        if let assignee = conversation.assignee {
            guard try seatStore.isAway(assignee, in: shop, transaction) else { return }
            _ = try give(conversation.id, to: nil, by: .system, in: shop, transaction)
        }
        try shareOut(in: shop, transaction)
    }

    /// Gives back what waits for an answer of somebody who goes away. What the customer has not written in since stays
    /// with them until then.
    private func leave(
        _ agent: String, by actor: Actor, in shop: ShopID, _ transaction: Transaction
    ) throws {
        for id in try store.unanswered(of: agent, in: shop, transaction) {
            _ = try give(id, to: nil, by: actor, in: shop, transaction)
        }
    }

    /// Nothing may happen until time alone lets somebody take one of those who still wait, or a team opens.
    private func lookAgain(
        _ waiters: [FairQueue.Waiter], orAt opening: Timestamp?, in shop: ShopID, _ transaction: Transaction
    ) throws {
        guard !waiters.isEmpty || opening != nil else { return }
        let seats = try seatStore.list(in: shop, transaction).map(\.ruled)
        let queue = try queue(in: shop, transaction)
        let turns = seats.compactMap { queue.nextTurn(of: $0, at: transaction.now) }
        let helps = waiters.filter { $0.skill != nil || $0.passedBy != nil }.map {
            $0.since + ($0.helpedAfter ?? queue.overflowAfter)
        }
        guard
            let soonest = (turns + helps + [opening].compactMap(\.self)).filter({ $0 > transaction.now })
                .min()
        else { return }
        try jobs.setTimer(Self.queueTimer, on: "", of: shop, due: soonest, in: transaction)
    }
}
