import Base
import Customers
import Orders
import Policies
import Storage
import Vault

/// Writes and reads whole cases.
struct CaseStore: Sendable {
    let people: PersonVault

    func insert(_ record: Case, in shop: ShopID, _ transaction: Transaction) throws {
        let record = try sealed(record, in: shop, transaction)
        try transaction.run(
            """
            INSERT INTO cases (shop, id, order_id, customer, kind, state, reason, first_reason, refund_to, note,
                price_difference, asked, agreed, agreed_to_credit, currency, decision, facts, deadline_owner,
                deadline_due, deadline_warn, deadline_fallback, deadline_warned, opened_at, promise_due, decided_at,
                closed_at, assignee, is_escalated, failed_repairs, freight_claim, version, settled_difference,
                return_address, sent_at, received_at, number_end, lowers_price, review_left)
            VALUES (\(shop), \(record.id), \(record.orderID), \(record.customerID), \(record.kind), \(record.state),
                \(record.reason), \(record.firstReason), \(record.refundTo), \(record.note),
                \(record.priceDifference?.amount), \(record.asked.amount), \(record.agreed?.amount),
                \(record.agreedToCredit), \(record.currency.code), \(record.decision.json), \(record.facts.text),
                \(record.deadline?.owner), \(record.deadline?.due), \(record.deadline?.warnAt),
                \(record.deadline?.fallback), \(record.deadline?.isWarned ?? false), \(record.openedAt),
                \(record.promiseDue), \(record.decidedAt), \(record.closedAt), \(record.assignee),
                \(record.isEscalated), \(record.failedRepairs), \(record.freightClaim?.amount), \(record.version),
                \(record.settledDifference?.amount), \(record.returnAddress?.json), \(record.sentAt),
                \(record.receivedAt), \(CaseSearch.end(of: record.id.text)), \(record.lowersPrice),
                \(record.reviewLeft))
            """)
        try save(record.lines, of: record, in: shop, transaction)
    }

    /// Lines come to a case, but never leave it.
    private func save(
        _ lines: [CaseLine], of record: Case, in shop: ShopID, _ transaction: Transaction
    ) throws {
        for (place, line) in lines.enumerated() {
            try transaction.run(
                """
                INSERT INTO case_lines (shop, case_id, place, order_id, line, variant, new_variant, quantity, accepted,
                    refused, missing, inspection_note, value, granted, new_price, list_price, is_exchanged,
                    settled, renewed_at, charged_before, allowance, is_handed_back)
                VALUES (\(shop), \(record.id), \(place), \(record.orderID), \(line.lineID), \(line.variantID),
                    \(line.newVariantID), \(line.quantity), \(line.accepted), \(line.refused), \(line.missing),
                    \(line.inspectionNote), \(line.value.amount), \(line.granted.amount), \(line.newPrice?.amount),
                    \(line.listPrice?.amount), \(line.isExchanged),
                    \(line.settled?.amount), \(line.renewedAt), \(line.chargedBefore?.amount),
                    \(line.allowance?.amount), \(line.isHandedBack))
                ON CONFLICT (shop, case_id, place) DO UPDATE SET line = excluded.line,
                    variant = excluded.variant, new_variant = excluded.new_variant, quantity = excluded.quantity,
                    accepted = excluded.accepted, refused = excluded.refused, missing = excluded.missing,
                    inspection_note = excluded.inspection_note, value = excluded.value,
                    granted = excluded.granted, new_price = excluded.new_price, list_price = excluded.list_price,
                    is_exchanged = excluded.is_exchanged, settled = excluded.settled, renewed_at = excluded.renewed_at,
                    charged_before = excluded.charged_before, allowance = excluded.allowance,
                    is_handed_back = excluded.is_handed_back
                """)
        }
    }

    /// Writes a step; false when the case has moved on since it was read.
    func update(_ record: Case, from version: Int, in shop: ShopID, _ transaction: Transaction) throws -> Bool
    {
        let record = try sealed(record, in: shop, transaction)
        let changed = try transaction.changes(
            """
            UPDATE cases SET state = \(record.state), reason = \(record.reason), note = \(record.note),
                refund_to = \(record.refundTo), promise_due = \(record.promiseDue),
                settled_difference = \(record.settledDifference?.amount),
                gone_elsewhere = \(record.goneElsewhere?.amount),
                return_address = \(record.returnAddress?.json), sent_at = \(record.sentAt),
                received_at = \(record.receivedAt),
                asked = \(record.asked.amount), agreed = \(record.agreed?.amount),
                agreed_to_credit = \(record.agreedToCredit), decision = \(record.decision.json),
                facts = \(record.facts.text), deadline_owner = \(record.deadline?.owner),
                deadline_due = \(record.deadline?.due), deadline_warn = \(record.deadline?.warnAt),
                deadline_fallback = \(record.deadline?.fallback),
                deadline_warned = \(record.deadline?.isWarned ?? false), decided_at = \(record.decidedAt),
                closed_at = \(record.closedAt), assignee = \(record.assignee), is_escalated = \(record.isEscalated),
                failed_repairs = \(record.failedRepairs), freight_claim = \(record.freightClaim?.amount),
                version = \(record.version), review_left = \(record.reviewLeft),
                sent_back_at = \(record.sentBackAt)
            WHERE shop = \(shop) AND id = \(record.id) AND version = \(version)
            """)
        if changed > 0 { try save(record.lines, of: record, in: shop, transaction) }
        return changed > 0
    }

    func find(_ id: Identifier<Case>, in shop: ShopID, _ transaction: Transaction) throws -> Case? {
        try cases(
            "SELECT \(Self.columns) FROM cases WHERE shop = \(shop) AND id = \(id)", in: shop, transaction
        ).first
    }

    func list(_ filter: CaseFilter, in shop: ShopID, _ transaction: Transaction) throws -> [Case] {
        try cases(CaseSearch(filter: filter, shop: shop).cases(Self.columns), in: shop, transaction)
    }

    /// How many a filter finds, counted up to its limit and one.
    func count(_ filter: CaseFilter, in shop: ShopID, _ transaction: Transaction) throws -> Int {
        try transaction.count(CaseSearch(filter: filter, shop: shop).count)
    }

    func ids(ofOrder order: Identifier<Order>, in shop: ShopID, _ transaction: Transaction) throws -> [String]
    {
        try transaction.rows(
            "SELECT id FROM cases WHERE shop = \(shop) AND order_id = \(order) ORDER BY id LIMIT \(Limits.casesOfOneOrder)"
        ) { try $0.text() }
    }

    /// What earlier cases of an order have claimed of its lines.
    func claims(
        ofOrder order: Identifier<Order>, in shop: ShopID, _ transaction: Transaction
    ) throws -> [LineClaim] {
        try transaction.rows(
            """
            SELECT c.id, c.kind, c.reason, c.state, l.line, l.quantity, l.accepted, l.value,
                CASE WHEN l.is_exchanged THEN COALESCE(l.allowance, 0) ELSE l.granted END, c.asked, c.lowers_price,
                CASE WHEN b.case_id IS NOT NULL THEN COALESCE(l.refused, 0) - l.missing ELSE 0 END,
                CASE WHEN l.accepted IS NULL AND c.sent_back_at IS NOT NULL
                        AND c.state IN ('refused', 'withdrawn', 'expired') THEN l.quantity ELSE l.missing END,
                l.is_exchanged, l.renewed_at,
                COALESCE(c.gone_elsewhere, 0) > 0 FROM case_lines l
            JOIN cases c ON c.shop = l.shop AND c.id = l.case_id
            LEFT JOIN case_goods_back b ON b.shop = l.shop AND b.case_id = l.case_id AND b.sent_at IS NULL
            WHERE l.shop = \(shop) AND l.order_id = \(order)
            """
        ) { row in
            LineClaim(
                caseID: try row.id(), kind: try row.choice(), reason: try row.text(), state: try row.choice(),
                lineID: try row.id(),
                quantity: try row.int(), accepted: try row.optionalInt(), value: try row.int64(),
                granted: try row.int64(), askedOfCase: try row.int64(), lowersPrice: try row.bool(),
                stranded: try row.int(), underWay: try row.int(), isExchanged: try row.bool(),
                renewedAt: try row.optionalTime(), goneElsewhere: try row.bool())
        }
    }

    /// How many cases stand in each open state, each counted up to `most`; with an owner, those that wait for them.
    func openCounts(
        _ states: [CaseState], of owner: DeadlineOwner? = nil, upTo most: Int, in shop: ShopID,
        _ transaction: Transaction
    ) throws -> [CaseState: Int] {
        var counts: [CaseState: Int] = [:]
        for state in states {
            let turn: SQL =
                owner.map { "AND deadline_owner = \($0) AND deadline_due IS NOT NULL" } ?? ""
            counts[state] = try transaction.count(
                """
                SELECT COUNT(*) FROM (SELECT 1 FROM cases WHERE shop = \(shop) AND state = \(state) \(turn)
                    LIMIT \(most)) AS counted
                """)
        }
        return counts
    }

    /// How often repairs of the same units failed in other cases, of those that another remedy did not end. Units of a
    /// line cannot be told apart: the line with the most counts.
    func failedRepairs(
        apartFrom record: Case, below most: Int, in shop: ShopID, _ transaction: Transaction
    ) throws -> Int {
        let lines = record.lines.map(\.lineID)
        return try transaction.rows(
            """
            SELECT SUM(c.failed_repairs) FROM cases c JOIN case_lines l ON l.shop = c.shop AND l.case_id = c.id
            WHERE c.shop = \(shop) AND c.order_id = \(record.orderID) AND c.kind = \(CaseKind.repair)
                AND c.id <> \(record.id) AND c.failed_repairs < \(most) AND l.line IN (\(list: lines))
            GROUP BY l.line
            """
        ) { try $0.int() }.max() ?? 0
    }

    /// Facts of decided cases, for rehearsing another pack on them.
    func rehearsable(
        since: Timestamp, limit: Int, in shop: ShopID, _ transaction: Transaction,
        _ each: (RehearsedCase) throws -> Void
    ) throws {
        try transaction.forEach(
            """
            SELECT id, kind, facts, first_decision, currency, asked FROM (
                SELECT id, kind, facts, decision AS first_decision, currency, asked, opened_at FROM cases
                WHERE shop = \(shop) AND opened_at >= \(since) ORDER BY id DESC LIMIT \(limit)
            ) AS recent ORDER BY id
            """
        ) { row in
            let (id, kind): (Identifier<Case>, CaseKind) = (try row.id(), try row.choice())
            let facts = try CaseFacts(row.json())
            let decision = try Decision(row.json())
            let currency = try row.currency()
            try each(
                RehearsedCase(
                    id: id, kind: kind, facts: facts, decision: decision,
                    asked: Money(try row.int64(), currency)))
        }
    }

    private func cases(_ statement: SQL, in shop: ShopID, _ transaction: Transaction) throws -> [Case] {
        var records = try transaction.rows(statement) { try Self.read(&$0) }
        let lines = try lines(of: records, in: shop, transaction)
        for place in records.indices { records[place].lines = lines[records[place].id.text] ?? [] }
        return try opened(records, in: shop, transaction)
    }

    /// The case with its words as they lie in the rows.
    private func sealed(_ record: Case, in shop: ShopID, _ transaction: Transaction) throws -> Case {
        guard record.hasWords else { return record }
        let key = try people.keyToWrite(record.customer(in: shop), transaction)
        return try record.withWords { try key.seal(optional: $0, in: $1, of: record.id.text, in: shop) }
    }

    private func opened(_ records: [Case], in shop: ShopID, _ transaction: Transaction) throws -> [Case] {
        let owners = records.filter(\.hasWords).map { $0.customer(in: shop) }
        guard !owners.isEmpty else { return records }
        let keys = try people.keys(of: owners, transaction)
        return try records.map { record in
            try record.withWords {
                try keys.open($0, of: record.customer(in: shop), in: $1, of: record.id.text)
            }
        }
    }

    private func lines(
        of records: [Case], in shop: ShopID, _ transaction: Transaction
    ) throws -> [String: [CaseLine]] {
        try transaction.parts(
            of: records.byID,
            """
            SELECT case_id, line, variant, new_variant, quantity, accepted, refused, missing, inspection_note, value, granted,
                new_price, list_price, is_exchanged, settled, renewed_at, charged_before, allowance, is_handed_back
            FROM case_lines WHERE shop = \(shop) AND case_id IN (\(list: records.map(\.id)))
            ORDER BY case_id, place
            """
        ) { row, record in
            CaseLine(
                lineID: try row.id(), variantID: try row.id(), newVariantID: try row.optionalID(),
                quantity: try row.int(), accepted: try row.optionalInt(), refused: try row.optionalInt(),
                missing: try row.int(), inspectionNote: try row.optionalText(),
                value: Money(try row.int64(), record.currency),
                granted: Money(try row.int64(), record.currency),
                newPrice: try row.optionalInt64().map { Money($0, record.currency) },
                listPrice: try row.optionalInt64().map { Money($0, record.currency) },
                isExchanged: try row.bool(),
                settled: try row.optionalInt64().map { Money($0, record.currency) },
                renewedAt: try row.optionalTime(),
                chargedBefore: try row.optionalInt64().map { Money($0, record.currency) },
                allowance: try row.optionalInt64().map { Money($0, record.currency) },
                isHandedBack: try row.bool())
        }
    }

    private static let columns: SQL = """
        id, order_id, customer, kind, state, reason, first_reason, refund_to, note, currency, price_difference, asked,
        agreed, lowers_price, agreed_to_credit, decision, facts, deadline_owner, deadline_due, deadline_warn,
        deadline_fallback, deadline_warned, opened_at, promise_due, decided_at, closed_at, assignee, is_escalated, failed_repairs,
        freight_claim, version, settled_difference, return_address, sent_at, received_at, review_left, sent_back_at,
        gone_elsewhere
        """

    private static func read(_ row: inout Row) throws -> Case {
        let (id, order, customer): (Identifier<Case>, Identifier<Order>, Identifier<Customer>) = (
            try row.id(), try row.id(), try row.id()
        )
        let (kind, state): (CaseKind, CaseState) = (try row.choice(), try row.choice())
        let (reason, firstReason) = (try row.text(), try row.text())
        let (refundTo, note): (Identifier<PaymentMethod>?, String?) = (
            try row.optionalID(), try row.optionalText()
        )
        let currency = try row.currency()
        func money(_ amount: Int64?) -> Money? { amount.map { Money($0, currency) } }
        var record = Case(
            id: id, orderID: order, customerID: customer, kind: kind, state: state, reason: reason,
            firstReason: firstReason, lines: [], refundTo: refundTo, note: note,
            priceDifference: money(try row.optionalInt64()), settledDifference: nil,
            asked: Money(try row.int64(), currency),
            agreed: money(try row.optionalInt64()), lowersPrice: try row.bool(),
            agreedToCredit: try row.bool(),
            decision: try Decision(row.json()),
            facts: StoredFacts(text: try row.text()), deadline: try deadline(&row), openedAt: try row.time(),
            promiseDue: try row.time(), decidedAt: try row.optionalTime(), reviewLeft: nil,
            closedAt: try row.optionalTime(),
            assignee: try row.optionalText(), isEscalated: try row.bool(), failedRepairs: try row.int(),
            freightClaim: money(try row.optionalInt64()), returnAddress: nil,
            sentBackAt: nil, sentAt: nil, receivedAt: nil, version: try row.int())
        record.settledDifference = money(try row.optionalInt64())
        record.returnAddress = try row.optionalJSON().map { try ReturnAddress(stored: $0) }
        record.sentAt = try row.optionalTime()
        record.receivedAt = try row.optionalTime()
        record.reviewLeft = try row.optionalInt64().map { Span(milliseconds: $0) }
        record.sentBackAt = try row.optionalTime()
        record.goneElsewhere = money(try row.optionalInt64())
        return record
    }

    private static func deadline(_ row: inout Row) throws -> Deadline? {
        let (owner, due): (DeadlineOwner?, Timestamp?) = (try row.optionalChoice(), try row.optionalTime())
        let (warn, fallback): (Timestamp?, DeadlineFallback?) = (
            try row.optionalTime(), try row.optionalChoice()
        )
        let isWarned = try row.bool()
        guard let owner, let due, let warn, let fallback else { return nil }
        return Deadline(owner: owner, due: due, warnAt: warn, fallback: fallback, isWarned: isWarned)
    }
}

extension Case {
    fileprivate var hasWords: Bool { note != nil || lines.contains { $0.inspectionNote != nil } }

    fileprivate func withWords(_ change: (String?, PersonalColumn) throws -> String?) rethrows -> Case {
        var record = self
        record.note = try change(note, PersonalWords.note)
        for place in lines.indices {
            record.lines[place].inspectionNote = try change(
                lines[place].inspectionNote, PersonalWords.inspection)
        }
        return record
    }
}
