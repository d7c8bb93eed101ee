import Base
import Customers
import Storage
import Vault

struct ConversationStore: Sendable {
    let people: PersonVault

    func insert(_ conversation: Conversation, in shop: ShopID, _ transaction: Transaction) throws {
        try transaction.run(
            """
            INSERT INTO conversations (shop, id, customer, channel, state, opened_at, last_number, last_at,
                customer_delivered, customer_read, shop_delivered, shop_read, skill, known)
            VALUES (\(shop), \(conversation.id), \(conversation.partner.actorID), \(conversation.channel.name),
                \(conversation.state), \(conversation.openedAt), 0, \(conversation.lastAt), 0, 0, 0, 0,
                \(conversation.skill), \(conversation.known))
            """)
    }

    /// Writes down what has changed, the words of a rating and tags apart.
    func update(_ conversation: Conversation, in shop: ShopID, _ transaction: Transaction) throws {
        try transaction.run(
            """
            UPDATE conversations SET state = \(conversation.state.stored), assignee = \(conversation.assignee),
                last_number = \(conversation.lastNumber), last_at = \(conversation.lastAt),
                waiting_since = \(conversation.waitingSince), answered_at = \(conversation.answeredAt),
                customer_delivered = \(conversation.customerMarks.delivered),
                customer_read = \(conversation.customerMarks.read),
                shop_delivered = \(conversation.shopMarks.delivered), shop_read = \(conversation.shopMarks.read),
                closed_at = \(conversation.closedAt), skill = \(conversation.skill),
                known = \(conversation.known), passed_by = \(conversation.passedBy),
                snoozed_until = \(conversation.snoozedUntil), returned_at = \(conversation.returnedAt),
                answer_due = \(conversation.target?.due), looked_at = \(conversation.target?.looked),
                assisted_since = \(conversation.assistedSince)
            WHERE shop = \(shop) AND id = \(conversation.id)
            """)
    }

    func rate(
        _ conversation: Conversation, _ rating: Conversation.Rating, in shop: ShopID,
        _ transaction: Transaction
    ) throws {
        let key = try people.keyToWrite(conversation.person(in: shop), transaction)
        let words = try key.seal(
            optional: rating.words, in: ConversationWords.rating, of: conversation.id.text, in: shop)
        try transaction.run(
            """
            UPDATE conversations SET rating = \(rating.stars), rating_words = \(words)
            WHERE shop = \(shop) AND id = \(conversation.id)
            """)
    }

    /// Whether somebody has rated another that was closed since a moment.
    func hasRated(
        _ partner: Partner, besides id: Identifier<Conversation>, since moment: Timestamp, in shop: ShopID,
        _ transaction: Transaction
    ) throws -> Bool {
        try transaction.exists(
            """
            SELECT 1 FROM conversations WHERE shop = \(shop) AND customer = \(partner.actorID) AND id <> \(id)
                AND rating IS NOT NULL AND closed_at >= \(moment) LIMIT 1
            """)
    }

    /// A conversation that is opened again can be rated again once it is closed.
    func forgetRating(
        _ id: Identifier<Conversation>, in shop: ShopID, _ transaction: Transaction
    ) throws {
        try transaction.run(
            "UPDATE conversations SET rating = NULL, rating_words = NULL WHERE shop = \(shop) AND id = \(id)")
    }

    /// Makes a conversation somebody else's; what is written down besides stays.
    func give(
        _ conversation: Conversation, with key: PersonKey, in shop: ShopID, _ transaction: Transaction
    ) throws {
        let words = try key.seal(
            optional: conversation.rating?.words, in: ConversationWords.rating, of: conversation.id.text,
            in: shop)
        try transaction.run(
            """
            UPDATE conversations SET customer = \(conversation.partner.actorID), rating_words = \(words)
            WHERE shop = \(shop) AND id = \(conversation.id)
            """)
    }

    /// Tables whose rows belong to a conversation, those before others that refer to them.
    static let hanging = [
        "conversation_assisted_answers", "conversation_answers", "conversation_message_versions",
        "conversation_messages", "conversation_notes", "conversation_tags", "conversation_drafts",
        "conversation_inspections", "conversation_lessons", "conversation_tasks",
        "conversation_playbook_ticks", "conversation_playbooks", "conversation_merges",
        "conversation_dialogues",
    ]

    /// Takes a conversation away with everything that hangs on it.
    func delete(_ id: Identifier<Conversation>, in shop: ShopID, _ transaction: Transaction) throws {
        for table in Self.hanging {
            try transaction.run(
                SQL(
                    numbered: "DELETE FROM \(table) WHERE shop = $1 AND conversation_id = $2",
                    [shop.sqlValue, id.sqlValue]))
        }
        try MergeStore().forget(id, in: shop, transaction)
        try transaction.run("DELETE FROM conversations WHERE shop = \(shop) AND id = \(id)")
    }

    /// Among the newest conversations, which tell of every channel in use.
    func channels(in shop: ShopID, _ transaction: Transaction) throws -> [String] {
        try transaction.rows(
            """
            SELECT DISTINCT channel FROM (SELECT channel FROM conversations WHERE shop = \(shop)
                ORDER BY id DESC LIMIT 1000) AS c ORDER BY channel
            """
        ) { try $0.text() }
    }

    func find(
        _ id: Identifier<Conversation>, in shop: ShopID, _ transaction: Transaction
    ) throws -> Conversation? {
        try rows("id = \(id)", in: shop, transaction).first
    }

    /// The one that is open with somebody on a channel.
    func open(
        with partner: Partner, on channel: ConversationChannel, in shop: ShopID, _ transaction: Transaction
    ) throws -> Conversation? {
        try rows(
            "customer = \(partner.actorID) AND channel = \(channel.name) AND state <> 'closed'", in: shop,
            transaction
        ).first
    }

    /// The newest with somebody on a channel, open or not.
    func newest(
        with partner: Partner, on channel: ConversationChannel, in shop: ShopID, _ transaction: Transaction
    ) throws -> Conversation? {
        try rows(
            "customer = \(partner.actorID) AND channel = \(channel.name) ORDER BY id DESC LIMIT 1", in: shop,
            transaction
        ).first
    }

    func ids(
        of partner: Partner, in shop: ShopID, _ transaction: Transaction
    ) throws -> [Identifier<Conversation>] {
        try transaction.rows(
            "SELECT id FROM conversations WHERE shop = \(shop) AND customer = \(partner.actorID) ORDER BY id"
        ) { try $0.id() }
    }

    func list(
        _ filter: ConversationFilter, limit: Int, in shop: ShopID, _ transaction: Transaction
    ) throws -> [Conversation] {
        var part: SQL = "TRUE"
        if !filter.states.isEmpty, filter.states.count < Conversation.State.allCases.count {
            part = "\(part) AND \(Self.isIn(filter.states))"
        }
        if let customer = filter.customerID { part = "\(part) AND customer = \(customer)" }
        if let assignee = filter.assignee { part = "\(part) AND assignee = \(assignee)" }
        if let channel = filter.channel { part = "\(part) AND channel = \(channel.name)" }
        if let isSnoozed = filter.isSnoozed {
            part = isSnoozed ? "\(part) AND snoozed_until IS NOT NULL" : "\(part) AND snoozed_until IS NULL"
        }
        if let from = filter.openedFrom { part = "\(part) AND opened_at >= \(from)" }
        if let until = filter.openedUntil { part = "\(part) AND opened_at < \(until)" }
        if let tag = filter.tag {
            part = """
                \(part) AND id IN (SELECT t.conversation_id FROM conversation_tags t
                    WHERE t.shop = \(shop) AND t.tag = \(tag.text))
                """
        }
        switch filter.order {
        case .newest:
            if let after = filter.after { part = "\(part) AND id < \(after.keys[0])" }
            return try rows("\(part) ORDER BY id DESC LIMIT \(limit)", in: shop, transaction)
        case .waiting:
            part = "\(part) AND waiting_since IS NOT NULL"
            if let moment = filter.overdueAt { part = "\(part) AND answer_due < \(moment)" }
            if let after = filter.after, let since = Int64(after.keys[0]) {
                part = "\(part) AND (waiting_since, id) > (\(since), \(after.keys[1]))"
            }
            return try rows("\(part) ORDER BY waiting_since, id LIMIT \(limit)", in: shop, transaction)
        }
    }

    func count(
        states: [Conversation.State], assignee: String?, in shop: ShopID, _ transaction: Transaction
    ) throws -> Int {
        let own: SQL = if let assignee { "AND assignee = \(assignee)" } else { "" }
        return try transaction.count(
            "SELECT COUNT(*) FROM conversations WHERE shop = \(shop) AND \(Self.isIn(states)) \(own)")
    }

    /// That the assistant has a conversation stands beside the state in which nobody has it.
    private static func isIn(_ states: [Conversation.State]) -> SQL {
        let stored = Conversation.State.allCases.filter { states.map(\.stored).contains($0) }
        let part: SQL = "state IN (\(list: stored))"
        switch (states.contains(.waiting), states.contains(.assisted)) {
        case (true, false): return "\(part) AND assisted_since IS NULL"
        case (false, true): return "\(part) AND (state <> 'waiting' OR assisted_since IS NOT NULL)"
        case (true, true), (false, false): return part
        }
    }

    private func rows(
        _ filter: SQL, in shop: ShopID, _ transaction: Transaction
    ) throws -> [Conversation] {
        var found = try transaction.rows(
            """
            SELECT id, customer, channel, state, assignee, skill, known, passed_by, opened_at, last_number, last_at,
                waiting_since, answered_at, customer_delivered, customer_read, shop_delivered, shop_read, closed_at, rating,
                rating_words, tags, snoozed_until, returned_at, answer_due, looked_at, assisted_since
            FROM conversations WHERE shop = \(shop) AND \(filter)
            """, Self.read)
        for place in found.indices {
            guard let rating = found[place].rating, let words = rating.words else { continue }
            let key = try people.key(of: found[place].person(in: shop), transaction)
            found[place].rating = Conversation.Rating(
                stars: rating.stars,
                words: try key.open(
                    words, in: ConversationWords.rating, of: found[place].id.text, in: shop))
        }
        return found
    }

    private static func read(_ row: inout Row) throws -> Conversation {
        let (id, partner): (Identifier<Conversation>, Partner) = (
            try row.id(), Partner(actorID: try row.text())
        )
        var conversation = Conversation(
            id: id, partner: partner, channel: ConversationChannel(stored: try row.text()),
            state: try row.choice(),
            assignee: try row.optionalText(), skill: try row.optionalText(), known: try row.optionalText(),
            passedBy: try row.optionalText(), openedAt: try row.time(), lastNumber: try row.int(),
            lastAt: try row.time(), waitingSince: try row.optionalTime(), answeredAt: try row.optionalTime(),
            customerMarks: Conversation.Marks(delivered: try row.int(), read: try row.int()),
            shopMarks: Conversation.Marks(delivered: try row.int(), read: try row.int()),
            closedAt: try row.optionalTime(), rating: try rating(&row), tags: try tags(&row),
            snoozedUntil: try row.optionalTime(), returnedAt: try row.optionalTime(),
            target: try target(&row), assistedSince: try row.optionalTime())
        if conversation.assistedSince != nil { conversation.state = .assisted }
        return conversation
    }

    private static func target(_ row: inout Row) throws -> WaitTarget? {
        let (due, looked) = (try row.optionalTime(), try row.optionalTime())
        return due.map { WaitTarget(due: $0, looked: looked) }
    }

    private static func tags(_ row: inout Row) throws -> [Tag] {
        let text = try row.text()
        guard text != "[]" else { return [] }
        return try JSONParser.parse(text).items.compactMap(\.string).map { Tag(stored: $0) }
    }

    private static func rating(_ row: inout Row) throws -> Conversation.Rating? {
        let (stars, words) = (try row.optionalInt(), try row.optionalText())
        return stars.map { Conversation.Rating(stars: $0, words: words) }
    }
}

extension Conversation {
    func person(in shop: ShopID) -> Person { .customer(partner.actorID, of: shop) }
}
