import Base
import Customers
import Events
import Jobs
import Language
import Storage
import Vault

/// What is looked for in everything that was said in a shop.
public struct MessageSearch: Sendable {
    public let words: String
    /// With any of them; nil: with anybody.
    public var customers: Set<Identifier<Customer>>?
    /// Whose conversation it is or was last, or who wrote the message.
    public var agent: String?
    public var channel: ConversationChannel?
    public var tag: Tag?
    public var states: [Conversation.State]?
    public var side: Speaker.Side?
    public var from: Timestamp?
    public var until: Timestamp?
    /// The position before which it goes on.
    public var before: Int64?
    public var limit = Limits.defaultPageItems

    public init(_ words: String) { self.words = words }
}

/// A message that was found.
public struct MessageHit: Sendable {
    public let conversationID: Identifier<Conversation>
    public let partner: Partner
    public let number: Int
    public let side: Speaker.Side
    public let text: String
    public let postedAt: Timestamp
}

/// Search over everything that was said, by an index of single characters and pairs. What the index finds is compared
/// with the text itself, so that no hit is wrong; what it does not reach yet is looked through, so that none is missing.
extension ConversationDesk {
    /// The timer that takes new messages into the index.
    public static let indexTimer = "conversation.index"

    /// So many messages are compared in one go; a page may end with fewer hits than it could hold, and go on.
    private static let mostCompared = 1_000
    private static let comparedAtOnce = 100

    /// Hits, the newest message first, and where the next page begins.
    /// - Throws: `searchTooShort`.
    public func search(
        _ search: MessageSearch, in shop: ShopID, _ transaction: Transaction
    ) throws -> (hits: [MessageHit], next: Int64?) {
        let query = try MessageQuery(search.words)
        var finding = Finding(search, query)
        let (end, newest) = (try grams.end(in: shop, transaction), search.before ?? .max)
        if newest > end {
            try compare(tail: end + 1, before: newest, &finding, in: shop, transaction)
        }
        let keys = query.grams.map { Self.key($0, people, in: shop) }
        var reading = try PhraseReading(
            keys, before: min(newest, end + 1), grams, in: shop, transaction)
        while !finding.isDone, let parts = try reading.next(transaction) {
            for part in parts where !finding.isDone {
                if let found = part.positions {
                    let positions = found.filter { $0 < newest }.reversed()
                    try compare(Array(positions), &finding, in: shop, transaction)
                } else {
                    let (first, last) = (part.segment.first, part.segment.last)
                    try compare(
                        tail: first, before: min(newest, last + 1), &finding, in: shop, transaction)
                }
            }
        }
        return (finding.hits, finding.isDone ? finding.last : nil)
    }

    /// Takes what was said into the index, a thousand messages at a time, and what was unmade again.
    /// - Returns: whether there is more to be done.
    @discardableResult
    public func indexMessages(
        atMost segments: Int = 2, in shop: ShopID, _ transaction: Transaction
    ) throws -> Bool {
        for _ in 0..<segments {
            if let unmade = try grams.unmade(in: shop, transaction) {
                let positions = try log.messages(
                    from: unmade.first, before: unmade.last + 1, limit: GramStore.segmentMessages, in: shop,
                    transaction)
                try index(positions, as: unmade, in: shop, transaction)
                continue
            }
            let positions = try log.messages(
                after: grams.end(in: shop, transaction), limit: GramStore.segmentMessages, in: shop,
                transaction)
            guard positions.count == GramStore.segmentMessages, let first = positions.first,
                let last = positions.last
            else { return false }
            try index(
                positions, as: GramStore.Segment(first: first, last: last, isIndexed: true), in: shop,
                transaction)
        }
        return true
    }

    /// Goes on with the index, and says when there is more.
    func lookAfterIndex(in shop: ShopID, _ transaction: Transaction) throws {
        guard try indexMessages(in: shop, transaction) else { return }
        try jobs.setTimer(
            Self.indexTimer, on: "", of: shop, due: transaction.now + .seconds(1), in: transaction)
    }

    /// Makes sure that the index is looked after; every few messages of a thread are enough.
    func wakeIndex(after message: Message, in shop: ShopID, _ transaction: Transaction) throws {
        guard message.number % 32 == 1 else { return }
        try jobs.setTimerUnlessSet(
            Self.indexTimer, on: "", of: shop, due: transaction.now + .minutes(1), in: transaction)
    }

    /// Forgets what the index says of a conversation's messages.
    /// - Returns: how many pieces of it are to be made anew.
    @discardableResult
    func forgetInIndex(
        _ id: Identifier<Conversation>, madeAnewAfter wait: Span = .seconds(0), in shop: ShopID,
        _ transaction: Transaction
    ) throws -> Int {
        let positions = try log.messages(of: id.text, in: shop, transaction)
        guard !positions.isEmpty else { return 0 }
        let count = try grams.unmake(at: positions, in: shop, transaction)
        try jobs.setTimerUnlessSet(
            Self.indexTimer, on: "", of: shop, due: transaction.now + wait, in: transaction)
        return count
    }

    // MARK: Parts

    private var log: EventStore { said.events }

    /// What was found so far.
    private struct Finding {
        let search: MessageSearch
        let query: MessageQuery
        var hits: [MessageHit] = []
        var compared = 0
        /// The position that was compared last.
        var last: Int64?

        init(_ search: MessageSearch, _ query: MessageQuery) { (self.search, self.query) = (search, query) }

        var isDone: Bool {
            hits.count == search.limit || compared >= ConversationDesk.mostCompared
        }

        mutating func take(_ found: MessageSearchStore.Found?, at position: Int64) {
            compared += 1
            last = position
            guard let found, fits(found),
                // A message that was changed twice in one moment is told of twice.
                !hits.contains(where: { $0.conversationID == found.conversation && $0.number == found.number }
                )
            else { return }
            hits.append(
                MessageHit(
                    conversationID: found.conversation, partner: Partner(actorID: found.customer),
                    number: found.number, side: found.side, text: found.words, postedAt: found.at))
        }

        private func fits(_ found: MessageSearchStore.Found) -> Bool {
            guard found.isNow else { return false }
            if let customers = search.customers, !customers.contains(Identifier(found.customer)) {
                return false
            }
            if let agent = search.agent, agent != found.agent, agent != found.author { return false }
            if let channel = search.channel, channel.name != found.channel { return false }
            if let tag = search.tag, !found.tags.contains(tag.text) { return false }
            if let states = search.states, !states.contains(found.state) { return false }
            if let side = search.side, side != found.side { return false }
            if let from = search.from, found.at < from { return false }
            if let until = search.until, found.at >= until { return false }
            return query.stands(in: found.words)
        }
    }

    /// Compares messages one by one, from the newest, where no index says which.
    private func compare(
        tail first: Int64, before end: Int64, _ finding: inout Finding, in shop: ShopID,
        _ transaction: Transaction
    ) throws {
        var end = end
        while !finding.isDone {
            let positions = try log.messages(
                from: first, before: end, limit: Self.comparedAtOnce, in: shop, transaction)
            try compare(positions, &finding, in: shop, transaction)
            guard positions.count == Self.comparedAtOnce, let last = positions.last else { return }
            end = last
        }
    }

    private func compare(
        _ positions: [Int64], _ finding: inout Finding, in shop: ShopID, _ transaction: Transaction
    ) throws {
        var rest = positions[...]
        while !rest.isEmpty, !finding.isDone {
            // As many as the page still holds, so that common words do not open a hundred texts for twenty-five.
            let size = min(
                Self.comparedAtOnce, max(8, finding.search.limit - finding.hits.count),
                Self.mostCompared - finding.compared)
            let part = Array(rest.prefix(size))
            let texts = try said.texts(at: part, in: shop, transaction)
            for position in part where !finding.isDone { finding.take(texts[position], at: position) }
            rest = rest.dropFirst(size)
        }
    }

    private func index(
        _ positions: [Int64], as segment: GramStore.Segment, in shop: ShopID, _ transaction: Transaction
    ) throws {
        var grams: [TextGrams.Gram: [Int64]] = [:]
        for found in try said.texts(at: positions, in: shop, transaction).values where found.isNow {
            for gram in TextGrams.all(in: NormalText(found.words)) {
                grams[gram, default: []].append(found.position)
            }
        }
        var keyed: [Int64: [Int64]] = [:]
        for (gram, positions) in grams {
            keyed[Self.key(gram, people, in: shop), default: []] += positions
        }
        try self.grams.write(segment, keyed, in: shop, transaction)
    }

    private static func key(_ gram: TextGrams.Gram, _ people: PersonVault, in shop: ShopID) -> Int64 {
        let bytes = withUnsafeBytes(of: gram.bigEndian) { Array($0) }
        return people.number(bytes, for: "messages.gram", in: shop)
    }
}
