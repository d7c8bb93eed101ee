import Base
import Storage
import Vault

/// The answers that were given, by shop, caller and key.
public struct IdempotencyStore: Sendable {
    /// How long an answer is kept.
    public static let kept = Span.days(7)

    private let people: PersonVault

    /// The answer, which may say of people whatever the caller may read. It lies under the key of the customer whom it
    /// is about, so that it goes with them, or of the caller.
    public static let body = PersonalColumn(
        "idempotency", "body", key: ["principal", "key"], owner: .actor("owner"))

    /// As it was before answers had an owner.
    private static let callersBody = PersonalColumn(
        "idempotency", "body", key: ["principal", "key"], owner: .actor("principal"))

    public init(people: PersonVault) { self.people = people }

    public static func migrations(_ people: PersonVault) -> [Migration] {
        schema + [
            Migration(
                "2026-11-23-idempotency-personal", [.change { try people.sealReadable([callersBody], $0) }]),
            Migration(
                "2026-11-23-idempotency-owner",
                [
                    "ALTER TABLE idempotency ADD COLUMN owner TEXT NOT NULL DEFAULT ''",
                    "UPDATE idempotency SET owner = principal",
                ]),
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
            SELECT request_hash, made, status, location, body, owner FROM idempotency
            WHERE shop = \(call.shop) AND principal = \(call.principal) AND key = \(call.key.text)
            """
        ) { row in
            (
                hash: try row.bytes(), made: try row.time(),
                answer: Answer(status: try row.int(), location: try row.optionalText(), body: try row.text()),
                owner: try row.text()
            )
        }
        guard let stored else { return nil }
        guard stored.made + Self.kept > transaction.now else { return nil }
        guard stored.hash == call.digest else { throw WebRefusal.idempotencyKeyReused }
        guard !stored.answer.body.isEmpty else { return stored.answer }
        // A node of the version before names no owner.
        let owner = stored.owner.isEmpty ? call.person : Person(named: stored.owner, of: call.shop)
        let key = try people.key(of: owner, transaction)
        let body = try key.open(stored.answer.body, in: Self.body, of: call.principal, in: call.shop)
        return Answer(status: stored.answer.status, location: stored.answer.location, body: body)
    }

    /// Keeps an answer, in place of one under the same key whose time is over.
    /// - Throws: `StorageFailure` with a unique violation when another node answered in the meantime.
    func store(_ answer: Answer, to call: IdempotentCall, in transaction: Transaction) throws {
        let (owner, key) = try owner(of: answer, call, transaction)
        let body =
            try answer.body.isEmpty
            ? "" : key.seal(answer.body, in: Self.body, of: call.principal, in: call.shop)
        let stored = try transaction.changes(
            """
            INSERT INTO idempotency (shop, principal, key, request_hash, status, location, body, owner, made)
            VALUES (\(call.shop), \(call.principal), \(call.key.text), \(call.digest), \(answer.status),
                \(answer.location), \(body), \(owner.name), \(transaction.now))
            ON CONFLICT (shop, principal, key) DO UPDATE SET request_hash = excluded.request_hash,
                status = excluded.status, location = excluded.location, body = excluded.body,
                owner = excluded.owner, made = excluded.made
            WHERE idempotency.made <= \(transaction.now - Self.kept)
            """)
        guard stored > 0 else { throw StorageFailure.constraint(kind: .unique, detail: "idempotency") }
    }

    /// What an answer says of somebody whose data are erased tells nothing of them, such as that they were.
    private func owner(
        of answer: Answer, _ call: IdempotentCall, _ transaction: Transaction
    ) throws -> (Person, PersonKey) {
        if let customer = answer.customer {
            let person = Person.customer(customer, of: call.shop)
            let key = try people.keyToWrite(person, transaction)
            if !key.isErased { return (person, key) }
        }
        return (call.person, try people.keyToWrite(call.person, transaction))
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
