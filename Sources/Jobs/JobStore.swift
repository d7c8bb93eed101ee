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
            ]),
        LaneSearch.migration,
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
        try transaction.changes(
            """
            UPDATE jobs SET due = \(due), state = 'waiting', attempts = 0, detail = \(detail)
            WHERE shop = \(shop) AND subject = \(subject) AND kind = \(kind) AND is_timer
            """) > 0
    }

    func deleteTimer(_ kind: String, on subject: String, in shop: ShopID, _ transaction: Transaction) throws {
        try transaction.run(
            "DELETE FROM jobs WHERE shop = \(shop) AND subject = \(subject) AND kind = \(kind) AND is_timer")
    }

    /// Deletes what was done; false when it was moved, cancelled or taken by another node meanwhile.
    func finish(_ taken: TakenJob, _ transaction: Transaction) throws -> Bool {
        try transaction.changes("DELETE FROM jobs WHERE \(Self.isStill(taken))") > 0
    }

    /// When the next waiting job is due for which there is room.
    func nextDue(
        _ lease: JobLease, besides full: CallSlots.Full = .nothing, _ transaction: Transaction
    ) throws -> Timestamp? {
        guard full.isAnything else {
            let next: SQL = "SELECT due FROM jobs WHERE state = 'waiting' ORDER BY due LIMIT 1"
            return try transaction.first(next) { try $0.time() }
        }
        let search = Self.search(lease, besides: full)
        return try transaction.first(search.nextDue) { try $0.optionalTime() } ?? nil
    }

    func isAnyDue(
        by moment: Timestamp, _ lease: JobLease, besides full: CallSlots.Full, _ transaction: Transaction
    ) throws -> Bool {
        try nextDue(lease, besides: full, transaction).map { $0 <= moment } ?? false
    }

    /// Takes waiting jobs that are due, for as long as a lease lasts; in order of due time.
    /// - Parameter full: what is left alone. Where there is any, of each other lane one call is taken.
    func take(
        by moment: Timestamp, for lease: JobLease, besides full: CallSlots.Full = .nothing, limit: Int,
        _ transaction: Transaction
    ) throws -> [TakenJob] {
        try transaction.rows(
            Self.taking(
                by: moment, for: lease, besides: full, limit: limit, transaction.now, transaction.dialect)
        ) { TakenJob(job: try Self.read(&$0), until: try $0.time()) }
        .sorted { ($0.job.due, $0.job.id) < ($1.job.due, $1.job.id) }
    }

    static func taking(
        by moment: Timestamp, for lease: JobLease, besides full: CallSlots.Full, limit: Int, _ now: Timestamp,
        _ dialect: SQLDialect
    ) -> SQL {
        let plain: SQL =
            """
            due_jobs AS MATERIALIZED (
                SELECT shop, id FROM jobs WHERE state = 'waiting' AND due <= \(moment)
                ORDER BY due, id LIMIT \(limit) \(dialect.skippingTaken)
            )
            """
        let due =
            full.isAnything ? search(lease, besides: full).due(by: moment, limit: limit, dialect) : plain
        return """
            WITH \(due)
            UPDATE jobs SET state = 'running', attempts = attempts + 1,
                leased_until = CASE WHEN kind IN (\(list: lease.longKinds))
                    THEN CAST(\(now + lease.long) AS BIGINT) ELSE CAST(\(now + lease.usual) AS BIGINT) END
            WHERE (shop, id) IN (SELECT shop, id FROM due_jobs)
            RETURNING id, shop, kind, subject, due, attempts - 1, detail, leased_until
            """
    }

    /// What there was no room for waits as if it had not been taken.
    func leave(_ taken: TakenJob, _ transaction: Transaction) throws {
        try transaction.run(
            "UPDATE jobs SET state = 'waiting', attempts = attempts - 1 WHERE \(Self.isStill(taken))")
    }

    static func search(_ lease: JobLease, besides full: CallSlots.Full) -> LaneSearch {
        let open: SQL = full.isNode ? "kind NOT IN (\(list: lease.longKinds))" : "TRUE"
        return LaneSearch(
            room: full.lanes.reduce(open) { "\($0) AND NOT (shop = \($1.shop) AND kind = \($1.kind))" })
    }

    func find(_ id: Identifier<Job>, in shop: ShopID, _ transaction: Transaction) throws -> Job? {
        try transaction.first(
            "SELECT \(Self.columns) FROM jobs WHERE shop = \(shop) AND id = \(id)", Self.read)
    }

    func retry(
        _ taken: TakenJob, at due: Timestamp, because fault: String, _ transaction: Transaction
    ) throws {
        try transaction.run(
            """
            UPDATE jobs SET state = 'waiting', due = \(due), last_fault = \(fault) WHERE \(Self.isStill(taken))
            """)
    }

    /// Holds on to what was taken, to the end of the transaction; false when it was moved, cancelled or taken by another
    /// node meanwhile.
    func hold(_ taken: TakenJob, _ transaction: Transaction) throws -> Bool {
        try transaction.changes(
            "UPDATE jobs SET attempts = 0, last_fault = NULL WHERE \(Self.isStill(taken))") > 0
    }

    /// Takes it for longer; nil when it was moved, cancelled or taken by another node meanwhile.
    func extend(_ taken: TakenJob, by span: Span, _ transaction: Transaction) throws -> TakenJob? {
        let until = transaction.now + span
        let isExtended =
            try transaction.changes("UPDATE jobs SET leased_until = \(until) WHERE \(Self.isStill(taken))")
            > 0
        return isExtended ? TakenJob(job: taken.job, until: until) : nil
    }

    /// Ready for another run.
    func renew(_ taken: TakenJob, at due: Timestamp, _ transaction: Transaction) throws {
        try transaction.run("UPDATE jobs SET state = 'waiting', due = \(due) WHERE \(Self.isStill(taken))")
    }

    /// Moves a waiting timer forward; the answer is whether there was one that was due later.
    func moveTimer(
        _ kind: String, on subject: String, in shop: ShopID, forwardTo due: Timestamp,
        _ transaction: Transaction
    ) throws -> Bool {
        try transaction.changes(
            """
            UPDATE jobs SET due = \(due) WHERE shop = \(shop) AND subject = \(subject) AND kind = \(kind)
                AND is_timer AND state = 'waiting' AND due > \(due)
            """) > 0
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

    /// False when it was moved, cancelled or taken by another node meanwhile.
    func bury(_ taken: TakenJob, because fault: String, _ transaction: Transaction) throws -> Bool {
        try transaction.changes(
            "UPDATE jobs SET state = 'dead', last_fault = \(fault) WHERE \(Self.isStill(taken))") > 0
    }

    private static func isStill(_ taken: TakenJob) -> SQL {
        "shop = \(taken.job.shop) AND id = \(taken.job.id) AND state = 'running' AND leased_until = \(taken.until)"
    }

    func hasExpired(_ moment: Timestamp, _ transaction: Transaction) throws -> Bool {
        try transaction.exists(
            "SELECT 1 FROM jobs WHERE state = 'running' AND leased_until < \(moment) LIMIT 1")
    }

    /// Jobs whose worker died: back to waiting.
    func releaseExpired(_ moment: Timestamp, _ transaction: Transaction) throws -> Int {
        try transaction.changes(
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

/// A job that this node has taken, and until when nobody else does.
struct TakenJob: Sendable {
    let job: Job
    let until: Timestamp
}

/// How long a job stays with the node that took it. A node that ends does not come back for it.
struct JobLease: Sendable {
    /// For work inside one transaction. Another node may take the job as soon as this is over.
    let usual = Span.seconds(10)
    /// For calls to the outside, which can be slow: a node at work on one extends its lease in time.
    let long = Span.seconds(30)
    static let extendedEvery = Duration.seconds(10)
    let longKinds: [String]
}

/// A job as staff see it.
public struct ListedJob: Sendable {
    public let job: Job
    public let state: JobState
    public let made: Timestamp
    public let lastFault: String?
}
