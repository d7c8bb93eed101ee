import Base
import Storage
import Vault

/// Tasks of colleagues and teams. What is asked and answered lies sealed with the key of whom the conversation is with.
struct TaskStore: Sendable {
    let people: PersonVault

    static let migration = Migration(
        "2026-11-28-conversations-tasks",
        [
            """
            CREATE TABLE conversation_tasks (
                shop TEXT NOT NULL,
                id TEXT NOT NULL,
                conversation_id TEXT NOT NULL,
                state TEXT NOT NULL CHECK (state IN ('open', 'answered', 'withdrawn')),
                member TEXT,
                team TEXT,
                asked_by_kind TEXT NOT NULL,
                asked_by_id TEXT NOT NULL,
                words TEXT NOT NULL,
                asked_at BIGINT NOT NULL,
                due BIGINT NOT NULL,
                answer TEXT,
                answered_by_kind TEXT,
                answered_by_id TEXT,
                closed_at BIGINT,
                PRIMARY KEY (shop, id),
                FOREIGN KEY (shop, conversation_id) REFERENCES conversations (shop, id),
                CHECK ((member IS NULL) <> (team IS NULL)),
                CHECK ((state = 'open') = (closed_at IS NULL)),
                CHECK ((state = 'answered') = (answer IS NOT NULL)),
                CHECK ((answer IS NULL) = (answered_by_kind IS NULL)),
                CHECK ((answer IS NULL) = (answered_by_id IS NULL))
            )
            """,
            "CREATE INDEX conversation_tasks_by_state ON conversation_tasks (shop, state, due, id)",
            "CREATE INDEX conversation_tasks_by_member ON conversation_tasks (shop, member, state, due, id) WHERE member IS NOT NULL",
            "CREATE INDEX conversation_tasks_by_team ON conversation_tasks (shop, team, state, due, id) WHERE team IS NOT NULL",
            "CREATE INDEX conversation_tasks_by_asker ON conversation_tasks (shop, asked_by_id, state, due, id)",
            "CREATE INDEX conversation_tasks_by_conversation ON conversation_tasks (shop, conversation_id, state, due, id)",
        ])

    func insert(
        _ task: InternalTask, of conversation: Conversation, in shop: ShopID, _ transaction: Transaction
    ) throws {
        let words = try people.keyToWrite(conversation.person(in: shop), transaction)
            .seal(task.words, in: ConversationWords.task, of: conversation.id.text, in: shop)
        try transaction.run(
            """
            INSERT INTO conversation_tasks (shop, id, conversation_id, state, member, team, asked_by_kind,
                asked_by_id, words, asked_at, due)
            VALUES (\(shop), \(task.id), \(task.conversationID), \(task.state), \(task.owner.member),
                \(task.owner.team), \(task.askedBy.kind), \(task.askedBy.id), \(words), \(task.askedAt),
                \(task.due))
            """)
    }

    func update(
        _ task: InternalTask, of conversation: Conversation, in shop: ShopID, _ transaction: Transaction
    ) throws {
        let answer = try task.answer.map {
            try people.keyToWrite(conversation.person(in: shop), transaction)
                .seal($0.words, in: ConversationWords.taskAnswer, of: conversation.id.text, in: shop)
        }
        try transaction.run(
            """
            UPDATE conversation_tasks SET state = \(task.state), member = \(task.owner.member),
                team = \(task.owner.team), answer = \(answer), answered_by_kind = \(task.answer?.by.kind),
                answered_by_id = \(task.answer?.by.id), closed_at = \(task.closedAt)
            WHERE shop = \(shop) AND id = \(task.id)
            """)
    }

    /// What is asked about somebody who must be forgotten needs no answer.
    func withdrawAll(
        of id: Identifier<Conversation>, in shop: ShopID, _ transaction: Transaction
    ) throws {
        try transaction.run(
            """
            UPDATE conversation_tasks SET state = 'withdrawn', closed_at = \(transaction.now)
            WHERE shop = \(shop) AND conversation_id = \(id) AND state = 'open'
            """)
    }

    func find(
        _ id: Identifier<InternalTask>, in shop: ShopID, _ transaction: Transaction
    ) throws -> InternalTask? {
        try rows("t.id = \(id)", in: shop, transaction).first
    }

    func openCount(
        of id: Identifier<Conversation>, in shop: ShopID, _ transaction: Transaction
    ) throws -> Int {
        try transaction.count(
            """
            SELECT COUNT(*) FROM conversation_tasks
            WHERE shop = \(shop) AND conversation_id = \(id) AND state = 'open'
            """)
    }

    /// How many are open for somebody, their teams' among them.
    func openCount(
        for member: String, of teams: [String], in shop: ShopID, _ transaction: Transaction
    ) throws -> Int {
        let own = try transaction.count(
            """
            SELECT COUNT(*) FROM conversation_tasks
            WHERE shop = \(shop) AND member = \(member) AND state = 'open'
            """)
        return try teams.reduce(own) { sum, team in
            sum
                + (try transaction.count(
                    """
                    SELECT COUNT(*) FROM conversation_tasks
                    WHERE shop = \(shop) AND team = \(team) AND state = 'open'
                    """))
        }
    }

    /// Open ones as they are due, settled ones newest first.
    func list(
        _ filter: TaskFilter, limit: Int, in shop: ShopID, _ transaction: Transaction
    ) throws
        -> [InternalTask]
    {
        var part: SQL = "t.state = \(filter.state)"
        if let member = filter.member { part = "\(part) AND t.member = \(member)" }
        if let teams = filter.teams {
            guard let first = teams.first else { return [] }
            let any = teams.dropFirst().reduce("t.team = \(first)" as SQL) { "\($0) OR t.team = \($1)" }
            part = "\(part) AND (\(any))"
        }
        if let asker = filter.askedBy {
            part = "\(part) AND t.asked_by_id = \(asker) AND t.asked_by_kind = 'staff'"
        }
        if let conversation = filter.conversation { part = "\(part) AND t.conversation_id = \(conversation)" }
        if let dueBy = filter.dueBy { part = "\(part) AND t.due <= \(dueBy)" }
        let after = filter.after.flatMap { cursor in Int64(cursor.keys[0]).map { ($0, cursor.keys[1]) } }
        if filter.state == .open {
            if let after { part = "\(part) AND (t.due, t.id) > (\(after.0), \(after.1))" }
            return try rows("\(part) ORDER BY t.due, t.id LIMIT \(limit)", in: shop, transaction)
        }
        if let after { part = "\(part) AND (t.due, t.id) < (\(after.0), \(after.1))" }
        return try rows("\(part) ORDER BY t.due DESC, t.id DESC LIMIT \(limit)", in: shop, transaction)
    }

    /// Seals the tasks of a conversation with the key of whom it belongs to now.
    func reseal(
        _ old: Conversation, for new: Conversation, in shop: ShopID, _ transaction: Transaction
    ) throws {
        let reseal = try Resealing(old, new, people, in: shop, transaction)
        let tasks = try transaction.rows(
            """
            SELECT id, words, answer FROM conversation_tasks
            WHERE shop = \(shop) AND conversation_id = \(old.id)
            """
        ) { (try $0.text(), try $0.text(), try $0.optionalText()) }
        for (id, words, answer) in tasks {
            let anew = (
                try reseal(words, in: ConversationWords.task),
                try answer.map { try reseal($0, in: ConversationWords.taskAnswer) }
            )
            try transaction.run(
                """
                UPDATE conversation_tasks SET words = \(anew.0), answer = \(anew.1)
                WHERE shop = \(shop) AND id = \(id)
                """)
        }
    }

    private func rows(
        _ filter: SQL, in shop: ShopID, _ transaction: Transaction
    ) throws -> [InternalTask] {
        try transaction.rows(
            """
            SELECT t.id, t.conversation_id, t.state, t.member, t.team, t.asked_by_kind, t.asked_by_id, t.words,
                t.asked_at, t.due, t.answer, t.answered_by_kind, t.answered_by_id, t.closed_at, c.customer
            FROM conversation_tasks t
            JOIN conversations c ON c.shop = t.shop AND c.id = t.conversation_id
            WHERE t.shop = \(shop) AND \(filter)
            """
        ) { row in
            let (id, conversation): (Identifier<InternalTask>, Identifier<Conversation>) = (
                try row.id(), try row.id()
            )
            let state: InternalTask.State = try row.choice()
            let (member, team) = (try row.optionalText(), try row.optionalText())
            let asker = Actor(try row.choice(), try row.text())
            let (words, askedAt, due) = (try row.text(), try row.time(), try row.time())
            let answer = try row.optionalText()
            let (kind, author) = (try row.optionalText(), try row.optionalText())
            let closedAt = try row.optionalTime()
            let key = try people.key(of: .customer(try row.text(), of: shop), transaction)
            return InternalTask(
                id: id, conversationID: conversation, askedBy: asker,
                owner: member.map { .member($0) } ?? .team(team ?? ""),
                words: try key.open(words, in: ConversationWords.task, of: conversation.text, in: shop),
                askedAt: askedAt, due: due, state: state,
                answer: try answer.flatMap { sealed in
                    guard let kind = kind.flatMap(Actor.Kind.init(rawValue:)), let author else { return nil }
                    return InternalTask.Answer(
                        words: try key.open(
                            sealed, in: ConversationWords.taskAnswer, of: conversation.text, in: shop),
                        by: Actor(kind, author))
                }, closedAt: closedAt)
        }
    }
}

extension InternalTask.State: SQLConvertible {}
