import Base
import Storage
import Vault

/// The answers that were given, by shop, caller and key.
public struct IdempotencyStore: Sendable {
    /// How long an answer is kept.
    public static let kept = Span.days(7)

    private let people: PersonVault

    /// The answer, which may say of people whatever the caller may read.
    public static let body = PersonalColumn(
        "idempotency", "body", key: ["principal", "key"], owner: .actor("principal"))

    public init(people: PersonVault) { self.people = people }

    public static func migrations(_ people: PersonVault) -> [Migration] {
        schema + [
            Migration("2026-11-23-idempotency-personal", [.change { try people.sealReadable([body], $0) }])
        ]
    }

    private static let schema = [
        Migration(
            "2026-11-22-idempotency",
            [
                """
                CREATE TABLE idempotency (
                    shop TEXT NOT NULL,
                    principal TEXT NOT NULL,
                    key TEXT NOT NULL,
                    request_hash BYTEA NOT NULL,
                    status BIGINT NOT NULL,
                    location TEXT,
                    body TEXT NOT NULL,
                    made BIGINT NOT NULL,
                    PRIMARY KEY (shop, principal, key)
                )
                """,
                "CREATE INDEX idempotency_by_age ON idempotency (made)",
            ])
    ]

    /// - Throws: `WebRefusal.idempotencyKeyReused` when the key belongs to another request.
    func answer(to call: IdempotentCall, in transaction: Transaction) throws -> Answer? {
        let stored = try transaction.first(
            """
            SELECT request_hash, made, status, location, body FROM idempotency
            WHERE shop = \(call.shop) AND principal = \(call.principal) AND key = \(call.key.text)
            """
        ) { row in
            (
                hash: try row.bytes(), made: try row.time(),
                answer: Answer(status: try row.int(), location: try row.optionalText(), body: try row.text())
            )
        }
        guard let stored else { return nil }
        guard stored.made + Self.kept > transaction.now else { return nil }
        guard stored.hash == call.digest else { throw WebRefusal.idempotencyKeyReused }
        guard !stored.answer.body.isEmpty else { return stored.answer }
        let key = try people.key(of: call.person, transaction)
        let body = try key.open(stored.answer.body, in: Self.body, of: call.principal, in: call.shop)
        return Answer(status: stored.answer.status, location: stored.answer.location, body: body)
    }

    /// Keeps an answer, in place of one under the same key whose time is over.
    /// - Throws: `StorageFailure` with a unique violation when another node answered in the meantime.
    func store(_ answer: Answer, to call: IdempotentCall, in transaction: Transaction) throws {
        let body =
            try answer.body.isEmpty
            ? ""
            : people.keyToWrite(call.person, transaction)
                .seal(answer.body, in: Self.body, of: call.principal, in: call.shop)
        let stored = try transaction.changes(
            """
            INSERT INTO idempotency (shop, principal, key, request_hash, status, location, body, made)
            VALUES (\(call.shop), \(call.principal), \(call.key.text), \(call.digest), \(answer.status),
                \(answer.location), \(body), \(transaction.now))
            ON CONFLICT (shop, principal, key) DO UPDATE SET request_hash = excluded.request_hash,
                status = excluded.status, location = excluded.location, body = excluded.body, made = excluded.made
            WHERE idempotency.made <= \(transaction.now - Self.kept)
            """)
        guard stored > 0 else { throw StorageFailure.constraint(kind: .unique, detail: "idempotency") }
    }

    /// Empties answers in a shop that hold one of these ids; that they were given is kept.
    func forget(naming ids: [String], in shop: ShopID, _ transaction: Transaction) throws {
        let names = ids.map { JSONValue.string($0).text }
        let rows: [(principal: String, key: String, body: String)] = try transaction.rows(
            "SELECT principal, key, body FROM idempotency WHERE shop = \(shop) AND body <> ''"
        ) { (try $0.text(), try $0.text(), try $0.text()) }
        let people = try people.keys(
            of: Set(rows.map(\.principal)).map { Person(named: $0, of: shop) }, transaction)
        for row in rows {
            let person = Person(named: row.principal, of: shop)
            let body = try people.open(row.body, of: person, in: Self.body, of: row.principal) ?? ""
            guard body.isEmpty || names.contains(where: body.contains) else { continue }
            try transaction.run(
                """
                UPDATE idempotency SET body = ''
                WHERE shop = \(shop) AND principal = \(row.principal) AND key = \(row.key)
                """)
        }
    }

    /// Forgets answers whose time is over, oldest first. The answer is how many were there, at most `limit`.
    @discardableResult
    public static func deleteOld(limit: Int, in transaction: Transaction) throws -> Int {
        try transaction.changes(
            """
            DELETE FROM idempotency WHERE (shop, principal, key) IN (
                SELECT shop, principal, key FROM idempotency WHERE made <= \(transaction.now - kept)
                ORDER BY made LIMIT \(limit))
            """)
    }
}
