import Base
import Storage

struct ShopStore: Sendable {
    static let migration = Migration(
        "2026-11-22-shops",
        [
            """
            CREATE TABLE shops (
                id TEXT PRIMARY KEY CHECK (id <> '' AND id <> '*'),
                name TEXT NOT NULL,
                currency TEXT NOT NULL,
                time_zone TEXT NOT NULL,
                pack_name TEXT NOT NULL,
                default_language TEXT NOT NULL CHECK (default_language IN ('zh-Hans', 'zh-Hant', 'en')),
                settings TEXT NOT NULL,
                created_at BIGINT NOT NULL
            )
            """,
            """
            CREATE TABLE shop_secrets (
                shop TEXT NOT NULL REFERENCES shops (id),
                kind TEXT NOT NULL CHECK (kind IN ('webhook', 'link')),
                secret TEXT NOT NULL CHECK (secret <> ''),
                PRIMARY KEY (shop, kind)
            )
            """,
        ])

    /// False when there is such a shop already.
    func insert(_ opening: ShopOpening, _ settings: ShopSettings, _ transaction: Transaction) throws -> Bool {
        try transaction.changes(
            """
            INSERT INTO shops (id, name, currency, time_zone, pack_name, default_language, settings, created_at)
            VALUES (\(opening.id), \(opening.name), \(opening.currency.code), \(opening.timeZone),
                \(opening.packName), \(opening.defaultLanguage), \(settings.json), \(transaction.now))
            ON CONFLICT (id) DO NOTHING
            """) > 0
    }

    func find(_ id: ShopID, _ transaction: Transaction) throws -> ShopRecord? {
        try transaction.first("SELECT \(Self.columns) FROM shops WHERE id = \(id)", Self.read)
    }

    func list(after id: ShopID, limit: Int, _ transaction: Transaction) throws -> [ShopRecord] {
        try transaction.rows(
            "SELECT \(Self.columns) FROM shops WHERE id > \(id) ORDER BY id LIMIT \(limit)", Self.read)
    }

    func update(_ settings: ShopSettings, of shop: ShopID, _ transaction: Transaction) throws {
        try transaction.run("UPDATE shops SET settings = \(settings.json) WHERE id = \(shop)")
    }

    private static let columns: SQL =
        "id, name, currency, time_zone, pack_name, default_language, settings, created_at"

    private static func read(_ row: inout Row) throws -> ShopRecord {
        let (id, name, currency): (ShopID, String, Currency) = (
            try row.id(), try row.text(), try row.currency()
        )
        let timeZone = try row.text()
        guard let day = LocalDay(zone: timeZone) else {
            throw StorageFailure.failed("unknown time zone of a shop")
        }
        return ShopRecord(
            id: id, name: name, currency: currency, timeZone: timeZone, day: day, packName: try row.text(),
            defaultLanguage: try row.choice(), settings: ShopSettings(stored: try row.json()),
            createdAt: try row.time())
    }
}
