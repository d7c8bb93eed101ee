import Base
import Customers
import Policies
import Storage
import Vault

/// What hangs on a case: offers, evidence, parcels, notes.
struct CasePartsStore: Sendable {
    let people: PersonVault

    /// A statement for each sort of part, however many cases there are.
    func parts(
        of cases: [Case], in shop: ShopID, _ transaction: Transaction
    ) throws -> [String: CaseParts] {
        let owners = cases.byID
        let offers = try offers(of: owners, in: shop, transaction)
        let evidence = try evidence(of: owners, in: shop, transaction)
        let parcels = try parcels(of: owners, in: shop, transaction)
        let notes = try notes(of: owners, in: shop, transaction)
        let owed = try GoodsBackStore().owed(of: owners, in: shop, transaction)
        return owners.mapValues { record in
            let id = record.id.text
            return CaseParts(
                offers: offers[id] ?? [], evidence: evidence[id] ?? [], parcels: parcels[id] ?? [],
                notes: notes[id] ?? [], goodsBack: owed[id])
        }
    }

    func offers(of record: Case, in shop: ShopID, _ transaction: Transaction) throws -> [Offer] {
        try offers(of: [record].byID, in: shop, transaction)[record.id.text] ?? []
    }

    func evidence(of record: Case, in shop: ShopID, _ transaction: Transaction) throws -> [Evidence] {
        try evidence(of: [record].byID, in: shop, transaction)[record.id.text] ?? []
    }

    /// - Parameter gives: what is given away when it is accepted.
    func insert(
        _ offer: Offer, gives: Money, of record: Case, in shop: ShopID, _ transaction: Transaction
    ) throws {
        let note = try offer.note.map {
            try sealed($0, PersonalWords.offer, of: record, in: shop, transaction)
        }
        try transaction.run(
            """
            INSERT INTO case_offers (shop, case_id, number, kind, amount, note, actor_kind, actor_id, at, state, role,
                gives)
            VALUES (\(shop), \(record.id), \(offer.number), \(offer.kind), \(offer.amount?.amount), \(note),
                \(offer.by.kind), \(offer.by.id), \(offer.at), \(offer.state), \(offer.role), \(gives.amount))
            """)
    }

    /// Answers one of the open offers.
    func close(
        _ number: Int, as state: Offer.State, of id: Identifier<Case>, in shop: ShopID,
        _ transaction: Transaction
    ) throws {
        try transaction.run(
            """
            UPDATE case_offers SET state = \(state)
            WHERE shop = \(shop) AND case_id = \(id) AND number = \(number) AND state = 'open'
            """)
    }

    /// Closes what is open, if anything is.
    func closeOpenOffers(
        as state: Offer.State, of id: Identifier<Case>, in shop: ShopID, _ transaction: Transaction
    ) throws {
        try transaction.run(
            "UPDATE case_offers SET state = \(state) WHERE shop = \(shop) AND case_id = \(id) AND state = 'open'"
        )
    }

    /// Closes what one side has proposed. What the law gives, which has no sum and no person behind it, stays.
    func closeOpenOffers(
        as state: Offer.State, by side: OfferSide, of id: Identifier<Case>, in shop: ShopID,
        _ transaction: Transaction
    ) throws {
        switch side {
        case .customer:
            try transaction.run(
                """
                UPDATE case_offers SET state = \(state) WHERE shop = \(shop) AND case_id = \(id)
                    AND state = 'open' AND actor_kind = \(Actor.Kind.customer)
                """)
        case .shop:
            try transaction.run(
                """
                UPDATE case_offers SET state = \(state) WHERE shop = \(shop) AND case_id = \(id)
                    AND state = 'open' AND actor_kind <> \(Actor.Kind.customer)
                    AND (actor_kind <> \(Actor.Kind.system) OR amount IS NOT NULL)
                """)
        }
    }

    /// A file that lies with the case already stays as it is.
    func insert(
        _ evidence: Evidence, of id: Identifier<Case>, in shop: ShopID, _ transaction: Transaction
    ) throws {
        try transaction.run(
            """
            INSERT INTO case_evidence (shop, case_id, file, kind, actor_kind, actor_id, at)
            VALUES (\(shop), \(id), \(evidence.fileID), \(evidence.kind), \(evidence.by.kind), \(evidence.by.id),
                \(evidence.at))
            ON CONFLICT (shop, case_id, file) DO NOTHING
            """)
    }

    func insert(
        _ parcel: CaseParcel, of id: Identifier<Case>, in shop: ShopID, _ transaction: Transaction
    ) throws {
        try transaction.run(
            """
            INSERT INTO case_parcels (shop, case_id, number, direction, carrier, tracking_number, at, is_refused)
            VALUES (\(shop), \(id),
                (SELECT COUNT(*) + 1 FROM case_parcels WHERE shop = \(shop) AND case_id = \(id)),
                \(parcel.direction == .back ? CaseParcel.Direction.back : .out), \(parcel.carrier),
                \(parcel.trackingNumber), \(parcel.at), \(parcel.direction == .refused))
            """)
    }

    func insert(_ note: CaseNote, of record: Case, in shop: ShopID, _ transaction: Transaction) throws {
        let id = record.id
        let text = try sealed(note.text, PersonalWords.remark, of: record, in: shop, transaction)
        try transaction.run(
            """
            INSERT INTO case_notes (shop, case_id, number, text, is_internal, actor_kind, actor_id, at)
            VALUES (\(shop), \(id), (SELECT COUNT(*) + 1 FROM case_notes WHERE shop = \(shop) AND case_id = \(id)),
                \(text), \(note.isInternal), \(note.by.kind), \(note.by.id), \(note.at))
            """)
    }

    /// Closed cases that still have evidence, and when they were closed.
    func casesWithEvidence(
        closedBefore moment: Timestamp, in shop: ShopID, _ transaction: Transaction
    ) throws -> [(id: String, closedAt: Timestamp)] {
        try transaction.rows(
            """
            SELECT c.id, c.closed_at FROM cases c WHERE c.shop = \(shop) AND c.closed_at < \(moment)
                AND EXISTS (SELECT 1 FROM case_evidence e WHERE e.shop = c.shop AND e.case_id = c.id)
            ORDER BY c.id
            """
        ) { (try $0.text(), try $0.time()) }
    }

    /// Takes what was shown away from all of a customer's cases.
    func deleteEvidence(
        ofCustomer customer: Identifier<Customer>, in shop: ShopID, _ transaction: Transaction
    ) throws {
        try transaction.run(
            """
            DELETE FROM case_evidence WHERE shop = \(shop)
                AND case_id IN (SELECT id FROM cases WHERE shop = \(shop) AND customer = \(customer))
            """)
    }

    /// Takes what was shown away from a case.
    /// - Returns: the files that no other case shows.
    func deleteEvidence(
        ofCase id: String, in shop: ShopID, _ transaction: Transaction
    ) throws -> [String] {
        let files = try transaction.rows(
            """
            SELECT e.file FROM case_evidence e WHERE e.shop = \(shop) AND e.case_id = \(id)
                AND NOT EXISTS (SELECT 1 FROM case_evidence o
                    WHERE o.shop = e.shop AND o.file = e.file AND o.case_id <> e.case_id)
            """
        ) { try $0.text() }
        try transaction.run("DELETE FROM case_evidence WHERE shop = \(shop) AND case_id = \(id)")
        return files
    }

    private func sealed(
        _ text: String, _ column: PersonalColumn, of record: Case, in shop: ShopID, _ transaction: Transaction
    ) throws -> String {
        try people.keyToWrite(record.customer(in: shop), transaction)
            .seal(text, in: column, of: record.id.text, in: shop)
    }

    private func keys(
        of owners: [String: Case], in shop: ShopID, _ transaction: Transaction
    ) throws -> [Person: PersonKey] {
        try people.keys(of: owners.values.map { $0.customer(in: shop) }, transaction)
    }

    private func offers(
        of owners: [String: Case], in shop: ShopID, _ transaction: Transaction
    ) throws -> [String: [Offer]] {
        let keys = try keys(of: owners, in: shop, transaction)
        return try transaction.parts(
            of: owners,
            """
            SELECT case_id, number, kind, amount, note, actor_kind, actor_id, at, state, role FROM case_offers
            WHERE shop = \(shop) AND case_id IN (\(list: owners.ids)) ORDER BY case_id, number
            """
        ) { row, record in
            Offer(
                number: try row.int(), kind: try row.choice(),
                amount: try row.optionalInt64().map { Money($0, record.currency) },
                note: try keys.open(
                    row.optionalText(), of: record.customer(in: shop), in: PersonalWords.offer,
                    of: record.id.text), by: Actor(try row.choice(), try row.text()), at: try row.time(),
                state: try row.choice(), role: try row.optionalChoice())
        }
    }

    private func evidence(
        of owners: [String: Case], in shop: ShopID, _ transaction: Transaction
    ) throws -> [String: [Evidence]] {
        try transaction.parts(
            of: owners,
            """
            SELECT case_id, file, kind, actor_kind, actor_id, at FROM case_evidence
            WHERE shop = \(shop) AND case_id IN (\(list: owners.ids)) ORDER BY case_id, at, file
            """
        ) { row, _ in
            Evidence(
                fileID: try row.text(), kind: try row.choice(), by: Actor(try row.choice(), try row.text()),
                at: try row.time())
        }
    }

    /// Whether goods that inspection turned down have ever been sent back.
    func hasRefusedParcel(
        _ id: Identifier<Case>, in shop: ShopID, _ transaction: Transaction
    ) throws -> Bool {
        try transaction.count(
            """
            SELECT COUNT(*) FROM case_parcels WHERE shop = \(shop) AND case_id = \(id) AND is_refused = TRUE
            """) > 0
    }

    private func parcels(
        of owners: [String: Case], in shop: ShopID, _ transaction: Transaction
    ) throws -> [String: [CaseParcel]] {
        try transaction.parts(
            of: owners,
            """
            SELECT case_id, direction, carrier, tracking_number, at, is_refused FROM case_parcels
            WHERE shop = \(shop) AND case_id IN (\(list: owners.ids)) ORDER BY case_id, number
            """
        ) { row, _ in
            let parcel = CaseParcel(
                direction: try row.choice(), carrier: try row.text(), trackingNumber: try row.text(),
                at: try row.time())
            return try row.bool() ? parcel.ofRefusedGoods : parcel
        }
    }

    private func notes(
        of owners: [String: Case], in shop: ShopID, _ transaction: Transaction
    ) throws -> [String: [CaseNote]] {
        let keys = try keys(of: owners, in: shop, transaction)
        return try transaction.parts(
            of: owners,
            """
            SELECT case_id, text, is_internal, actor_kind, actor_id, at FROM case_notes
            WHERE shop = \(shop) AND case_id IN (\(list: owners.ids)) ORDER BY case_id, number
            """
        ) { row, record in
            CaseNote(
                text: try keys.open(
                    row.text(), of: record.customer(in: shop), in: PersonalWords.remark, of: record.id.text)
                    ?? "", isInternal: try row.bool(), by: Actor(try row.choice(), try row.text()),
                at: try row.time())
        }
    }
}

extension CaseParcel {
    fileprivate var ofRefusedGoods: CaseParcel {
        CaseParcel(direction: .refused, carrier: carrier, trackingNumber: trackingNumber, at: at)
    }
}

extension [Case] {
    /// Each case by the text of its id, as rows name it.
    var byID: [String: Case] { Dictionary(map { ($0.id.text, $0) }) { first, _ in first } }
}

extension [String: Case] {
    /// In order, so that neighbours are read together.
    fileprivate var ids: [String] { keys.sorted() }
}

/// Offers, evidence, parcels and notes of one case.
public struct CaseParts: Sendable {
    public internal(set) var offers: [Offer]
    public let evidence: [Evidence]
    public let parcels: [CaseParcel]
    public internal(set) var notes: [CaseNote]
    /// Units that inspection turned down, until they are sent back and after; nil without any.
    public let goodsBack: GoodsBack?

    public static let none = CaseParts(offers: [], evidence: [], parcels: [], notes: [], goodsBack: nil)
}
