import Base
import Storage

struct SessionStore: Sendable {
    static let migration = Migration(
        "2026-11-22-sessions",
        [
            """
            CREATE TABLE sessions (
                shop TEXT NOT NULL,
                id TEXT NOT NULL,
                kind TEXT NOT NULL CHECK (kind IN ('staff', 'customer')),
                subject TEXT NOT NULL,
                token_hash BYTEA NOT NULL,
                made BIGINT NOT NULL,
                used BIGINT NOT NULL,
                expires BIGINT NOT NULL CHECK (expires > made),
                PRIMARY KEY (shop, id)
            )
            """,
            "CREATE UNIQUE INDEX sessions_by_token ON sessions (token_hash)",
            "CREATE INDEX sessions_by_subject ON sessions (shop, kind, subject)",
            "CREATE INDEX sessions_by_expiry ON sessions (expires)",
        ])

    /// A session that waits for a code opens nothing yet.
    static let steps = Migration(
        "2026-11-22-session-steps",
        [
            """
            ALTER TABLE sessions ADD COLUMN step TEXT NOT NULL DEFAULT 'open' CHECK (step IN ('open', 'code'))
            """,
            "ALTER TABLE sessions ADD COLUMN device TEXT NOT NULL DEFAULT ''",
        ])

    func insert(
        _ session: Session, hash: [UInt8], step: StoredSession.Step, _ transaction: Transaction
    ) throws {
        try transaction.run(
            """
            INSERT INTO sessions (shop, id, kind, subject, token_hash, made, used, expires, step, device)
            VALUES (\(session.shop), \(session.id), \(session.kind), \(session.subject), \(hash), \(session.made),
                \(session.made), \(session.expires), \(step), \(session.device))
            """)
    }

    /// Where one person is signed in, newest first.
    func list(
        of subject: String, _ kind: Session.Kind, in shop: ShopID, _ transaction: Transaction
    ) throws -> [StoredSession] {
        try transaction.rows(
            """
            SELECT \(Self.columns) \(Self.source)
            WHERE s.shop = \(shop) AND s.kind = \(kind) AND s.subject = \(subject) AND s.step = 'open'
                AND s.expires > \(transaction.now)
            ORDER BY s.made DESC, s.id DESC LIMIT \(Limits.pageItems)
            """, Self.read)
    }

    /// The session behind a cookie, in whichever shop, with what its member of staff may do at this moment.
    func find(hash: [UInt8], _ transaction: Transaction) throws -> StoredSession? {
        try transaction.first(
            "SELECT \(Self.columns) \(Self.source) WHERE s.token_hash = \(hash)", Self.read)
    }

    private static let columns: SQL =
        """
        s.shop, s.id, s.kind, s.subject, s.made, s.expires, s.device, s.used, s.step, m.role, m.is_active,
        CASE WHEN f.confirmed IS NULL THEN 0 ELSE 1 END
        """

    private static let source: SQL =
        """
        FROM sessions s LEFT JOIN staff m ON m.shop = s.shop AND m.id = s.subject AND s.kind = 'staff'
            LEFT JOIN staff_second_factors f ON f.shop = m.shop AND f.member = m.id
        """

    func touch(_ session: Session, _ transaction: Transaction) throws {
        try transaction.run(
            "UPDATE sessions SET used = \(transaction.now) WHERE shop = \(session.shop) AND id = \(session.id)"
        )
    }

    func delete(_ session: Session, _ transaction: Transaction) throws {
        try transaction.run("DELETE FROM sessions WHERE shop = \(session.shop) AND id = \(session.id)")
    }

    /// Ends every session of one person; the answer is how many there were.
    @discardableResult
    func deleteAll(
        of subject: String, _ kind: Session.Kind, in shop: ShopID, _ transaction: Transaction
    ) throws -> Int {
        try transaction.changes(
            "DELETE FROM sessions WHERE shop = \(shop) AND kind = \(kind) AND subject = \(subject)")
    }

    /// Of all shops: for the daily sweep.
    func deleteExpired(_ transaction: Transaction) throws {
        try transaction.run("DELETE FROM sessions WHERE expires <= \(transaction.now)")
    }

    private static func read(_ row: inout Row) throws -> StoredSession {
        let (shop, id): (ShopID, Identifier<Session>) = (try row.id(), try row.id())
        let (kind, subject): (Session.Kind, String) = (try row.choice(), try row.text())
        let session = Session(
            id: id, shop: shop, kind: kind, subject: subject, made: try row.time(), expires: try row.time(),
            device: try row.text())
        return StoredSession(
            session: session, used: try row.time(), step: try row.choice(),
            staffRole: try row.optionalChoice(),
            isStaffActive: try row.optionalInt64() == 1, hasSecondFactor: try row.bool())
    }
}

/// A session as it lies in the table, whether it still holds or not.
struct StoredSession: Sendable {
    enum Step: String, Sendable, SQLConvertible { case open, code }

    let session: Session
    let used: Timestamp
    let step: Step
    let staffRole: Role?
    let isStaffActive: Bool
    let hasSecondFactor: Bool

    func isAwaitingCode(at now: Timestamp) -> Bool { step == .code && now < session.expires && isStaffActive }

    /// - Returns: nil when it has expired, was idle for too long, waits for a code, or its person may no longer come
    ///   in.
    func principal(at now: Timestamp, _ settings: SessionSettings) -> Principal? {
        guard step == .open, now < session.expires else { return nil }
        switch session.kind {
        case .customer:
            return Principal(actor: session.actor, role: .customer, shop: session.shop)
        case .staff:
            guard let role = staffRole, isStaffActive, now - used < settings.staffIdle else { return nil }
            return Principal(
                actor: session.actor, role: role, shop: session.shop == .platform ? nil : session.shop)
        }
    }
}
