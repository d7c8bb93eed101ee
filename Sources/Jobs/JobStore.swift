import Base
import Storage

public struct JobStore: Sendable {
    public init() {}

    public static let migrations = [
        Migration(
            "2026-11-22-jobs",
            [
                """
                CREATE TABLE jobs (
                    shop TEXT NOT NULL,
                    id TEXT NOT NULL,
                    kind TEXT NOT NULL,
                    subject TEXT NOT NULL,
                    due BIGINT NOT NULL,
                    state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'dead')),
                    is_timer BOOLEAN NOT NULL,
                    attempts BIGINT NOT NULL CHECK (attempts >= 0),
                    leased_until BIGINT,
                    made BIGINT NOT NULL,
                    last_fault TEXT,
                    detail TEXT NOT NULL,
                    PRIMARY KEY (shop, id)
                )
                """,
                "CREATE INDEX jobs_by_due ON jobs (state, due, id)",
                "CREATE UNIQUE INDEX timers_once ON jobs (shop, subject, kind) WHERE is_timer",
            ])
    ]

    func insert(_ job: Job, isTimer: Bool, _ transaction: Transaction) throws {
        try transaction.run(
            """
            INSERT INTO jobs (shop, id, kind, subject, due, state, is_timer, attempts, made, detail)
            VALUES (\(job.shop), \(job.id), \(job.kind), \(job.subject), \(job.due), 'waiting', \(isTimer), 0,
                \(transaction.now), \(job.detail))
            """)
    }

    /// Moves a timer that is already set; the answer is whether there was one.
    func moveTimer(
        _ kind: String, on subject: String, in shop: ShopID, to due: Timestamp, detail: JSONValue,
        _ transaction: Transaction
    ) throws -> Bool {
        try transaction.run(
            """
            UPDATE jobs SET due = \(due), state = 'waiting', attempts = 0, detail = \(detail)
            WHERE shop = \(shop) AND subject = \(subject) AND kind = \(kind) AND is_timer
            """) > 0
    }

    func deleteTimer(_ kind: String, on subject: String, in shop: ShopID, _ transaction: Transaction) throws {
        try transaction.run(
            "DELETE FROM jobs WHERE shop = \(shop) AND subject = \(subject) AND kind = \(kind) AND is_timer")
    }

    func delete(_ id: Identifier<Job>, in shop: ShopID, _ transaction: Transaction) throws {
        try transaction.run("DELETE FROM jobs WHERE shop = \(shop) AND id = \(id)")
    }

    /// When the next waiting job is due.
    func nextDue(_ transaction: Transaction) throws -> Timestamp? {
        try transaction.first("SELECT due FROM jobs WHERE state = 'waiting' ORDER BY due LIMIT 1") {
            try $0.time()
        }
    }

    /// The waiting jobs that are due, in order of due time.
    func due(by moment: Timestamp, limit: Int, _ transaction: Transaction) throws -> [Job] {
        try transaction.rows(
            """
            SELECT \(Self.columns) FROM jobs WHERE state = 'waiting' AND due <= \(moment)
            ORDER BY due, id LIMIT \(limit)
            """, Self.read)
    }

    func find(_ id: Identifier<Job>, in shop: ShopID, _ transaction: Transaction) throws -> Job? {
        try transaction.first(
            "SELECT \(Self.columns) FROM jobs WHERE shop = \(shop) AND id = \(id)", Self.read)
    }

    /// Marks a waiting job as taken; false when somebody else was faster or it has been moved.
    func claim(_ job: Job, until lease: Timestamp, _ transaction: Transaction) throws -> Bool {
        try transaction.run(
            """
            UPDATE jobs SET state = 'running', attempts = attempts + 1, leased_until = \(lease)
            WHERE shop = \(job.shop) AND id = \(job.id) AND state = 'waiting' AND due = \(job.due)
            """) > 0
    }

    func retry(_ job: Job, at due: Timestamp, because fault: String, _ transaction: Transaction) throws {
        try transaction.run(
            """
            UPDATE jobs SET state = 'waiting', due = \(due), last_fault = \(fault)
            WHERE shop = \(job.shop) AND id = \(job.id)
            """)
    }

    /// Ready for another run, as if it were the first.
    func renew(_ job: Job, at due: Timestamp, _ transaction: Transaction) throws {
        try transaction.run(
            """
            UPDATE jobs SET state = 'waiting', due = \(due), attempts = 0, last_fault = NULL
            WHERE shop = \(job.shop) AND id = \(job.id)
            """)
    }

    /// Whether a timer of this kind and subject waits or is being carried out.
    func hasTimer(
        _ kind: String, on subject: String, in shop: ShopID, _ transaction: Transaction
    ) throws -> Bool {
        try transaction.exists(
            """
            SELECT 1 FROM jobs
            WHERE shop = \(shop) AND subject = \(subject) AND kind = \(kind) AND is_timer AND state <> 'dead'
            """)
    }

    func bury(_ job: Job, because fault: String, _ transaction: Transaction) throws {
        try transaction.run(
            "UPDATE jobs SET state = 'dead', last_fault = \(fault) WHERE shop = \(job.shop) AND id = \(job.id)"
        )
    }

    func hasExpired(_ moment: Timestamp, _ transaction: Transaction) throws -> Bool {
        try transaction.exists(
            "SELECT 1 FROM jobs WHERE state = 'running' AND leased_until < \(moment) LIMIT 1")
    }

    /// Jobs whose worker died: back to waiting.
    func releaseExpired(_ moment: Timestamp, _ transaction: Transaction) throws -> Int {
        try transaction.run(
            "UPDATE jobs SET state = 'waiting' WHERE state = 'running' AND leased_until < \(moment)")
    }

    func list(
        _ state: JobState, in shop: ShopID, limit: Int, _ transaction: Transaction
    ) throws -> [ListedJob] {
        try transaction.rows(
            """
            SELECT \(Self.columns), state, made, last_fault FROM jobs
            WHERE shop = \(shop) AND state = \(state) AND (NOT is_timer OR state = 'dead')
            ORDER BY due LIMIT \(limit)
            """
        ) { row in
            ListedJob(
                job: try Self.read(&row), state: try row.choice(), made: try row.time(),
                lastFault: try row.optionalText())
        }
    }

    private static let columns: SQL = "id, shop, kind, subject, due, attempts, detail"

    private static func read(_ row: inout Row) throws -> Job {
        Job(
            id: try row.id(), shop: try row.id(), kind: try row.text(), subject: try row.text(),
            due: try row.time(),
            attempts: try row.int(), detail: try row.json())
    }
}

/// A job as staff see it.
public struct ListedJob: Sendable {
    public let job: Job
    public let state: JobState
    public let made: Timestamp
    public let lastFault: String?
}
