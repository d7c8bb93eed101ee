import Base
import Customers
import Storage

struct MergeStore: Sendable {
    static let migration = Migration(
        "2026-11-29-conversations-merges",
        [
            """
            CREATE TABLE conversation_merges (
                shop TEXT NOT NULL,
                conversation_id TEXT NOT NULL,
                into_id TEXT NOT NULL,
                by_kind TEXT NOT NULL,
                by_id TEXT NOT NULL,
                at BIGINT NOT NULL,
                state TEXT NOT NULL CHECK (state IN ('waiting', 'assigned', 'closed')),
                assignee TEXT,
                waiting_since BIGINT,
                into_waiting_since BIGINT,
                PRIMARY KEY (shop, conversation_id),
                FOREIGN KEY (shop, conversation_id) REFERENCES conversations (shop, id),
                FOREIGN KEY (shop, into_id) REFERENCES conversations (shop, id),
                CHECK (into_id <> conversation_id)
            )
            """,
            "CREATE INDEX conversation_merges_into ON conversation_merges (shop, into_id)",
            """
            CREATE TABLE person_merges (
                shop TEXT NOT NULL,
                person TEXT NOT NULL,
                customer TEXT NOT NULL,
                by_kind TEXT NOT NULL,
                by_id TEXT NOT NULL,
                at BIGINT NOT NULL,
                PRIMARY KEY (shop, person),
                CHECK (person <> customer)
            )
            """,
            "CREATE INDEX person_merges_with ON person_merges (shop, customer)",
        ])

    // MARK: Conversations

    func insert(_ merge: ConversationMerge, in shop: ShopID, _ transaction: Transaction) throws {
        try transaction.run(
            """
            INSERT INTO conversation_merges (shop, conversation_id, into_id, by_kind, by_id, at, state, assignee,
                waiting_since, into_waiting_since)
            VALUES (\(shop), \(merge.source), \(merge.target), \(merge.by.kind), \(merge.by.id), \(merge.at),
                \(merge.before.state), \(merge.before.assignee), \(merge.before.waitingSince),
                \(merge.before.targetWaitingSince))
            """)
    }

    func delete(
        of source: Identifier<Conversation>, in shop: ShopID, _ transaction: Transaction
    ) throws {
        try transaction.run(
            "DELETE FROM conversation_merges WHERE shop = \(shop) AND conversation_id = \(source)")
    }

    /// Takes away what a conversation that goes has to do with: what was merged into it stands alone again.
    func forget(
        _ id: Identifier<Conversation>, in shop: ShopID, _ transaction: Transaction
    ) throws {
        try transaction.run(
            """
            DELETE FROM conversation_merges
            WHERE shop = \(shop) AND (conversation_id = \(id) OR into_id = \(id))
            """)
    }

    func merge(
        of source: Identifier<Conversation>, in shop: ShopID, _ transaction: Transaction
    ) throws -> ConversationMerge? {
        try rows("conversation_id = \(source)", in: shop, transaction).first
    }

    /// In the order in which they were merged.
    func merges(
        into target: Identifier<Conversation>, in shop: ShopID, _ transaction: Transaction
    ) throws -> [ConversationMerge] {
        try rows("into_id = \(target)", in: shop, transaction)
    }

    private func rows(
        _ filter: SQL, in shop: ShopID, _ transaction: Transaction
    ) throws -> [ConversationMerge] {
        try transaction.rows(
            """
            SELECT conversation_id, into_id, by_kind, by_id, at, state, assignee, waiting_since, into_waiting_since
            FROM conversation_merges WHERE shop = \(shop) AND \(filter) ORDER BY at, conversation_id
            """
        ) { row in
            ConversationMerge(
                source: try row.id(), target: try row.id(), by: Actor(try row.choice(), try row.text()),
                at: try row.time(),
                before: .init(
                    state: try row.choice(), assignee: try row.optionalText(),
                    waitingSince: try row.optionalTime(), targetWaitingSince: try row.optionalTime()))
        }
    }

    // MARK: Persons

    func insert(_ merge: PersonMerge, in shop: ShopID, _ transaction: Transaction) throws {
        try transaction.run(
            """
            INSERT INTO person_merges (shop, person, customer, by_kind, by_id, at)
            VALUES (\(shop), \(merge.partner.actorID), \(merge.customer), \(merge.by.kind), \(merge.by.id),
                \(merge.at))
            """)
    }

    func delete(_ partner: Partner, in shop: ShopID, _ transaction: Transaction) throws {
        try transaction.run(
            "DELETE FROM person_merges WHERE shop = \(shop) AND person = \(partner.actorID)")
    }

    /// Takes away that somebody who goes was somebody else as well.
    func forget(_ partner: Partner, in shop: ShopID, _ transaction: Transaction) throws {
        try transaction.run(
            """
            DELETE FROM person_merges
            WHERE shop = \(shop) AND (person = \(partner.actorID) OR customer = \(partner.actorID))
            """)
    }

    func merge(
        of partner: Partner, in shop: ShopID, _ transaction: Transaction
    ) throws -> PersonMerge? {
        try persons("person = \(partner.actorID)", in: shop, transaction).first
    }

    func merges(
        with customer: Identifier<Customer>, in shop: ShopID, _ transaction: Transaction
    ) throws -> [PersonMerge] {
        try persons("customer = \(customer)", in: shop, transaction)
    }

    private func persons(
        _ filter: SQL, in shop: ShopID, _ transaction: Transaction
    ) throws -> [PersonMerge] {
        try transaction.rows(
            """
            SELECT person, customer, by_kind, by_id, at FROM person_merges
            WHERE shop = \(shop) AND \(filter) ORDER BY at, person
            """
        ) { row in
            PersonMerge(
                partner: Partner(actorID: try row.text()), customer: try row.id(),
                by: Actor(try row.choice(), try row.text()), at: try row.time())
        }
    }
}
