import Base
import Storage

struct EndpointStore: Sendable {
    static let migration = Migration(
        "2026-11-22-webhook-endpoints",
        [
            """
            CREATE TABLE webhook_endpoints (
                shop TEXT NOT NULL,
                id TEXT NOT NULL,
                url TEXT NOT NULL,
                types TEXT NOT NULL,
                state TEXT NOT NULL CHECK (state IN ('active', 'paused')),
                position BIGINT NOT NULL CHECK (position >= 0),
                secret TEXT NOT NULL,
                old_secret TEXT,
                old_secret_until BIGINT,
                failures BIGINT NOT NULL CHECK (failures >= 0),
                failing_since BIGINT,
                made BIGINT NOT NULL,
                PRIMARY KEY (shop, id),
                CHECK ((old_secret IS NULL) = (old_secret_until IS NULL))
            )
            """
        ])

    func insert(_ endpoint: WebhookEndpoint, _ transaction: Transaction) throws {
        try transaction.run(
            """
            INSERT INTO webhook_endpoints (shop, id, url, types, state, position, secret, failures, made)
            VALUES (\(endpoint.shop), \(endpoint.id), \(endpoint.url), \(JSONValue(endpoint.types.patterns)),
                \(endpoint.state), \(endpoint.position), '', 0, \(endpoint.made))
            """)
    }

    func find(
        _ id: Identifier<WebhookEndpoint>, in shop: ShopID, _ transaction: Transaction
    ) throws -> WebhookEndpoint? {
        try transaction.first(
            "SELECT \(Self.columns) FROM webhook_endpoints WHERE shop = \(shop) AND id = \(id)", Self.read)
    }

    /// Oldest first.
    func list(in shop: ShopID, _ transaction: Transaction) throws -> [WebhookEndpoint] {
        try transaction.rows(
            "SELECT \(Self.columns) FROM webhook_endpoints WHERE shop = \(shop) ORDER BY id", Self.read)
    }

    func active(in shop: ShopID, _ transaction: Transaction) throws -> [Identifier<WebhookEndpoint>] {
        try transaction.rows(
            "SELECT id FROM webhook_endpoints WHERE shop = \(shop) AND state = 'active' ORDER BY id"
        ) { try $0.id() }
    }

    func change(
        _ endpoint: WebhookEndpoint, url: String, types: EventTypes, _ transaction: Transaction
    ) throws {
        try transaction.run(
            """
            UPDATE webhook_endpoints SET url = \(url), types = \(JSONValue(types.patterns))
            WHERE shop = \(endpoint.shop) AND id = \(endpoint.id)
            """)
    }

    /// Sets the state and forgets past failures.
    func set(_ state: WebhookEndpoint.State, _ endpoint: WebhookEndpoint, _ transaction: Transaction) throws {
        try transaction.run(
            """
            UPDATE webhook_endpoints SET state = \(state), failures = 0, failing_since = NULL
            WHERE shop = \(endpoint.shop) AND id = \(endpoint.id)
            """)
    }

    func setPosition(_ position: Int64, of endpoint: WebhookEndpoint, _ transaction: Transaction) throws {
        try transaction.run(
            """
            UPDATE webhook_endpoints SET position = \(position)
            WHERE shop = \(endpoint.shop) AND id = \(endpoint.id)
            """)
    }

    /// Counts how calls went: any success ends a row of failures.
    func note(
        failures: Int, since: Timestamp?, of endpoint: WebhookEndpoint, _ transaction: Transaction
    ) throws {
        try transaction.run(
            """
            UPDATE webhook_endpoints SET failures = \(failures), failing_since = \(since)
            WHERE shop = \(endpoint.shop) AND id = \(endpoint.id)
            """)
    }

    func setOldSecret(
        until end: Timestamp, of endpoint: WebhookEndpoint, _ transaction: Transaction
    ) throws {
        try transaction.run(
            """
            UPDATE webhook_endpoints SET old_secret = '', old_secret_until = \(end)
            WHERE shop = \(endpoint.shop) AND id = \(endpoint.id)
            """)
    }

    func delete(_ endpoint: WebhookEndpoint, _ transaction: Transaction) throws {
        try transaction.run(
            "DELETE FROM webhook_endpoints WHERE shop = \(endpoint.shop) AND id = \(endpoint.id)")
    }

    private static let columns: SQL =
        "id, shop, url, types, state, position, failures, failing_since, made, old_secret_until"

    private static func read(_ row: inout Row) throws -> WebhookEndpoint {
        WebhookEndpoint(
            id: try row.id(), shop: try row.id(), url: try row.text(),
            types: EventTypes(stored: try row.json()), state: try row.choice(), position: try row.int64(),
            failures: try row.int(), failingSince: try row.optionalTime(), made: try row.time(),
            oldSecretUntil: try row.optionalTime())
    }
}
