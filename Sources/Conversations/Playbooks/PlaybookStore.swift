import Base
import Storage

struct PlaybookStore: Sendable {
    static let migration = Migration(
        "2026-11-28-conversations-playbooks",
        [
            """
            CREATE TABLE playbooks (
                shop TEXT NOT NULL,
                id TEXT NOT NULL,
                title TEXT NOT NULL,
                steps TEXT NOT NULL,
                changed_at BIGINT NOT NULL,
                PRIMARY KEY (shop, id)
            )
            """,
            """
            CREATE TABLE conversation_playbooks (
                shop TEXT NOT NULL,
                conversation_id TEXT NOT NULL,
                playbook_id TEXT NOT NULL,
                title TEXT NOT NULL,
                steps TEXT NOT NULL,
                by_kind TEXT NOT NULL,
                by_id TEXT NOT NULL,
                at BIGINT NOT NULL,
                PRIMARY KEY (shop, conversation_id, playbook_id),
                FOREIGN KEY (shop, conversation_id) REFERENCES conversations (shop, id)
            )
            """,
            """
            CREATE TABLE conversation_playbook_ticks (
                shop TEXT NOT NULL,
                conversation_id TEXT NOT NULL,
                playbook_id TEXT NOT NULL,
                step BIGINT NOT NULL CHECK (step >= 1),
                by_kind TEXT NOT NULL,
                by_id TEXT NOT NULL,
                at BIGINT NOT NULL,
                PRIMARY KEY (shop, conversation_id, playbook_id, step),
                FOREIGN KEY (shop, conversation_id, playbook_id)
                    REFERENCES conversation_playbooks (shop, conversation_id, playbook_id)
            )
            """,
        ])

    // MARK: Playbooks

    func list(in shop: ShopID, _ transaction: Transaction) throws -> [Playbook] {
        try rows("TRUE", in: shop, transaction)
    }

    func find(
        _ id: Identifier<Playbook>, in shop: ShopID, _ transaction: Transaction
    ) throws -> Playbook? {
        try rows("id = \(id)", in: shop, transaction).first
    }

    func count(in shop: ShopID, _ transaction: Transaction) throws -> Int {
        try transaction.count("SELECT COUNT(*) FROM playbooks WHERE shop = \(shop)")
    }

    func save(_ playbook: Playbook, in shop: ShopID, _ transaction: Transaction) throws {
        let text = playbook.text
        try transaction.run(
            """
            INSERT INTO playbooks (shop, id, title, steps, changed_at)
            VALUES (\(shop), \(playbook.id), \(text.title), \(JSONValue.array(text.steps.map(\.json))),
                \(playbook.changedAt))
            ON CONFLICT (shop, id) DO UPDATE SET title = excluded.title, steps = excluded.steps,
                changed_at = excluded.changed_at
            """)
    }

    func delete(_ id: Identifier<Playbook>, in shop: ShopID, _ transaction: Transaction) throws {
        try transaction.run("DELETE FROM playbooks WHERE shop = \(shop) AND id = \(id)")
    }

    private func rows(
        _ filter: SQL, in shop: ShopID, _ transaction: Transaction
    ) throws -> [Playbook] {
        try transaction.rows(
            """
            SELECT id, title, steps, changed_at FROM playbooks WHERE shop = \(shop) AND \(filter)
            ORDER BY title, id LIMIT \(Playbook.most)
            """
        ) { row in
            Playbook(
                id: try row.id(), text: Self.text(try row.text(), try row.json()), changedAt: try row.time())
        }
    }

    // MARK: In conversations

    func attach(
        _ run: PlaybookRun, to id: Identifier<Conversation>, in shop: ShopID, _ transaction: Transaction
    ) throws {
        try transaction.run(
            """
            INSERT INTO conversation_playbooks (shop, conversation_id, playbook_id, title, steps, by_kind, by_id, at)
            VALUES (\(shop), \(id), \(run.playbookID), \(run.text.title),
                \(JSONValue.array(run.text.steps.map(\.json))), \(run.startedBy.kind), \(run.startedBy.id),
                \(run.startedAt))
            """)
    }

    func detach(
        _ playbook: Identifier<Playbook>, from id: Identifier<Conversation>, in shop: ShopID,
        _ transaction: Transaction
    ) throws {
        try transaction.run(
            """
            DELETE FROM conversation_playbook_ticks
            WHERE shop = \(shop) AND conversation_id = \(id) AND playbook_id = \(playbook)
            """)
        try transaction.run(
            """
            DELETE FROM conversation_playbooks
            WHERE shop = \(shop) AND conversation_id = \(id) AND playbook_id = \(playbook)
            """)
    }

    func tick(
        _ step: Int, of playbook: Identifier<Playbook>, _ tick: PlaybookRun.Tick,
        on id: Identifier<Conversation>, in shop: ShopID, _ transaction: Transaction
    ) throws {
        try transaction.run(
            """
            INSERT INTO conversation_playbook_ticks (shop, conversation_id, playbook_id, step, by_kind, by_id, at)
            VALUES (\(shop), \(id), \(playbook), \(step), \(tick.by.kind), \(tick.by.id), \(tick.at))
            """)
    }

    func untick(
        _ step: Int, of playbook: Identifier<Playbook>, on id: Identifier<Conversation>, in shop: ShopID,
        _ transaction: Transaction
    ) throws {
        try transaction.run(
            """
            DELETE FROM conversation_playbook_ticks WHERE shop = \(shop) AND conversation_id = \(id)
                AND playbook_id = \(playbook) AND step = \(step)
            """)
    }

    /// In the order in which they were taken up.
    func runs(
        on id: Identifier<Conversation>, in shop: ShopID, _ transaction: Transaction
    ) throws -> [PlaybookRun] {
        var ticks: [Identifier<Playbook>: [Int: PlaybookRun.Tick]] = [:]
        try transaction.forEach(
            """
            SELECT playbook_id, step, by_kind, by_id, at FROM conversation_playbook_ticks
            WHERE shop = \(shop) AND conversation_id = \(id)
            """
        ) { row in
            let (playbook, step): (Identifier<Playbook>, Int) = (try row.id(), try row.int())
            let by = Actor(try row.choice(), try row.text())
            ticks[playbook, default: [:]][step] = PlaybookRun.Tick(by: by, at: try row.time())
        }
        return try transaction.rows(
            """
            SELECT playbook_id, title, steps, by_kind, by_id, at FROM conversation_playbooks
            WHERE shop = \(shop) AND conversation_id = \(id) ORDER BY at, playbook_id
            """
        ) { row in
            let playbook: Identifier<Playbook> = try row.id()
            return PlaybookRun(
                playbookID: playbook, text: Self.text(try row.text(), try row.json()),
                startedBy: Actor(try row.choice(), try row.text()), startedAt: try row.time(),
                ticks: ticks[playbook] ?? [:])
        }
    }

    private static func text(_ title: String, _ steps: JSONValue) -> PlaybookText {
        PlaybookText(title: title, steps: steps.items.compactMap(PlaybookStep.init(stored:)))
    }
}
