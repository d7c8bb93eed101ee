import Base
import Customers
import Policies
import Storage
import Vault

extension OrderStatus: SQLConvertible {}

/// Orders with their lines and parcels.
struct OrderStore: Sendable {
    let people: PersonVault

    /// Where an order goes.
    static let address = PersonalColumn("orders", "address", owner: .customer("customer"))

    func setHeld(
        for cases: [String], _ id: Identifier<Order>, in shop: ShopID, _ transaction: Transaction
    ) throws {
        try transaction.run(
            "UPDATE orders SET held_for = \(JSONValue(cases)) WHERE shop = \(shop) AND id = \(id)")
    }

    /// What the source sent last for each of these orders, as a fingerprint; new orders are left out.
    func sourceHashes(
        _ ids: [Identifier<Order>], in shop: ShopID, _ transaction: Transaction
    ) throws -> [Identifier<Order>: String] {
        let known: [(Identifier<Order>, String)] = try transaction.rows(
            "SELECT id, source_hash FROM orders WHERE shop = \(shop) AND id IN (\(list: ids))"
        ) { (try $0.id(), try $0.text()) }
        return Dictionary(known) { first, _ in first }
    }

    /// - Parameter address: sealed.
    func insert(
        _ order: Order, address: String, hash: String, in shop: ShopID, _ transaction: Transaction
    ) throws {
        try transaction.run(
            """
            INSERT INTO orders (shop, id, customer, status, placed_at, paid_at, shipped_at, delivered_at, address,
                freight, currency, shipments, version, source_hash)
            VALUES (\(shop), \(order.id), \(order.customerID), \(order.status), \(order.placedAt), \(order.paidAt),
                \(order.shippedAt), \(order.deliveredAt), \(address), \(order.freight.amount),
                \(order.freight.currency.code), \(JSONValue.array(order.shipments.map(\.json))), 0, \(hash))
            """)
        try insertLines(order.lines, of: order.id, in: shop, transaction)
        try insertParcels(of: order, in: shop, transaction)
    }

    private func insertParcels(of order: Order, in shop: ShopID, _ transaction: Transaction) throws {
        for (place, number) in order.shipments.flatMap(\.trackingNumbers).enumerated() {
            try transaction.run(
                """
                INSERT INTO order_parcels (shop, order_id, place, tracking_number)
                VALUES (\(shop), \(order.id), \(place), \(number))
                """)
        }
    }

    /// What a source may still say of an order that was changed here or has cases: how it goes on its way.
    func updateProgress(_ order: Order, hash: String, in shop: ShopID, _ transaction: Transaction) throws {
        try transaction.run(
            """
            UPDATE orders SET status = \(order.status), placed_at = \(order.placedAt), paid_at = \(order.paidAt),
                shipped_at = \(order.shippedAt), delivered_at = \(order.deliveredAt),
                shipments = \(JSONValue.array(order.shipments.map(\.json))), source_hash = \(hash)
            WHERE shop = \(shop) AND id = \(order.id)
            """)
        try transaction.run("DELETE FROM order_parcels WHERE shop = \(shop) AND order_id = \(order.id)")
        try insertParcels(of: order, in: shop, transaction)
    }

    /// - Parameter address: sealed.
    func updateTerms(
        _ order: Order, address: String, in shop: ShopID, _ transaction: Transaction
    ) throws {
        try transaction.run(
            """
            UPDATE orders SET customer = \(order.customerID), address = \(address),
                freight = \(order.freight.amount) WHERE shop = \(shop) AND id = \(order.id)
            """)
        try replaceLines(order.lines, of: order.id, in: shop, transaction)
    }

    func replaceLines(
        _ lines: [OrderLine], of id: Identifier<Order>, in shop: ShopID, _ transaction: Transaction
    ) throws {
        try transaction.run("DELETE FROM order_lines WHERE shop = \(shop) AND order_id = \(id)")
        try insertLines(lines, of: id, in: shop, transaction)
    }

    private func insertLines(
        _ lines: [OrderLine], of id: Identifier<Order>, in shop: ShopID, _ transaction: Transaction
    ) throws {
        for (place, line) in lines.enumerated() {
            try transaction.run(
                """
                INSERT INTO order_lines (shop, order_id, id, place, variant, product, title, options, price, quantity,
                    paid, exclusion_confirmed, cancelled)
                VALUES (\(shop), \(id), \(line.id), \(place), \(line.variantID), \(line.productID), \(line.title),
                    \(line.options), \(line.price.amount), \(line.quantity), \(line.paid.amount),
                    \(line.exclusionConfirmed), \(line.cancelled))
                """)
        }
    }

    /// - Parameter withAddress: false: it stays sealed, and the order has none.
    func find(
        _ id: Identifier<Order>, withAddress: Bool = true, in shop: ShopID, _ transaction: Transaction
    ) throws -> Order? {
        try orders("id = \(id)", withAddress: withAddress, in: shop, limit: 1, transaction).first
    }

    /// Those of the ids that there are, by id.
    func find(
        _ ids: [Identifier<Order>], in shop: ShopID, _ transaction: Transaction
    ) throws -> [Identifier<Order>: Order] {
        let found = try orders("id IN (\(list: ids))", in: shop, limit: ids.count, transaction)
        return Dictionary(found.map { ($0.id, $0) }) { first, _ in first }
    }

    /// The newest orders with a parcel of that number, whatever the case of its letters.
    func find(
        parcel number: String, limit: Int, in shop: ShopID, _ transaction: Transaction
    ) throws -> [Order] {
        try orders(
            """
            id IN (SELECT order_id FROM order_parcels
                WHERE shop = \(shop) AND tracking_number IN (\(number), \(number.uppercased())))
            """, in: shop, limit: limit, transaction)
    }

    /// Newest first by id, as sources number upwards.
    func list(
        of customer: Identifier<Customer>?, after: Cursor?, limit: Int, in shop: ShopID,
        _ transaction: Transaction
    ) throws -> [Order] {
        let owner: SQL = if let customer { "customer = \(customer)" } else { "TRUE" }
        let further: SQL = if let after { "AND id < \(after.keys[0])" } else { "" }
        return try orders("\(owner) \(further)", in: shop, limit: limit, transaction)
    }

    /// A customer's orders as they were placed, the newest first.
    func placed(
        by customer: Identifier<Customer>, after: Cursor?, limit: Int, in shop: ShopID,
        _ transaction: Transaction
    ) throws -> [Order] {
        let further: SQL =
            if let after {
                "AND (COALESCE(placed_at, 0), id) < (\(Int64(after.keys[0]) ?? 0), \(after.keys[1]))"
            } else { "" }
        return try orders(
            "customer = \(customer) \(further)", by: "COALESCE(placed_at, 0) DESC, id DESC", in: shop,
            limit: limit, transaction)
    }

    func ids(
        of customer: Identifier<Customer>, in shop: ShopID, _ transaction: Transaction
    ) throws -> [Identifier<Order>] {
        try transaction.rows(
            "SELECT id FROM orders WHERE shop = \(shop) AND customer = \(customer) ORDER BY id"
        ) { try $0.id() }
    }

    func unsentCount(
        of customer: Identifier<Customer>, in shop: ShopID, _ transaction: Transaction
    ) throws -> Int {
        try transaction.count(
            """
            SELECT COUNT(*) FROM orders WHERE shop = \(shop) AND customer = \(customer)
                AND status IN (\(OrderStatus.pending), \(OrderStatus.processed))
            """)
    }

    func bumpVersion(_ order: Order, in shop: ShopID, _ transaction: Transaction) throws -> Bool {
        try transaction.changes(
            """
            UPDATE orders SET version = version + 1
            WHERE shop = \(shop) AND id = \(order.id) AND version = \(order.version)
            """) > 0
    }

    func setStrayed(
        _ id: Identifier<Order>, at moment: Timestamp, in shop: ShopID, _ transaction: Transaction
    ) throws {
        try transaction.run("UPDATE orders SET strayed_at = \(moment) WHERE shop = \(shop) AND id = \(id)")
    }

    func setStraySettled(
        _ id: Identifier<Order>, at moment: Timestamp, in shop: ShopID, _ transaction: Transaction
    ) throws {
        try transaction.run(
            "UPDATE orders SET stray_settled_at = \(moment) WHERE shop = \(shop) AND id = \(id)")
    }

    /// Orders with goods that strayed and that nobody has seen to, newest first by id.
    func strayed(limit: Int, in shop: ShopID, _ transaction: Transaction) throws -> [Order] {
        try orders("\(Self.isStray)", in: shop, limit: limit, transaction)
    }

    func strayedCount(in shop: ShopID, _ transaction: Transaction) throws -> Int {
        try transaction.count("SELECT COUNT(*) FROM orders WHERE shop = \(shop) AND \(Self.isStray)")
    }

    private static let isStray: SQL = "strayed_at IS NOT NULL AND stray_settled_at IS NULL"

    func setStatus(
        _ status: OrderStatus, of id: Identifier<Order>, in shop: ShopID, _ transaction: Transaction
    ) throws {
        try transaction.run("UPDATE orders SET status = \(status) WHERE shop = \(shop) AND id = \(id)")
    }

    func setAddress(
        _ address: Address, of order: Order, in shop: ShopID, _ transaction: Transaction
    ) throws {
        let key = try people.keyToWrite(.customer(order.customerID.text, of: shop), transaction)
        let sealed = try Self.sealed(address, of: order.id, key, in: shop)
        try transaction.run(
            "UPDATE orders SET address = \(sealed) WHERE shop = \(shop) AND id = \(order.id)")
    }

    static func sealed(
        _ address: Address, of id: Identifier<Order>, _ key: PersonKey, in shop: ShopID
    ) throws -> String {
        try key.seal(address.json.text, in: Self.address, of: id.text, in: shop)
    }

    private func orders(
        _ filter: SQL, by order: SQL = "id DESC", withAddress: Bool = true, in shop: ShopID, limit: Int,
        _ transaction: Transaction
    ) throws -> [Order] {
        let rows = try transaction.rows(
            """
            SELECT id, customer, status, placed_at, paid_at, shipped_at, delivered_at, address, freight, currency,
                shipments, version, held_for, strayed_at, stray_settled_at FROM orders WHERE shop = \(shop) AND \(filter)
            ORDER BY \(order) LIMIT \(limit)
            """, StoredOrder.init)
        let owners = withAddress ? rows.map { Person.customer($0.customerID.text, of: shop) } : []
        let keys = try people.keys(of: owners, transaction)
        let orders = try rows.map { try $0.order(keys, in: shop) }
        let lines = try lines(of: orders, in: shop, transaction)
        return orders.map { $0.with(lines: lines[$0.id.text] ?? []) }
    }

    private func lines(
        of orders: [Order], in shop: ShopID, _ transaction: Transaction
    ) throws -> [String: [OrderLine]] {
        try transaction.parts(
            of: Dictionary(orders.map { ($0.id.text, $0.freight.currency) }) { first, _ in first },
            """
            SELECT order_id, id, variant, product, title, options, price, quantity, paid, exclusion_confirmed,
                cancelled
            FROM order_lines WHERE shop = \(shop) AND order_id IN (\(list: orders.map(\.id)))
            ORDER BY order_id, place
            """
        ) { row, currency in
            OrderLine(
                id: try row.id(), variantID: try row.id(), productID: try row.id(), title: try row.text(),
                options: try row.json(), price: Money(try row.int64(), currency), quantity: try row.int(),
                paid: Money(try row.int64(), currency), exclusionConfirmed: try row.bool(),
                cancelled: try row.int())
        }
    }
}

extension Order {
    func with(lines: [OrderLine]) -> Order {
        Order(
            id: id, customerID: customerID, status: status, placedAt: placedAt, paidAt: paidAt,
            shippedAt: shippedAt,
            deliveredAt: deliveredAt, address: address, freight: freight, lines: lines, shipments: shipments,
            version: version, heldFor: heldFor, stray: stray)
    }
}
