import Base
import Storage

/// The seals over the log, one chain for all shops.
public struct EventSealStore: Sendable {
    public init() {}

    public static let migrations = [
        Migration(
            "2026-11-22-event-seals",
            [
                """
                CREATE TABLE event_seals (
                    number BIGINT PRIMARY KEY CHECK (number > 0),
                    shop TEXT NOT NULL,
                    last_position BIGINT NOT NULL,
                    events BIGINT NOT NULL CHECK (events > 0),
                    entries BYTEA NOT NULL,
                    at BIGINT NOT NULL,
                    hash BYTEA NOT NULL
                )
                """,
                "CREATE UNIQUE INDEX event_seals_by_shop ON event_seals (shop, last_position)",
            ])
    ]

    /// The newest seal; nil before the first.
    public func newest(_ transaction: Transaction) throws -> EventSeal? {
        try transaction.first(
            "SELECT \(Self.columns) FROM event_seals ORDER BY number DESC LIMIT 1", Self.read)
    }

    public func find(_ number: Int64, _ transaction: Transaction) throws -> EventSeal? {
        try transaction.first("SELECT \(Self.columns) FROM event_seals WHERE number = \(number)", Self.read)
    }

    /// Up to which position a shop's events are sealed.
    public func lastPosition(of shop: ShopID, _ transaction: Transaction) throws -> Int64 {
        Int64(
            try transaction.count(
                "SELECT COALESCE(MAX(last_position), 0) FROM event_seals WHERE shop = \(shop)"))
    }

    func insert(_ seal: EventSeal, _ transaction: Transaction) throws {
        try transaction.run(
            """
            INSERT INTO event_seals (number, shop, last_position, events, entries, at, hash)
            VALUES (\(seal.number), \(seal.shop), \(seal.last), \(seal.count), \(seal.entries), \(seal.at), \(seal.hash))
            """)
    }

    func forEach(_ transaction: Transaction, _ body: (EventSeal) throws -> Void) throws {
        try transaction.forEach("SELECT \(Self.columns) FROM event_seals ORDER BY number") {
            try body(try Self.read(&$0))
        }
    }

    /// Shops that have events behind their last seal. Goes from shop to shop by the index, so its cost follows the
    /// number of shops and not that of events.
    func shopsToSeal(_ transaction: Transaction) throws -> [ShopID] {
        try transaction.rows(
            """
            WITH RECURSIVE known (shop) AS (
                SELECT MIN(shop) FROM events
                UNION ALL SELECT (SELECT MIN(e.shop) FROM events e WHERE e.shop > known.shop) FROM known
                WHERE known.shop IS NOT NULL)
            SELECT shop FROM known WHERE shop IS NOT NULL
                AND (SELECT MAX(e.position) FROM events e WHERE e.shop = known.shop)
                    > COALESCE((SELECT MAX(s.last_position) FROM event_seals s WHERE s.shop = known.shop), 0)
            """
        ) { try $0.id() }
    }

    /// A shop's events from after one position up to another, as they are stored.
    func events(
        of shop: ShopID, after first: Int64, upTo last: Int64, limit: Int, _ transaction: Transaction
    ) throws -> [SealedEvent] {
        try transaction.rows(
            """
            SELECT position, at, shop, actor_kind, actor_id, type, subject_kind, subject_id, related, detail,
                COALESCE(on_behalf_of, '')
            FROM events WHERE shop = \(shop) AND position > \(first) AND position <= \(last)
            ORDER BY position LIMIT \(limit)
            """
        ) { row in
            let numbers = (try row.int64(), try row.int64())
            return SealedEvent(numbers, try (0..<9).map { _ in try row.text() })
        }
    }

    /// How many events are not sealed yet.
    func countUnsealed(_ transaction: Transaction) throws -> Int {
        try shopsToSeal(transaction).reduce(0) { sum, shop in
            let last = try lastPosition(of: shop, transaction)
            return try sum
                + transaction.count(
                    "SELECT COUNT(*) FROM events WHERE shop = \(shop) AND position > \(last)")
        }
    }

    private static let columns: SQL = "number, shop, last_position, events, entries, at, hash"

    private static func read(_ row: inout Row) throws -> EventSeal {
        EventSeal(
            number: try row.int64(), shop: try row.id(), last: try row.int64(), count: try row.int(),
            entries: try row.bytes(), at: try row.time(), hash: try row.bytes())
    }
}
