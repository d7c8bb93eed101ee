import Base
import Storage

/// What shops owe their customers of goods that inspection turned down: a row for each case with such units.
struct GoodsBackStore: Sendable {
    static let migration = Migration(
        "2026-11-22-cases-goods-back",
        [
            """
            CREATE TABLE case_goods_back (
                shop TEXT NOT NULL,
                case_id TEXT NOT NULL,
                units BIGINT NOT NULL CHECK (units > 0),
                due BIGINT NOT NULL,
                warn_at BIGINT NOT NULL,
                is_warned BOOLEAN NOT NULL,
                is_late BOOLEAN NOT NULL,
                sent_at BIGINT,
                PRIMARY KEY (shop, case_id),
                FOREIGN KEY (shop, case_id) REFERENCES cases (shop, id)
            )
            """,
            "ALTER TABLE case_parcels ADD COLUMN is_refused BOOLEAN NOT NULL DEFAULT FALSE",
        ])

    /// What is still owed, for the queue that shows it.
    static let queue = Migration(
        "2026-11-22-cases-goods-back-queue",
        [
            "CREATE INDEX case_goods_back_owed ON case_goods_back (shop, is_late, case_id) WHERE sent_at IS NULL"
        ])

    /// The ids of cases whose goods have not been sent back.
    static func owed(_ wanted: CaseFilter.GoodsBack, in shop: ShopID) -> SQL {
        let late: [Bool] =
            switch wanted {
            case .owed: [false, true]
            case .late: [true]
            }
        return """
            SELECT case_id FROM case_goods_back
            WHERE shop = \(shop) AND is_late IN (\(list: late)) AND sent_at IS NULL
            """
    }

    func find(
        _ id: Identifier<Case>, in shop: ShopID, _ transaction: Transaction
    ) throws -> GoodsBack? {
        try transaction.first(
            """
            SELECT units, due, warn_at, is_warned, is_late, sent_at FROM case_goods_back
            WHERE shop = \(shop) AND case_id = \(id)
            """, Self.read)
    }

    /// By the text of the case's id; asks only about cases with such units.
    func owed(
        of owners: [String: Case], in shop: ShopID, _ transaction: Transaction
    ) throws -> [String: GoodsBack] {
        let owners = owners.filter { $0.value.refusedUnitsThere > 0 }
        if owners.isEmpty { return [:] }
        return try transaction.parts(
            of: owners,
            """
            SELECT case_id, units, due, warn_at, is_warned, is_late, sent_at FROM case_goods_back
            WHERE shop = \(shop) AND case_id IN (\(list: owners.keys.sorted()))
            """
        ) { row, _ in try Self.read(&row) }.compactMapValues(\.first)
    }

    func save(
        _ owed: GoodsBack, of id: Identifier<Case>, in shop: ShopID, _ transaction: Transaction
    ) throws {
        try transaction.run(
            """
            INSERT INTO case_goods_back (shop, case_id, units, due, warn_at, is_warned, is_late, sent_at)
            VALUES (\(shop), \(id), \(owed.units), \(owed.due), \(owed.warnAt), \(owed.isWarned), \(owed.isLate),
                \(owed.sentAt))
            ON CONFLICT (shop, case_id) DO UPDATE SET units = excluded.units, due = excluded.due,
                warn_at = excluded.warn_at, is_warned = excluded.is_warned, is_late = excluded.is_late,
                sent_at = excluded.sent_at
            """)
    }

    func delete(_ id: Identifier<Case>, in shop: ShopID, _ transaction: Transaction) throws {
        try transaction.run("DELETE FROM case_goods_back WHERE shop = \(shop) AND case_id = \(id)")
    }

    private static func read(_ row: inout Row) throws -> GoodsBack {
        GoodsBack(
            units: try row.int(), due: try row.time(), warnAt: try row.time(), isWarned: try row.bool(),
            isLate: try row.bool(), sentAt: try row.optionalTime())
    }
}
