import Storage

extension Conversation.State: SQLConvertible {}
extension Speaker.Side: SQLConvertible {}
extension Message.Kind: SQLConvertible {}

enum ConversationSchema {
    static let migrations = [
        migration, queue, answers, sorting, drafts, GramStore.migration, SettingStore.migration, targets,
        InspectionStore.migration, caseCards, TaskStore.migration,
        PlaybookStore.migration, MergeStore.migration, AssistedStore.migration,
        AnswerDayStore.migration, KeepingStore.migration, DialogueStore.migration,
    ]

    /// Where a case stands as a card.
    private static let caseCards = Migration(
        "2026-11-28-conversations-case-cards",
        [
            """
            CREATE INDEX conversation_messages_case_cards ON conversation_messages (shop, reference)
            WHERE kind = 'caseCard'
            """
        ])

    /// Until when those who wait are to be answered, and what each wait was held to.
    private static let targets = Migration(
        "2026-11-27-conversations-targets",
        [
            "ALTER TABLE conversations ADD COLUMN answer_due BIGINT",
            "ALTER TABLE conversations ADD COLUMN looked_at BIGINT",
            """
            CREATE INDEX conversations_looked ON conversations (shop, looked_at, id)
            WHERE looked_at IS NOT NULL
            """,
            "ALTER TABLE conversation_answers ADD COLUMN team TEXT",
            "ALTER TABLE conversation_answers ADD COLUMN channel TEXT",
            "ALTER TABLE conversation_answers ADD COLUMN within BIGINT",
        ])

    /// One answer that was begun for each conversation.
    private static let drafts = Migration(
        "2026-11-26-conversations-drafts",
        [
            """
            CREATE TABLE conversation_drafts (
                shop TEXT NOT NULL,
                conversation_id TEXT NOT NULL,
                version BIGINT NOT NULL CHECK (version >= 1),
                words TEXT NOT NULL,
                author_kind TEXT NOT NULL,
                author_id TEXT NOT NULL,
                at BIGINT NOT NULL,
                PRIMARY KEY (shop, conversation_id),
                FOREIGN KEY (shop, conversation_id) REFERENCES conversations (shop, id)
            )
            """
        ])

    /// Tags, and what is put aside until later.
    private static let sorting = Migration(
        "2026-11-26-conversations-sorting",
        [
            "ALTER TABLE conversations ADD COLUMN tags TEXT NOT NULL DEFAULT '[]'",
            """
            ALTER TABLE conversations ADD COLUMN snoozed_until BIGINT
                CHECK (snoozed_until IS NULL OR state = 'assigned')
            """,
            "ALTER TABLE conversations ADD COLUMN returned_at BIGINT",
            """
            CREATE TABLE conversation_tags (
                shop TEXT NOT NULL,
                tag TEXT NOT NULL,
                conversation_id TEXT NOT NULL,
                PRIMARY KEY (shop, tag, conversation_id),
                FOREIGN KEY (shop, conversation_id) REFERENCES conversations (shop, id)
            )
            """,
            "CREATE INDEX conversation_tags_by_conversation ON conversation_tags (shop, conversation_id)",
        ])

    /// Every wait that has ended, by the message that ended it.
    private static let answers = Migration(
        "2026-11-25-conversations-answers",
        [
            """
            CREATE TABLE conversation_answers (
                shop TEXT NOT NULL,
                conversation_id TEXT NOT NULL,
                number BIGINT NOT NULL,
                asked_at BIGINT NOT NULL,
                answered_at BIGINT CHECK (answered_at >= asked_at),
                is_first BOOLEAN NOT NULL,
                agent TEXT,
                PRIMARY KEY (shop, conversation_id, number),
                FOREIGN KEY (shop, conversation_id, number)
                    REFERENCES conversation_messages (shop, conversation_id, number)
            )
            """,
            "CREATE INDEX conversation_answers_by_time ON conversation_answers (shop, asked_at, conversation_id, number)",
        ])

    /// Who is there to answer, and what helps to share out fairly.
    private static let queue = Migration(
        "2026-11-24-conversations-queue",
        [
            "ALTER TABLE conversations ADD COLUMN skill TEXT",
            "ALTER TABLE conversations ADD COLUMN known TEXT",
            "ALTER TABLE conversations ADD COLUMN passed_by TEXT",
            """
            CREATE INDEX conversations_in_line ON conversations (shop, waiting_since, id)
            WHERE state = 'waiting' AND waiting_since IS NOT NULL
            """,
            """
            CREATE TABLE conversation_seats (
                shop TEXT NOT NULL,
                agent TEXT NOT NULL,
                skills TEXT NOT NULL,
                capacity BIGINT NOT NULL CHECK (capacity BETWEEN 1 AND 50),
                is_present BOOLEAN NOT NULL,
                since BIGINT NOT NULL,
                given BIGINT NOT NULL CHECK (given >= 0),
                recent TEXT NOT NULL,
                PRIMARY KEY (shop, agent)
            )
            """,
        ])

    /// A message names the one before it, so that no number can be missing, and its token, so that none can be there
    /// twice. Notes lie apart: what customers read never passes them.
    private static let migration = Migration(
        "2026-11-24-conversations",
        [
            """
            CREATE TABLE conversations (
                shop TEXT NOT NULL,
                id TEXT NOT NULL,
                customer TEXT NOT NULL,
                channel TEXT NOT NULL,
                state TEXT NOT NULL CHECK (state IN ('waiting', 'assigned', 'closed')),
                assignee TEXT,
                opened_at BIGINT NOT NULL,
                last_number BIGINT NOT NULL CHECK (last_number >= 0),
                last_at BIGINT NOT NULL,
                waiting_since BIGINT,
                answered_at BIGINT,
                customer_delivered BIGINT NOT NULL,
                customer_read BIGINT NOT NULL CHECK (customer_read BETWEEN 0 AND customer_delivered),
                shop_delivered BIGINT NOT NULL,
                shop_read BIGINT NOT NULL CHECK (shop_read BETWEEN 0 AND shop_delivered),
                closed_at BIGINT,
                rating BIGINT CHECK (rating BETWEEN 1 AND 5),
                rating_words TEXT,
                PRIMARY KEY (shop, id),
                CHECK ((state = 'assigned') = (assignee IS NOT NULL)),
                CHECK ((state = 'closed') = (closed_at IS NOT NULL)),
                CHECK (customer_delivered <= last_number AND shop_delivered <= last_number),
                CHECK (state <> 'closed' OR waiting_since IS NULL)
            )
            """,
            """
            CREATE UNIQUE INDEX conversations_one_open ON conversations (shop, customer, channel)
            WHERE state <> 'closed'
            """,
            "CREATE INDEX conversations_by_customer ON conversations (shop, customer, id)",
            "CREATE INDEX conversations_by_state ON conversations (shop, state, id)",
            """
            CREATE INDEX conversations_by_assignee ON conversations (shop, assignee, id)
            WHERE assignee IS NOT NULL
            """,
            """
            CREATE INDEX conversations_waiting ON conversations (shop, waiting_since, id)
            WHERE waiting_since IS NOT NULL
            """,
            """
            CREATE TABLE conversation_messages (
                shop TEXT NOT NULL,
                conversation_id TEXT NOT NULL,
                number BIGINT NOT NULL CHECK (number >= 1),
                previous BIGINT,
                token TEXT,
                side TEXT NOT NULL CHECK (side IN ('customer', 'shop', 'system')),
                author_kind TEXT NOT NULL,
                author_id TEXT NOT NULL,
                kind TEXT NOT NULL CHECK (kind IN ('text', 'image', 'file', 'productCard', 'orderCard', 'caseCard',
                    'systemNote')),
                words TEXT,
                reference TEXT,
                note TEXT,
                posted_at BIGINT NOT NULL,
                edited_at BIGINT,
                recalled_at BIGINT,
                PRIMARY KEY (shop, conversation_id, number),
                FOREIGN KEY (shop, conversation_id) REFERENCES conversations (shop, id),
                FOREIGN KEY (shop, conversation_id, previous)
                    REFERENCES conversation_messages (shop, conversation_id, number),
                CHECK (CASE WHEN number = 1 THEN previous IS NULL ELSE previous IS NOT NULL AND previous = number - 1 END),
                UNIQUE (shop, conversation_id, token),
                CHECK ((kind = 'systemNote') = (side = 'system') AND (kind = 'systemNote') = (note IS NOT NULL)),
                CHECK (kind IN ('text', 'systemNote') OR reference IS NOT NULL)
            )
            """,
            """
            CREATE TABLE conversation_message_versions (
                shop TEXT NOT NULL,
                conversation_id TEXT NOT NULL,
                number BIGINT NOT NULL,
                version BIGINT NOT NULL CHECK (version >= 1),
                words TEXT NOT NULL,
                until BIGINT NOT NULL,
                PRIMARY KEY (shop, conversation_id, number, version),
                FOREIGN KEY (shop, conversation_id, number)
                    REFERENCES conversation_messages (shop, conversation_id, number)
            )
            """,
            """
            CREATE TABLE conversation_notes (
                shop TEXT NOT NULL,
                conversation_id TEXT NOT NULL,
                number BIGINT NOT NULL CHECK (number >= 1),
                author_kind TEXT NOT NULL,
                author_id TEXT NOT NULL,
                words TEXT NOT NULL,
                at BIGINT NOT NULL,
                PRIMARY KEY (shop, conversation_id, number),
                FOREIGN KEY (shop, conversation_id) REFERENCES conversations (shop, id)
            )
            """,
        ])
}
