import Base
import Customers
import Orders
import Storage
import Vault

extension Complaint.Cause: SQLConvertible {}
extension Complaint.State: SQLConvertible {}
extension Complaint.RemedyKind: SQLConvertible {}

struct ComplaintStore: Sendable {
    let people: PersonVault

    static let migrations = [
        migration,
        Migration("2026-11-22-complaints-breach", ["ALTER TABLE complaints ADD COLUMN remedy_breach TEXT"]),
        Migration(
            "2026-11-23-complaints-resend",
            [
                "ALTER TABLE complaints ADD COLUMN remedy_reason TEXT",
                "ALTER TABLE complaints ADD COLUMN remedy_lines TEXT",
                "CREATE INDEX complaints_by_order ON complaints (shop, order_id)",
            ]),
        Migration(
            "2026-11-23-complaints-price",
            ["ALTER TABLE complaints ADD COLUMN remedy_lowers_price BOOLEAN NOT NULL DEFAULT FALSE"]),
    ]

    private static let migration = Migration(
        "2026-11-22-complaints",
        [
            """
            CREATE TABLE complaints (
                shop TEXT NOT NULL,
                id TEXT NOT NULL,
                customer TEXT NOT NULL,
                order_id TEXT,
                cause TEXT NOT NULL CHECK (cause IN ('product', 'delivery', 'service', 'price', 'other')),
                words TEXT NOT NULL,
                finding TEXT,
                remedy TEXT CHECK (remedy IN ('resend', 'priceDifference', 'compensation', 'apology')),
                remedy_amount BIGINT CHECK (remedy_amount > 0),
                remedy_note TEXT,
                currency TEXT NOT NULL,
                is_accepted BOOLEAN,
                state TEXT NOT NULL CHECK (state IN ('open', 'found', 'remedied', 'accepted', 'closed')),
                owner TEXT,
                opened_at BIGINT NOT NULL,
                due BIGINT NOT NULL,
                warn_at BIGINT NOT NULL,
                is_late BOOLEAN NOT NULL,
                closed_at BIGINT,
                cases TEXT NOT NULL,
                PRIMARY KEY (shop, id),
                FOREIGN KEY (shop, customer) REFERENCES customers (shop, id)
            )
            """,
            "CREATE INDEX complaints_by_state ON complaints (shop, state, id)",
            "CREATE INDEX complaints_by_customer ON complaints (shop, customer, id)",
        ])

    func save(
        _ complaint: Complaint, _ currency: Currency, in shop: ShopID, _ transaction: Transaction
    ) throws {
        let key = try people.keyToWrite(complaint.customer(in: shop), transaction)
        let seal = { (text: String?, column: PersonalColumn) throws -> String? in
            try key.seal(optional: text, in: column, of: complaint.id.text, in: shop)
        }
        let words = try seal(complaint.words, PersonalWords.complaint) ?? ""
        let finding = try seal(complaint.finding, PersonalWords.finding)
        let note = try seal(complaint.remedy?.note, PersonalWords.remedy)
        try transaction.run(
            """
            INSERT INTO complaints (shop, id, customer, order_id, cause, words, finding, remedy, remedy_amount,
                remedy_note, currency, is_accepted, state, owner, opened_at, due, warn_at, is_late, closed_at, cases,
                remedy_breach, remedy_reason, remedy_lines, remedy_lowers_price)
            VALUES (\(shop), \(complaint.id), \(complaint.customerID), \(complaint.orderID), \(complaint.cause),
                \(words), \(finding), \(complaint.remedy?.kind),
                \(complaint.remedy?.amount?.amount), \(note), \(currency.code),
                \(complaint.isAccepted), \(complaint.state), \(complaint.owner), \(complaint.openedAt),
                \(complaint.due), \(complaint.warnAt), \(complaint.isLate), \(complaint.closedAt),
                \(JSONValue(complaint.caseIDs)), \(complaint.remedy?.breach), \(complaint.remedy?.reason),
                \(complaint.remedy?.lines.map { JSONValue.array($0.map(\.json)).text }),
                \(complaint.remedy?.lowersPrice ?? false))
            ON CONFLICT (shop, id) DO UPDATE SET finding = excluded.finding, remedy = excluded.remedy,
                remedy_amount = excluded.remedy_amount, remedy_note = excluded.remedy_note,
                is_accepted = excluded.is_accepted, state = excluded.state, owner = excluded.owner,
                remedy_breach = excluded.remedy_breach, remedy_reason = excluded.remedy_reason,
                remedy_lines = excluded.remedy_lines,
                remedy_lowers_price = excluded.remedy_lowers_price, due = excluded.due, warn_at = excluded.warn_at,
                is_late = excluded.is_late, closed_at = excluded.closed_at, cases = excluded.cases
            """)
    }

    func find(_ id: Identifier<Complaint>, in shop: ShopID, _ transaction: Transaction) throws -> Complaint? {
        try list("id = \(id)", limit: 1, in: shop, transaction).first
    }

    func list(
        state: Complaint.State?, customer: Identifier<Customer>?, after: Cursor?, limit: Int, in shop: ShopID,
        _ transaction: Transaction
    ) throws -> [Complaint] {
        var filter: SQL = "TRUE"
        if let state { filter = "\(filter) AND state = \(state)" }
        if let customer { filter = "\(filter) AND customer = \(customer)" }
        if let after { filter = "\(filter) AND id < \(after.keys[0])" }
        return try list(filter, limit: limit, in: shop, transaction)
    }

    func openCount(
        of customer: Identifier<Customer>, in shop: ShopID, _ transaction: Transaction
    ) throws -> Int {
        try transaction.count(
            """
            SELECT COUNT(*) FROM complaints
            WHERE shop = \(shop) AND customer = \(customer) AND closed_at IS NULL
            """)
    }

    /// Compensation that complaints about an order have proposed or given, one of them apart: declined ones do not count.
    func compensations(
        of order: Identifier<Order>, apartFrom complaint: Identifier<Complaint>?, in shop: ShopID,
        _ transaction: Transaction
    ) throws -> [(breach: String?, amount: Int64)] {
        try transaction.rows(
            """
            SELECT remedy_breach, COALESCE(remedy_amount, 0) FROM complaints
            WHERE shop = \(shop) AND order_id = \(order) AND remedy = \(Complaint.RemedyKind.compensation)
                AND id <> \(complaint?.text ?? "")
                AND (state = \(Complaint.State.remedied) OR COALESCE(is_accepted, FALSE))
            """
        ) { (try $0.optionalText(), try $0.int64()) }
    }

    /// What other complaints about an order have proposed to give back of its price, and what still may be accepted.
    func proposed(
        of order: Identifier<Order>, apartFrom complaint: Identifier<Complaint>, in shop: ShopID,
        _ transaction: Transaction
    ) throws -> Int64 {
        try transaction.first(
            """
            SELECT COALESCE(SUM(remedy_amount), 0) FROM complaints WHERE shop = \(shop) AND order_id = \(order)
                AND id <> \(complaint) AND state = \(Complaint.State.remedied)
                AND (remedy = \(Complaint.RemedyKind.priceDifference) OR remedy_lowers_price)
            """
        ) { try $0.int64() } ?? 0
    }

    /// What accepted complaints have given back of an order's price, in minor units.
    func givenBack(
        of order: Identifier<Order>, in shop: ShopID, _ transaction: Transaction
    ) throws -> Int64 {
        try transaction.first(
            """
            SELECT COALESCE(SUM(remedy_amount), 0) FROM complaints WHERE shop = \(shop) AND order_id = \(order)
                AND (remedy = \(Complaint.RemedyKind.priceDifference) OR remedy_lowers_price) AND is_accepted
            """
        ) { try $0.int64() } ?? 0
    }

    private func list(
        _ filter: SQL, limit: Int, in shop: ShopID, _ transaction: Transaction
    ) throws -> [Complaint] {
        let complaints = try transaction.rows(
            """
            SELECT id, customer, order_id, cause, words, finding, currency, remedy, remedy_amount, remedy_note,
                remedy_breach, remedy_reason, remedy_lines, remedy_lowers_price, is_accepted, state, owner, opened_at, due, warn_at, is_late, closed_at, cases
            FROM complaints WHERE shop = \(shop) AND \(filter) ORDER BY id DESC LIMIT \(limit)
            """
        ) { row in
            let (id, customer): (Identifier<Complaint>, Identifier<Customer>) = (try row.id(), try row.id())
            let (order, cause): (Identifier<Order>?, Complaint.Cause) = (
                try row.optionalID(), try row.choice()
            )
            let (words, finding, currency) = (try row.text(), try row.optionalText(), try row.currency())
            let kind: Complaint.RemedyKind? = try row.optionalChoice()
            let amount = try row.optionalInt64().map { Money($0, currency) }
            let (note, breach) = (try row.optionalText(), try row.optionalText())
            let (reason, lines) = (try row.optionalText(), try row.optionalText())
            let lowersPrice = try row.bool()
            return Complaint(
                id: id, customerID: customer, orderID: order, cause: cause, words: words, finding: finding,
                remedy: try kind.map {
                    Complaint.Remedy(
                        kind: $0, amount: amount, note: note, breach: breach, reason: reason,
                        lines: try lines.map { try CaseApplication.Line.list(JSONParser.parse($0)) },
                        lowersPrice: lowersPrice)
                },
                isAccepted: try row.optionalInt64().map { $0 != 0 }, state: try row.choice(),
                owner: try row.optionalText(), openedAt: try row.time(), due: try row.time(),
                warnAt: try row.time(),
                isLate: try row.bool(), closedAt: try row.optionalTime(),
                caseIDs: try row.json().items.compactMap(\.string))
        }
        let keys = try people.keys(of: complaints.map { $0.customer(in: shop) }, transaction)
        return try complaints.map { complaint in
            let open = { (text: String?, column: PersonalColumn) in
                try keys.open(text, of: complaint.customer(in: shop), in: column, of: complaint.id.text)
            }
            var opened = complaint
            opened.words = try open(complaint.words, PersonalWords.complaint) ?? ""
            opened.finding = try open(complaint.finding, PersonalWords.finding)
            opened.remedy?.note = try open(complaint.remedy?.note, PersonalWords.remedy)
            return opened
        }
    }
}

extension Complaint {
    fileprivate func customer(in shop: ShopID) -> Person { .customer(customerID.text, of: shop) }
}
