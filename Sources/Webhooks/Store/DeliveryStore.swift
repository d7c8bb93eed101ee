import Base
import Storage

struct DeliveryStore: Sendable {
    static let migration = Migration(
        "2026-11-22-webhook-deliveries",
        [
            """
            CREATE TABLE webhook_deliveries (
                shop TEXT NOT NULL,
                endpoint TEXT NOT NULL,
                position BIGINT NOT NULL,
                type TEXT NOT NULL,
                state TEXT NOT NULL CHECK (state IN ('waiting', 'delivered', 'dead')),
                attempts BIGINT NOT NULL CHECK (attempts >= 0),
                at BIGINT NOT NULL,
                fault TEXT,
                PRIMARY KEY (shop, endpoint, position),
                FOREIGN KEY (shop, endpoint) REFERENCES webhook_endpoints (shop, id) ON DELETE CASCADE
            )
            """,
            "CREATE INDEX webhook_deliveries_by_state ON webhook_deliveries (shop, endpoint, state, at)",
            "CREATE INDEX webhook_deliveries_delivered ON webhook_deliveries (at) WHERE state = 'delivered'",
        ])

    func save(_ delivery: WebhookDelivery, in shop: ShopID, _ transaction: Transaction) throws {
        try transaction.run(
            """
            INSERT INTO webhook_deliveries (shop, endpoint, position, type, state, attempts, at, fault)
            VALUES (\(shop), \(delivery.endpoint), \(delivery.position), \(delivery.type), \(delivery.state),
                \(delivery.attempts), \(delivery.at), \(delivery.fault))
            ON CONFLICT (shop, endpoint, position) DO UPDATE SET state = excluded.state,
                attempts = excluded.attempts, at = excluded.at, fault = excluded.fault
            """)
    }

    func find(
        _ position: Int64, of endpoint: Identifier<WebhookEndpoint>, in shop: ShopID,
        _ transaction: Transaction
    ) throws -> WebhookDelivery? {
        try transaction.first(
            """
            SELECT \(Self.columns) FROM webhook_deliveries
            WHERE shop = \(shop) AND endpoint = \(endpoint) AND position = \(position)
            """, Self.read)
    }

    /// Those whose next try is due, oldest first.
    func due(
        by moment: Timestamp, of endpoint: Identifier<WebhookEndpoint>, in shop: ShopID, limit: Int,
        _ transaction: Transaction
    ) throws -> [WebhookDelivery] {
        try transaction.rows(
            """
            SELECT \(Self.columns) FROM webhook_deliveries
            WHERE shop = \(shop) AND endpoint = \(endpoint) AND state = 'waiting' AND at <= \(moment)
            ORDER BY at, position LIMIT \(limit)
            """, Self.read)
    }

    func nextDue(
        of endpoint: Identifier<WebhookEndpoint>, in shop: ShopID, _ transaction: Transaction
    ) throws -> Timestamp? {
        try transaction.first(
            """
            SELECT MIN(at) FROM webhook_deliveries
            WHERE shop = \(shop) AND endpoint = \(endpoint) AND state = 'waiting'
            """
        ) { try $0.optionalTime() } ?? nil
    }

    /// Newest events first.
    func list(
        of endpoint: Identifier<WebhookEndpoint>, in shop: ShopID, _ state: WebhookDelivery.State?,
        before position: Int64?, limit: Int, _ transaction: Transaction
    ) throws -> [WebhookDelivery] {
        let inState: SQL = if let state { "AND state = \(state)" } else { "" }
        return try transaction.rows(
            """
            SELECT \(Self.columns) FROM webhook_deliveries
            WHERE shop = \(shop) AND endpoint = \(endpoint) AND position < \(position ?? .max) \(inState)
            ORDER BY position DESC LIMIT \(limit)
            """, Self.read)
    }

    func counts(
        of endpoint: Identifier<WebhookEndpoint>, in shop: ShopID, _ transaction: Transaction
    ) throws -> [WebhookDelivery.State: Int] {
        let rows = try transaction.rows(
            """
            SELECT state, COUNT(*) FROM webhook_deliveries WHERE shop = \(shop) AND endpoint = \(endpoint)
            GROUP BY state
            """
        ) { (try $0.choice(WebhookDelivery.State.self), try $0.int()) }
        return Dictionary(uniqueKeysWithValues: rows)
    }

    func delete(
        _ position: Int64, of endpoint: Identifier<WebhookEndpoint>, in shop: ShopID,
        _ transaction: Transaction
    ) throws {
        try transaction.run(
            """
            DELETE FROM webhook_deliveries
            WHERE shop = \(shop) AND endpoint = \(endpoint) AND position = \(position)
            """)
    }

    /// Of all shops: for the daily sweep.
    func deleteDelivered(before moment: Timestamp, _ transaction: Transaction) throws {
        try transaction.run("DELETE FROM webhook_deliveries WHERE state = 'delivered' AND at < \(moment)")
    }

    private static let columns: SQL = "endpoint, position, type, state, attempts, at, fault"

    private static func read(_ row: inout Row) throws -> WebhookDelivery {
        WebhookDelivery(
            endpoint: try row.id(), position: try row.int64(), type: try row.text(), state: try row.choice(),
            attempts: try row.int(), at: try row.time(), fault: try row.optionalText())
    }
}
