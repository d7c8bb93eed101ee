import Base
import Customers
import Storage

extension Movement.Kind: SQLConvertible {}
extension MovementState: SQLConvertible {}
extension MovementPurpose: SQLConvertible {}

/// Payments and refunds, and per order how much was paid and how much of it went back.
struct MovementStore: Sendable {
    static let migrations = [migration, ties, sources, references, redirections]

    /// Refunds that belong to a charge: those that wait for it, and the one that sends it back.
    private static let ties = Migration(
        "2026-11-22-movements-ties",
        [
            "ALTER TABLE movements ADD COLUMN tied_to TEXT",
            "ALTER TABLE movements ADD COLUMN returns TEXT",
            "CREATE INDEX movements_tied ON movements (shop, tied_to) WHERE tied_to IS NOT NULL",
            "CREATE UNIQUE INDEX movements_returning ON movements (shop, returns) WHERE returns IS NOT NULL",
        ])

    private static let sources = Migration(
        "2026-11-22-movements-payment", ["ALTER TABLE movements ADD COLUMN payment TEXT"])

    private static let references = Migration(
        "2026-11-22-movements-reference", ["ALTER TABLE movements ADD COLUMN provider_reference TEXT"])

    private static let redirections = Migration(
        "2026-11-23-movements-redirected",
        [
            "ALTER TABLE movements ADD COLUMN replaces TEXT",
            "ALTER TABLE movements ADD COLUMN hand_reference TEXT",
            "CREATE INDEX movements_replacing ON movements (shop, replaces) WHERE replaces IS NOT NULL",
        ])

    private static let migration = Migration(
        "2026-11-22-movements",
        [
            """
            CREATE TABLE movements (
                shop TEXT NOT NULL,
                number TEXT NOT NULL,
                kind TEXT NOT NULL CHECK (kind IN ('payment', 'refund')),
                purpose TEXT NOT NULL CHECK (purpose IN ('sale', 'compensation', 'returnFreight')),
                order_id TEXT NOT NULL,
                place BIGINT NOT NULL,
                case_id TEXT,
                customer TEXT NOT NULL,
                method TEXT NOT NULL,
                method_kind TEXT NOT NULL,
                amount BIGINT NOT NULL CHECK (amount >= 0),
                currency TEXT NOT NULL,
                state TEXT NOT NULL CHECK (state IN ('ordered', 'sent', 'unknown', 'succeeded', 'failed', 'undone')),
                ordered_at BIGINT NOT NULL,
                sent_at BIGINT,
                settled_at BIGINT,
                late_at BIGINT,
                is_late BOOLEAN NOT NULL,
                attempts BIGINT NOT NULL,
                fault TEXT,
                PRIMARY KEY (shop, number)
            )
            """,
            "CREATE INDEX movements_by_order ON movements (shop, order_id, place)",
            "CREATE INDEX movements_by_case ON movements (shop, case_id) WHERE case_id IS NOT NULL",
            """
            CREATE INDEX refunds_open ON movements (shop, state, ordered_at)
            WHERE state <> 'succeeded' AND state <> 'undone'
            """,
            "CREATE INDEX refunds_made ON movements (shop, ordered_at) WHERE kind = 'refund'",
            """
            CREATE TABLE order_balances (
                shop TEXT NOT NULL,
                order_id TEXT NOT NULL,
                paid BIGINT NOT NULL,
                refunded BIGINT NOT NULL,
                PRIMARY KEY (shop, order_id),
                CHECK (refunded >= 0),
                CHECK (refunded <= paid)
            )
            """,
        ])

    func insert(
        _ movement: Movement, for purpose: MovementPurpose, in shop: ShopID, _ transaction: Transaction
    ) throws {
        let place = try transaction.count(
            "SELECT COUNT(*) FROM movements WHERE shop = \(shop) AND order_id = \(movement.orderID)")
        try insert(movement, for: purpose, at: place, in: shop, transaction)
    }

    func insert(
        _ movement: Movement, for purpose: MovementPurpose, at place: Int, in shop: ShopID,
        _ transaction: Transaction
    ) throws {
        try transaction.run(
            """
            INSERT INTO movements (shop, number, kind, purpose, order_id, place, case_id, customer, method, method_kind,
                amount, currency, state, ordered_at, sent_at, settled_at, late_at, is_late, attempts, fault, tied_to,
                returns, payment, provider_reference, replaces)
            VALUES (\(shop), \(movement.number), \(movement.kind), \(purpose), \(movement.orderID), \(place),
                \(movement.caseID), \(movement.customerID), \(movement.methodID), \(movement.methodKind),
                \(movement.amount.amount), \(movement.amount.currency.code), \(movement.state),
                \(movement.orderedAt), \(movement.sentAt), \(movement.settledAt), \(movement.lateAt), FALSE, 0, NULL,
                \(movement.tiedTo), \(movement.returns), \(movement.payment), \(movement.providerReference), \(movement.replaces))
            """)
    }

    /// Only where it is the same movement still: an order's source may have said others at its place.
    func note(
        _ reference: String, of number: Identifier<Movement>, _ imported: ImportedMovement, in shop: ShopID,
        _ transaction: Transaction
    ) throws {
        try transaction.run(
            """
            UPDATE movements SET provider_reference = \(reference)
            WHERE shop = \(shop) AND number = \(number) AND kind = \(imported.kind)
                AND method = \(imported.methodID) AND amount = \(imported.amount.amount)
            """)
    }

    func delete(_ number: Identifier<Movement>, in shop: ShopID, _ transaction: Transaction) throws {
        try transaction.run("DELETE FROM movements WHERE shop = \(shop) AND number = \(number)")
    }

    func find(_ number: Identifier<Movement>, in shop: ShopID, _ transaction: Transaction) throws -> Movement?
    {
        try transaction.first(
            "SELECT \(Self.columns) FROM movements WHERE shop = \(shop) AND number = \(number)", Self.read)
    }

    func list(ofOrder orderID: String, in shop: ShopID, _ transaction: Transaction) throws -> [Movement] {
        try transaction.rows(
            "SELECT \(Self.columns) FROM movements WHERE shop = \(shop) AND order_id = \(orderID) ORDER BY place",
            Self.read)
    }

    /// By the case that they belong to.
    func list(
        ofCases caseIDs: [String], in shop: ShopID, _ transaction: Transaction
    ) throws -> [String: [Movement]] {
        try transaction.parts(
            of: Dictionary(caseIDs.map { ($0, ()) }) { first, _ in first },
            """
            SELECT case_id, \(Self.columns) FROM movements WHERE shop = \(shop) AND case_id IN (\(list: caseIDs))
            ORDER BY case_id, place
            """
        ) { row, _ in try Self.read(&row) }
    }

    /// Refunds that were ordered together with a charge.
    func list(
        tiedTo charge: Identifier<Movement>, in shop: ShopID, _ transaction: Transaction
    ) throws -> [Movement] {
        try transaction.rows(
            "SELECT \(Self.columns) FROM movements WHERE shop = \(shop) AND tied_to = \(charge) ORDER BY place",
            Self.read)
    }

    /// What went back of an order or is about to, undone ones left out; the earliest first.
    func salesRefunds(
        ofOrder orderID: String, in shop: ShopID, _ transaction: Transaction
    ) throws -> [RefundSplit.Earlier] {
        try transaction.rows(
            """
            SELECT payment, method, amount FROM movements WHERE shop = \(shop) AND order_id = \(orderID)
                AND kind = 'refund' AND purpose = 'sale' AND state <> 'undone' ORDER BY place
            """
        ) { row in
            RefundSplit.Earlier(
                payment: try row.optionalID(), methodID: try row.id(), amount: try row.int64())
        }
    }

    /// What has gone back, or is about to, for no case: with changes of the order, or by its source; in minor units.
    func refundsOfNoCase(
        ofOrder orderID: String, in shop: ShopID, _ transaction: Transaction
    ) throws -> Int64 {
        try transaction.first(
            """
            SELECT COALESCE(SUM(amount), 0) FROM movements WHERE shop = \(shop) AND order_id = \(orderID)
                AND kind = 'refund' AND purpose = 'sale' AND case_id IS NULL AND state NOT IN ('failed', 'undone')
            """
        ) { try $0.int64() } ?? 0
    }

    func update(
        _ movement: Movement, to state: MovementState, fault: String?, in shop: ShopID,
        _ transaction: Transaction
    ) throws {
        precondition(
            movement.state.allows(state), "\(movement.number) cannot go from \(movement.state) to \(state)")
        let sent = state == .sent ? transaction.now : movement.sentAt
        let settled = state.isSettled ? transaction.now : nil
        try transaction.run(
            """
            UPDATE movements SET state = \(state), sent_at = \(sent), settled_at = \(settled), fault = \(fault),
                attempts = attempts + \(state == .sent ? 1 : 0)
            WHERE shop = \(shop) AND number = \(movement.number)
            """)
    }

    func markLate(
        _ number: Identifier<Movement>, next: Timestamp, in shop: ShopID, _ transaction: Transaction
    ) throws {
        try transaction.run(
            "UPDATE movements SET is_late = TRUE, late_at = \(next) WHERE shop = \(shop) AND number = \(number)"
        )
    }

    /// Takes an amount out of what is left of an order's payments. What its source paid back before counts.
    /// - Returns: false when there is not that much left.
    func take(
        _ amount: Money, ofOrder orderID: String, paid: Money, in shop: ShopID, _ transaction: Transaction
    ) throws -> Bool {
        try transaction.run(
            """
            INSERT INTO order_balances (shop, order_id, paid, refunded)
            SELECT \(shop), \(orderID), \(paid.amount), COALESCE(SUM(amount), 0) FROM movements
            WHERE shop = \(shop) AND order_id = \(orderID)
                AND kind = 'refund' AND purpose = 'sale' AND state <> 'undone'
            ON CONFLICT (shop, order_id) DO UPDATE SET paid = excluded.paid
            """)
        return try transaction.changes(
            """
            UPDATE order_balances SET refunded = refunded + \(amount.amount)
            WHERE shop = \(shop) AND order_id = \(orderID) AND refunded + \(amount.amount) <= paid
            """) > 0
    }

    /// The opposite of `take`, for a refund that was taken back before it was sent.
    func giveBack(
        _ amount: Money, ofOrder orderID: String, in shop: ShopID, _ transaction: Transaction
    ) throws {
        try transaction.run(
            """
            UPDATE order_balances SET refunded = refunded - \(amount.amount)
            WHERE shop = \(shop) AND order_id = \(orderID)
            """)
    }

    /// Refunds for the supervisor's page, newest first.
    func refunds(_ filter: RefundFilter, in shop: ShopID, _ transaction: Transaction) throws -> [Movement] {
        try transaction.rows(
            """
            SELECT \(Self.columns) FROM movements WHERE shop = \(shop) AND \(filter.condition)
            ORDER BY ordered_at DESC, number DESC LIMIT \(filter.limit + 1)
            """, Self.read)
    }

    func count(_ state: RefundFilter.State, in shop: ShopID, _ transaction: Transaction) throws -> Int {
        try transaction.count(
            "SELECT COUNT(*) FROM movements WHERE shop = \(shop) AND \(RefundFilter.condition(state))")
    }

    /// Everything that has not settled, summed up.
    func open(in shop: ShopID, _ transaction: Transaction) throws -> [OpenMoney] {
        let (hour, day) = (transaction.now - .hours(1), transaction.now - .hours(24))
        return try transaction.rows(
            """
            SELECT kind, method_kind, state, is_late,
                CASE WHEN ordered_at > \(hour) THEN 0 WHEN ordered_at > \(day) THEN 1 ELSE 2 END AS age,
                COUNT(*), SUM(amount), currency
            FROM movements WHERE shop = \(shop) AND state <> 'succeeded' AND state <> 'undone'
            GROUP BY kind, method_kind, state, is_late, age, currency
            """
        ) { row in
            OpenMoney(
                kind: try row.choice(), methodKind: try row.choice(), state: try row.choice(),
                isLate: try row.bool(), age: OpenMoney.Age.allCases[try row.int()], count: try row.int(),
                amount: try row.money())
        }
    }

    private static let columns: SQL = """
        number, kind, order_id, case_id, customer, method, method_kind, amount, currency, state, ordered_at, sent_at,
        settled_at, late_at, is_late, attempts, fault, tied_to, returns, payment,
        COALESCE(provider_reference, (
            SELECT source.provider_reference FROM movements source
            WHERE source.shop = movements.shop AND source.number = movements.payment)), replaces, hand_reference
        """

    private static func read(_ row: inout Row) throws -> Movement {
        Movement(
            number: try row.id(), kind: try row.choice(), orderID: try row.text(),
            caseID: try row.optionalText(),
            customerID: try row.id(), methodID: try row.id(), methodKind: try row.choice(),
            amount: try row.money(),
            state: try row.choice(), orderedAt: try row.time(), sentAt: try row.optionalTime(),
            settledAt: try row.optionalTime(), lateAt: try row.optionalTime(), isLate: try row.bool(),
            attempts: try row.int(), fault: try row.optionalText(), tiedTo: try row.optionalID(),
            returns: try row.optionalID(), payment: try row.optionalID(),
            providerReference: try row.optionalText(), replaces: try row.optionalID(),
            handReference: try row.optionalText())
    }
}
