import Base
import Customers
import Storage

/// For how long closed conversations with customers are kept after the last word in them.
public struct ConversationTimes: Sendable {
    /// Those in which nothing was said since.
    public let since: Timestamp
    /// The same where an order or a case is shown in them.
    public let tradeSince: Timestamp

    public init(since: Timestamp, tradeSince: Timestamp) {
        (self.since, self.tradeSince) = (since, tradeSince)
    }

    /// Nothing in which something was said after it can be over.
    var earliest: Timestamp { max(since, tradeSince) }
}

/// What one step of taking conversations away has done.
public struct ExpiredConversations: Sendable {
    public internal(set) var count = 0
    /// Files that were sent in them and stand nowhere else in conversations.
    public internal(set) var files: [String] = []
    /// Whether more may be waiting for their turn now.
    public internal(set) var isMore = false
}

/// Closed conversations with customers go when their time is over, with all that hangs on them. What was counted of
/// their waits stays by day, and names nobody.
extension ConversationDesk {
    private static let mostInOneStep = 50
    /// A step ends after so many messages, or pieces of the index that are to be made anew.
    private static let messagesInOneStep = 500
    private static let segmentsInOneStep = 2
    private static let putOff = Span.days(1)
    /// Pieces of the index are made anew only then, because the next steps go through the same ones.
    private static let indexedAfter = Span.minutes(10)

    /// One step: takes away a few whose time is over.
    /// - Parameter isNeeded: whether something of a customer's is still open; what they wrote waits for its end, under
    ///   whichever of their records.
    public func expire(
        _ times: ConversationTimes, in shop: ShopID, _ transaction: Transaction,
        unless isNeeded: (Partner) throws -> Bool
    ) throws -> ExpiredConversations {
        var (done, messages, segments) = (ExpiredConversations(), 0, 0)
        let ids = try resting(times, in: shop, transaction)
        done.isMore = ids.count == Self.mostInOneStep
        for id in ids {
            guard let conversation = try store.find(id, in: shop, transaction),
                try isOver(conversation, times, in: shop, transaction, unless: isNeeded)
            else { continue }
            done.files += try keeping.files(of: id, in: shop, transaction)
            try keepCounts(of: conversation, in: shop, transaction)
            segments += try forgetInIndex(id, madeAnewAfter: Self.indexedAfter, in: shop, transaction)
            try store.delete(id, in: shop, transaction)
            try tell(
                "expired", conversation, by: .system, ["messages": JSONValue(conversation.lastNumber)],
                in: shop, transaction)
            (done.count, messages) = (done.count + 1, messages + conversation.lastNumber)
            guard messages < Self.messagesInOneStep, segments < Self.segmentsInOneStep else {
                done.isMore = true
                break
            }
        }
        return done
    }

    /// How many would go at a moment, each sort counted up to a bound; what is still needed is counted too.
    public func countOver(
        _ times: ConversationTimes, most: Int, in shop: ShopID, _ transaction: Transaction
    ) throws -> (others: Int, trade: Int) {
        (
            try keeping.count(since: times.since, showsTrade: false, most: most, in: shop, transaction),
            try keeping.count(since: times.tradeSince, showsTrade: true, most: most, in: shop, transaction)
        )
    }

    // MARK: Parts

    /// Those to be looked at, in turn: whose time is over, and which were put off until now.
    private func resting(
        _ times: ConversationTimes, in shop: ShopID, _ transaction: Transaction
    ) throws -> [Identifier<Conversation>] {
        var ids = try keeping.held(
            until: transaction.now, limit: Self.mostInOneStep, in: shop, transaction)
        // Of those that were never looked at nobody knows yet which time is theirs.
        for (moment, showsTrade) in [(times.tradeSince, true), (times.earliest, false)] {
            ids += try keeping.resting(
                since: moment, showsTrade: showsTrade, limit: Self.mostInOneStep - ids.count, in: shop,
                transaction)
        }
        return ids
    }

    private func isOver(
        _ conversation: Conversation, _ times: ConversationTimes, in shop: ShopID, _ transaction: Transaction,
        unless isNeeded: (Partner) throws -> Bool
    ) throws -> Bool {
        let id = conversation.id
        let showsTrade = try keeping.showsTrade(id, in: shop, transaction)
        if showsTrade { try keeping.setShowsTrade(id, in: shop, transaction) }
        guard conversation.state == .closed, conversation.partner.customerID != nil,
            conversation.lastAt < (showsTrade ? times.tradeSince : times.earliest)
        else {
            try keeping.hold(id, until: nil, in: shop, transaction)
            return false
        }
        // What was gone on with elsewhere goes once that has gone.
        guard showsTrade || conversation.lastAt < times.since,
            try mergeStore.merge(of: id, in: shop, transaction) == nil,
            try !same(as: conversation.partner, in: shop, transaction).contains(where: isNeeded)
        else {
            try keeping.hold(id, until: transaction.now + Self.putOff, in: shop, transaction)
            return false
        }
        return true
    }

    /// Counts what was waited for, by day. A customer counts once a day, with the last of their conversations of it.
    private func keepCounts(
        of conversation: Conversation, in shop: ShopID, _ transaction: Transaction
    ) throws {
        let waits = try answerStore.list(of: conversation.id, in: shop, transaction)
        guard !waits.isEmpty else { return }
        let day = try day(shop, transaction)
        let byDay = Dictionary(grouping: waits) { day.start(of: $0.askedAt) }
        for (start, waits) in byDay {
            let parts = Dictionary(grouping: waits) { [$0.channel, $0.team] }
            let first = waits.filter { rules.isByDay($0.askedAt, day) }.min { $0.askedAt < $1.askedAt }
            let isLast = try !answerStore.moments(
                besides: conversation, from: start, until: day.startOfNextDay(after: start), in: shop,
                transaction
            ).contains { rules.isByDay($0, day) }
            for (place, waits) in parts {
                var kept = AnswerDayStore.Kept(day: start, channel: place[0], team: place[1])
                for wait in waits {
                    kept.figures.count(wait, by: rules, in: day)
                    if wait == first, isLast {
                        kept.buyers.count(rules.isInTime(wait, within: .minutes(3)))
                    }
                }
                try answerDays.add(kept, in: shop, transaction)
            }
        }
    }
}
