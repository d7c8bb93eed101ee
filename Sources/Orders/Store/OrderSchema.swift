import Storage
import Vault

/// The tables of orders, in the steps in which they came.
extension OrderStore {
    static func personal(_ people: PersonVault) -> Migration {
        Migration("2026-11-22-orders-personal", [.change { try people.sealReadable([address], $0) }])
    }

    static let migration = Migration(
        "2026-11-22-orders",
        [
            """
            CREATE TABLE orders (
                shop TEXT NOT NULL,
                id TEXT NOT NULL,
                customer TEXT NOT NULL,
                status TEXT NOT NULL CHECK (status IN ('pending', 'processed', 'shipped', 'delivered', 'cancelled')),
                placed_at BIGINT,
                paid_at BIGINT,
                shipped_at BIGINT,
                delivered_at BIGINT,
                address TEXT NOT NULL,
                freight BIGINT NOT NULL CHECK (freight >= 0),
                currency TEXT NOT NULL,
                shipments TEXT NOT NULL,
                version BIGINT NOT NULL,
                source_hash TEXT NOT NULL,
                PRIMARY KEY (shop, id),
                FOREIGN KEY (shop, customer) REFERENCES customers (shop, id)
            )
            """,
            "CREATE INDEX orders_by_customer ON orders (shop, customer, id)",
            """
            CREATE TABLE order_lines (
                shop TEXT NOT NULL,
                order_id TEXT NOT NULL,
                id TEXT NOT NULL,
                place BIGINT NOT NULL,
                variant TEXT NOT NULL,
                product TEXT NOT NULL,
                title TEXT NOT NULL,
                options TEXT NOT NULL,
                price BIGINT NOT NULL CHECK (price >= 0),
                quantity BIGINT NOT NULL CHECK (quantity > 0),
                paid BIGINT NOT NULL CHECK (paid >= 0),
                exclusion_confirmed BOOLEAN NOT NULL,
                PRIMARY KEY (shop, order_id, id),
                FOREIGN KEY (shop, order_id) REFERENCES orders (shop, id)
            )
            """,
            """
            CREATE TABLE order_changes (
                shop TEXT NOT NULL,
                order_id TEXT NOT NULL,
                number BIGINT NOT NULL,
                kind TEXT NOT NULL CHECK (kind IN ('cancel', 'address', 'payment', 'lines', 'quantities')),
                reason TEXT,
                at BIGINT NOT NULL,
                before TEXT,
                movement TEXT,
                PRIMARY KEY (shop, order_id, number),
                FOREIGN KEY (shop, order_id) REFERENCES orders (shop, id)
            )
            """,
        ])

    /// What cases do to an order before it leaves.
    static let withholding = Migration(
        "2026-11-22-orders-withholding",
        [
            "ALTER TABLE orders ADD COLUMN held_for TEXT NOT NULL DEFAULT '[]'",
            "ALTER TABLE order_lines ADD COLUMN cancelled BIGINT NOT NULL DEFAULT 0 CHECK (cancelled >= 0)",
        ])

    /// Goods that left although they were cancelled or paid back here.
    static let strays = Migration(
        "2026-11-22-orders-strays",
        [
            "ALTER TABLE orders ADD COLUMN strayed_at BIGINT",
            "ALTER TABLE orders ADD COLUMN stray_settled_at BIGINT",
            """
            CREATE INDEX orders_strayed ON orders (shop, id)
            WHERE strayed_at IS NOT NULL AND stray_settled_at IS NULL
            """,
        ])

    /// Parcels by the number that people read out.
    static let parcels = Migration(
        "2026-11-22-orders-parcels",
        [
            """
            CREATE TABLE order_parcels (
                shop TEXT NOT NULL,
                order_id TEXT NOT NULL,
                place BIGINT NOT NULL,
                tracking_number TEXT NOT NULL,
                PRIMARY KEY (shop, order_id, place),
                FOREIGN KEY (shop, order_id) REFERENCES orders (shop, id)
            )
            """,
            "CREATE INDEX order_parcels_by_number ON order_parcels (shop, tracking_number)",
        ])
}
