import Base
import Storage
import Vault

/// Conversations that somebody reads again, and what was learnt. What is written of them lies sealed with the key of
/// whom the conversation is with.
struct InspectionStore: Sendable {
    let people: PersonVault

    static let migration = Migration(
        "2026-11-27-conversations-quality",
        [
            """
            CREATE TABLE conversation_inspections (
                shop TEXT NOT NULL,
                conversation_id TEXT NOT NULL,
                round BIGINT NOT NULL,
                reasons TEXT NOT NULL,
                agent TEXT,
                at BIGINT NOT NULL,
                state TEXT NOT NULL CHECK (state IN ('open', 'done', 'dropped')),
                marks TEXT,
                words TEXT,
                is_lesson BOOLEAN NOT NULL DEFAULT FALSE,
                inspector TEXT,
                done_at BIGINT,
                read_at BIGINT,
                PRIMARY KEY (shop, conversation_id, round),
                FOREIGN KEY (shop, conversation_id) REFERENCES conversations (shop, id),
                CHECK ((state = 'done') = (marks IS NOT NULL AND inspector IS NOT NULL AND done_at IS NOT NULL))
            )
            """,
            "CREATE INDEX conversation_inspections_by_state ON conversation_inspections (shop, state, at, conversation_id)",
            """
            CREATE TABLE conversation_lessons (
                shop TEXT NOT NULL,
                id TEXT NOT NULL,
                conversation_id TEXT NOT NULL,
                author_kind TEXT NOT NULL,
                author_id TEXT NOT NULL,
                cause TEXT NOT NULL,
                helped TEXT NOT NULL,
                article TEXT,
                at BIGINT NOT NULL,
                PRIMARY KEY (shop, id),
                FOREIGN KEY (shop, conversation_id) REFERENCES conversations (shop, id)
            )
            """,
            "CREATE INDEX conversation_lessons_by_time ON conversation_lessons (shop, at, id)",
            "CREATE INDEX conversation_lessons_by_conversation ON conversation_lessons (shop, conversation_id)",
        ])

    // MARK: Inspections

    /// Puts one before inspectors; reasons come to those that it has.
    func save(_ inspection: Inspection, in shop: ShopID, _ transaction: Transaction) throws {
        try transaction.run(
            """
            INSERT INTO conversation_inspections (shop, conversation_id, round, reasons, agent, at, state)
            VALUES (\(shop), \(inspection.conversationID), \(inspection.round),
                \(JSONValue(inspection.reasons.map(\.rawValue))), \(inspection.agent), \(inspection.at),
                \(inspection.state))
            ON CONFLICT (shop, conversation_id, round) DO UPDATE SET reasons = excluded.reasons,
                state = excluded.state
            """)
    }

    func finish(
        _ inspection: Inspection, of conversation: Conversation, in shop: ShopID, _ transaction: Transaction
    ) throws {
        let result = inspection.result
        let words = try result?.words.map {
            try people.keyToWrite(conversation.person(in: shop), transaction).seal(
                $0, in: ConversationWords.inspection, of: conversation.id.text, in: shop)
        }
        try transaction.run(
            """
            UPDATE conversation_inspections SET state = \(inspection.state), marks = \(result?.sheet.json),
                words = \(words), is_lesson = \(result?.isLesson ?? false), inspector = \(result?.inspector),
                done_at = \(result?.at), read_at = \(result?.readAt)
            WHERE shop = \(shop) AND conversation_id = \(inspection.conversationID) AND round = \(inspection.round)
            """)
    }

    /// Newest first.
    /// - Parameter agent: whose; nil: everybody's.
    func list(
        _ state: Inspection.State, of agent: String?, after: Cursor?, limit: Int, in shop: ShopID,
        _ transaction: Transaction
    ) throws -> [Inspection] {
        var part: SQL = "i.state = \(state)"
        if let agent { part = "\(part) AND i.agent = \(agent)" }
        if let after, let at = Int64(after.keys[0]) {
            part = "\(part) AND (i.at, i.conversation_id) < (\(at), \(after.keys[1]))"
        }
        return try rows(
            "\(part) ORDER BY i.at DESC, i.conversation_id DESC LIMIT \(limit)", in: shop, transaction)
    }

    /// Of one conversation, newest first.
    func list(
        of id: Identifier<Conversation>, in shop: ShopID, _ transaction: Transaction
    ) throws -> [Inspection] {
        try rows("i.conversation_id = \(id) ORDER BY i.round DESC", in: shop, transaction)
    }

    private func rows(
        _ filter: SQL, in shop: ShopID, _ transaction: Transaction
    ) throws -> [Inspection] {
        try transaction.rows(
            """
            SELECT i.conversation_id, i.round, i.reasons, i.agent, i.at, i.state, i.marks, i.is_lesson, i.inspector,
                i.done_at, i.read_at, i.words, c.customer
            FROM conversation_inspections i
            JOIN conversations c ON c.shop = i.shop AND c.id = i.conversation_id
            WHERE i.shop = \(shop) AND \(filter)
            """
        ) { row in
            var inspection = Inspection(
                conversationID: try row.id(), round: try row.int(),
                reasons: try row.json().items.compactMap(\.string).compactMap(QualityReason.init),
                agent: try row.optionalText(), at: try row.time(), state: try row.choice(), result: nil)
            let (marks, isLesson, inspector) = (
                try row.optionalText(), try row.bool(), try row.optionalText()
            )
            let (doneAt, readAt, words) = (
                try row.optionalTime(), try row.optionalTime(), try row.optionalText()
            )
            let owner = Partner(actorID: try row.text())
            guard let marks, let inspector, let doneAt else { return inspection }
            let key = try people.key(of: .customer(owner.actorID, of: shop), transaction)
            inspection.result = Inspection.Result(
                sheet: ScoreSheet(stored: try JSONParser.parse(marks)),
                words: try words.map {
                    try key.open(
                        $0, in: ConversationWords.inspection, of: inspection.conversationID.text, in: shop)
                }, isLesson: isLesson, inspector: inspector, at: doneAt, readAt: readAt)
            return inspection
        }
    }

    // MARK: Lessons

    func insert(
        _ lesson: Lesson, of conversation: Conversation, in shop: ShopID, _ transaction: Transaction
    ) throws {
        let key = try people.keyToWrite(conversation.person(in: shop), transaction)
        let id = conversation.id.text
        let (cause, helped, article) = (
            try key.seal(lesson.text.cause, in: ConversationWords.cause, of: id, in: shop),
            try key.seal(lesson.text.helped, in: ConversationWords.helped, of: id, in: shop),
            try key.seal(optional: lesson.text.article, in: ConversationWords.article, of: id, in: shop)
        )
        try transaction.run(
            """
            INSERT INTO conversation_lessons (shop, id, conversation_id, author_kind, author_id, cause, helped,
                article, at)
            VALUES (\(shop), \(lesson.id), \(conversation.id), \(lesson.author.kind), \(lesson.author.id), \(cause),
                \(helped), \(article), \(lesson.at))
            """)
    }

    /// Those of a span, newest first.
    func lessons(
        from: Timestamp, until: Timestamp, limit: Int, in shop: ShopID, _ transaction: Transaction
    ) throws -> [Lesson] {
        try transaction.rows(
            """
            SELECT l.id, l.conversation_id, l.author_kind, l.author_id, l.cause, l.helped, l.article, l.at, c.customer
            FROM conversation_lessons l JOIN conversations c ON c.shop = l.shop AND c.id = l.conversation_id
            WHERE l.shop = \(shop) AND l.at >= \(from) AND l.at < \(until)
            ORDER BY l.at DESC, l.id DESC LIMIT \(limit)
            """
        ) { row in
            let (id, conversation): (Identifier<Lesson>, Identifier<Conversation>) = (
                try row.id(), try row.id()
            )
            let author = Actor(try row.choice(), try row.text())
            let (cause, helped, article) = (try row.text(), try row.text(), try row.optionalText())
            let at = try row.time()
            let key = try people.key(of: .customer(try row.text(), of: shop), transaction)
            func open(_ words: String, _ column: PersonalColumn) throws -> String {
                try key.open(words, in: column, of: conversation.text, in: shop)
            }
            return Lesson(
                id: id, conversationID: conversation, author: author,
                text: LessonText(
                    cause: try open(cause, ConversationWords.cause),
                    helped: try open(helped, ConversationWords.helped),
                    article: try article.map { try open($0, ConversationWords.article) }), at: at)
        }
    }

    /// Seals what was written of a conversation with the key of whom it belongs to now.
    func reseal(
        _ old: Conversation, for new: Conversation, in shop: ShopID, _ transaction: Transaction
    ) throws {
        let reseal = try Resealing(old, new, people, in: shop, transaction)
        let results = try transaction.rows(
            """
            SELECT round, words FROM conversation_inspections
            WHERE shop = \(shop) AND conversation_id = \(old.id) AND words IS NOT NULL
            """
        ) { (try $0.int(), try $0.text()) }
        for (round, words) in results {
            let anew = try reseal(words, in: ConversationWords.inspection)
            try transaction.run(
                """
                UPDATE conversation_inspections SET words = \(anew)
                WHERE shop = \(shop) AND conversation_id = \(old.id) AND round = \(round)
                """)
        }
        let lessons = try transaction.rows(
            """
            SELECT id, cause, helped, article FROM conversation_lessons
            WHERE shop = \(shop) AND conversation_id = \(old.id)
            """
        ) { (try $0.text(), try $0.text(), try $0.text(), try $0.optionalText()) }
        for (id, cause, helped, article) in lessons {
            let (cause, helped, article) = (
                try reseal(cause, in: ConversationWords.cause),
                try reseal(helped, in: ConversationWords.helped),
                try article.map { try reseal($0, in: ConversationWords.article) }
            )
            try transaction.run(
                """
                UPDATE conversation_lessons SET cause = \(cause), helped = \(helped), article = \(article)
                WHERE shop = \(shop) AND id = \(id)
                """)
        }
    }
}

extension Inspection.State: SQLConvertible {}
