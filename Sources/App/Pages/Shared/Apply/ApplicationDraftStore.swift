import AfterSales
import Base
import Storage
import Vault

/// What of a draft stays on the server: the customer's words, which stand in no address, and which case it became.
struct ApplicationDraftStore: Sendable {
    let people: PersonVault

    /// What its holder wrote.
    static let note = PersonalColumn("application_drafts", "note", owner: .actor("holder"), isOptional: true)

    static func migrations(_ people: PersonVault) -> [Migration] {
        schema + [
            Migration("2026-11-23-drafts-personal", [.change { try people.sealReadable([note], $0) }]),
            Migration(
                "2026-11-23-drafts-by-holder",
                ["CREATE INDEX application_drafts_by_holder ON application_drafts (shop, holder)"]),
        ]
    }

    private static let schema = [
        Migration(
            "2026-11-22-application-drafts",
            [
                """
                CREATE TABLE application_drafts (
                    shop TEXT NOT NULL,
                    id TEXT NOT NULL,
                    holder TEXT NOT NULL,
                    note TEXT,
                    sent TEXT,
                    case_id TEXT,
                    at BIGINT NOT NULL,
                    PRIMARY KEY (shop, id),
                    CHECK ((sent IS NULL) = (case_id IS NULL))
                )
                """,
                "CREATE INDEX application_drafts_by_age ON application_drafts (shop, at)",
            ])
    ]

    struct Kept: Sendable {
        let note: String?
        let sent: ApplicationDraft.Sent?
    }

    /// How long somebody may think about it.
    private static let keptFor = Span.days(7)

    /// Nil for somebody else's.
    func find(
        _ id: Identifier<ApplicationDraft>, of holder: Actor, in shop: ShopID, _ transaction: Transaction
    ) throws -> Kept? {
        let key = try people.key(of: Person(holder, of: shop), transaction)
        return try transaction.first(
            """
            SELECT note, sent, case_id FROM application_drafts
            WHERE shop = \(shop) AND id = \(id) AND holder = \(Self.name(holder))
            """
        ) { row in
            let (note, sent) = (try row.optionalText(), try row.optionalText())
            let record: Identifier<Case>? = try row.optionalID()
            return Kept(
                note: try note.map { try key.open($0, in: Self.note, of: id.text, in: shop) },
                sent: sent.flatMap { sent in record.map { .init(choice: sent, caseID: $0) } })
        }
    }

    /// Keeps the words under the draft's number; what nobody came back to for a week goes.
    func save(
        _ note: String?, as id: Identifier<ApplicationDraft>, of holder: Actor, in shop: ShopID,
        _ transaction: Transaction
    ) throws {
        let now = transaction.now
        let sealed = try note.map {
            try people.keyToWrite(Person(holder, of: shop), transaction)
                .seal($0, in: Self.note, of: id.text, in: shop)
        }
        try transaction.run(
            "DELETE FROM application_drafts WHERE shop = \(shop) AND at < \(now - Self.keptFor)")
        try transaction.run(
            """
            INSERT INTO application_drafts (shop, id, holder, note, at)
            VALUES (\(shop), \(id), \(Self.name(holder)), \(sealed), \(now))
            ON CONFLICT (shop, id) DO UPDATE SET note = excluded.note, at = excluded.at
                WHERE application_drafts.holder = excluded.holder
            """)
    }

    /// Notes which case the draft became.
    func markSent(
        _ sent: ApplicationDraft.Sent, _ id: Identifier<ApplicationDraft>, of holder: Actor, in shop: ShopID,
        _ transaction: Transaction
    ) throws {
        try transaction.run(
            """
            UPDATE application_drafts SET sent = \(sent.choice), case_id = \(sent.caseID)
            WHERE shop = \(shop) AND id = \(id) AND holder = \(Self.name(holder))
            """)
    }

    private static func name(_ holder: Actor) -> String { "\(holder.kind.rawValue) \(holder.id)" }
}
