import Base
import Storage

extension AssistedAnswer.Kind: SQLConvertible {}
extension AssistedAnswer.Mark: SQLConvertible {}

/// What the assistant said, each with its source.
struct AssistedStore: Sendable {
    /// That the assistant has a conversation, and what it said in it. An answer is there once for what was asked.
    static let migration = Migration(
        "2026-11-30-conversations-assistant",
        [
            """
            ALTER TABLE conversations ADD COLUMN assisted_since BIGINT
                CHECK (assisted_since IS NULL OR state = 'waiting')
            """,
            """
            CREATE INDEX conversations_assisted ON conversations (shop, id)
            WHERE assisted_since IS NOT NULL
            """,
            """
            CREATE TABLE conversation_assisted_answers (
                shop TEXT NOT NULL,
                conversation_id TEXT NOT NULL,
                number BIGINT NOT NULL,
                asked BIGINT NOT NULL CHECK (asked < number),
                kind TEXT NOT NULL CHECK (kind IN ('article', 'courtesy', 'anew', 'handover')),
                source TEXT,
                version BIGINT,
                title TEXT,
                intent TEXT,
                mark TEXT CHECK (mark IN ('helped', 'misled')),
                at BIGINT NOT NULL,
                PRIMARY KEY (shop, conversation_id, number),
                FOREIGN KEY (shop, conversation_id, number)
                    REFERENCES conversation_messages (shop, conversation_id, number),
                CHECK ((kind = 'article') = (source IS NOT NULL)),
                CHECK ((source IS NULL) = (version IS NULL) AND (source IS NULL) = (title IS NULL)),
                CHECK (mark IS NULL OR kind = 'article')
            )
            """,
        ])

    func insert(
        _ answer: AssistedAnswer, in id: Identifier<Conversation>, of shop: ShopID, _ transaction: Transaction
    ) throws {
        try transaction.run(
            """
            INSERT INTO conversation_assisted_answers (shop, conversation_id, number, asked, kind, source, version,
                title, intent, dialogue, mark, at)
            VALUES (\(shop), \(id), \(answer.number), \(answer.asked), \(answer.kind), \(answer.source?.id),
                \(answer.source?.version), \(answer.source?.title), \(answer.intent), \(answer.dialogue), \(answer.mark), \(answer.at))
            """)
    }

    /// In their order.
    func list(
        of id: Identifier<Conversation>, in shop: ShopID, _ transaction: Transaction
    ) throws -> [AssistedAnswer] {
        try transaction.rows(
            """
            SELECT number, asked, kind, source, version, title, intent, dialogue, mark, at
            FROM conversation_assisted_answers WHERE shop = \(shop) AND conversation_id = \(id)
            ORDER BY number DESC LIMIT \(Limits.pageItems)
            """
        ) { row in
            let (number, asked, kind): (Int, Int, AssistedAnswer.Kind) = (
                try row.int(), try row.int(), try row.choice()
            )
            let (source, version, title) = (
                try row.optionalText(), try row.optionalInt(), try row.optionalText()
            )
            let (intent, dialogue) = (try row.optionalText(), try row.optionalText())
            let mark = try row.optionalText()
            return AssistedAnswer(
                number: number, asked: asked, kind: kind,
                source: source.map { .init(id: $0, version: version ?? 0, title: title ?? "") },
                intent: intent, dialogue: dialogue, mark: mark.flatMap { AssistedAnswer.Mark(rawValue: $0) },
                at: try row.time())
        }.reversed()
    }

    /// Says of an answer whether it helped, once.
    /// - Returns: false where it was said before, and where there is no such answer.
    func mark(
        _ number: Int, of id: Identifier<Conversation>, _ mark: AssistedAnswer.Mark, in shop: ShopID,
        _ transaction: Transaction
    ) throws -> Bool {
        try transaction.changes(
            """
            UPDATE conversation_assisted_answers SET mark = \(mark)
            WHERE shop = \(shop) AND conversation_id = \(id) AND number = \(number) AND kind = 'article'
                AND mark IS NULL
            """) == 1
    }
}
