import Base
import Policies
import Storage

/// What hangs on a case: offers, evidence, parcels, notes.
struct CasePartsStore: Sendable {
    func parts(
        of id: Identifier<Case>, _ currency: Currency, in shop: ShopID, _ transaction: Transaction
    ) throws -> CaseParts {
        CaseParts(
            offers: try offers(of: id, currency, in: shop, transaction),
            evidence: try evidence(of: id, in: shop, transaction),
            parcels: try parcels(of: id, in: shop, transaction),
            notes: try notes(of: id, in: shop, transaction))
    }

    func offers(
        of id: Identifier<Case>, _ currency: Currency, in shop: ShopID, _ transaction: Transaction
    ) throws -> [Offer] {
        try transaction.rows(
            """
            SELECT number, kind, amount, note, actor_kind, actor_id, at, state FROM case_offers
            WHERE shop = \(shop) AND case_id = \(id) ORDER BY number
            """
        ) { row in
            Offer(
                number: try row.int(), kind: try row.choice(),
                amount: try row.optionalInt64().map { Money($0, currency) }, note: try row.optionalText(),
                by: Actor(try row.choice(), try row.text()), at: try row.time(), state: try row.choice())
        }
    }

    func insert(_ offer: Offer, of id: Identifier<Case>, in shop: ShopID, _ transaction: Transaction) throws {
        try transaction.run(
            """
            INSERT INTO case_offers (shop, case_id, number, kind, amount, note, actor_kind, actor_id, at, state)
            VALUES (\(shop), \(id), \(offer.number), \(offer.kind), \(offer.amount?.amount), \(offer.note),
                \(offer.by.kind), \(offer.by.id), \(offer.at), \(offer.state))
            """)
    }

    /// Closes the open offer, if there is one.
    func closeOpenOffer(
        as state: Offer.State, of id: Identifier<Case>, in shop: ShopID, _ transaction: Transaction
    ) throws {
        try transaction.run(
            "UPDATE case_offers SET state = \(state) WHERE shop = \(shop) AND case_id = \(id) AND state = 'open'"
        )
    }

    func evidence(of id: Identifier<Case>, in shop: ShopID, _ transaction: Transaction) throws -> [Evidence] {
        try transaction.rows(
            """
            SELECT file, kind, actor_kind, actor_id, at FROM case_evidence
            WHERE shop = \(shop) AND case_id = \(id) ORDER BY at, file
            """
        ) { row in
            Evidence(
                fileID: try row.text(), kind: try row.choice(), by: Actor(try row.choice(), try row.text()),
                at: try row.time())
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
            INSERT INTO case_parcels (shop, case_id, number, direction, carrier, tracking_number, at)
            VALUES (\(shop), \(id),
                (SELECT COUNT(*) + 1 FROM case_parcels WHERE shop = \(shop) AND case_id = \(id)),
                \(parcel.direction), \(parcel.carrier), \(parcel.trackingNumber), \(parcel.at))
            """)
    }

    func insert(_ note: CaseNote, of id: Identifier<Case>, in shop: ShopID, _ transaction: Transaction) throws
    {
        try transaction.run(
            """
            INSERT INTO case_notes (shop, case_id, number, text, is_internal, actor_kind, actor_id, at)
            VALUES (\(shop), \(id), (SELECT COUNT(*) + 1 FROM case_notes WHERE shop = \(shop) AND case_id = \(id)),
                \(note.text), \(note.isInternal), \(note.by.kind), \(note.by.id), \(note.at))
            """)
    }

    private func parcels(
        of id: Identifier<Case>, in shop: ShopID, _ transaction: Transaction
    ) throws -> [CaseParcel] {
        try transaction.rows(
            """
            SELECT direction, carrier, tracking_number, at FROM case_parcels
            WHERE shop = \(shop) AND case_id = \(id) ORDER BY number
            """
        ) { row in
            CaseParcel(
                direction: try row.choice(), carrier: try row.text(), trackingNumber: try row.text(),
                at: try row.time())
        }
    }

    private func notes(
        of id: Identifier<Case>, in shop: ShopID, _ transaction: Transaction
    ) throws -> [CaseNote] {
        try transaction.rows(
            """
            SELECT text, is_internal, actor_kind, actor_id, at FROM case_notes
            WHERE shop = \(shop) AND case_id = \(id) ORDER BY number
            """
        ) { row in
            CaseNote(
                text: try row.text(), isInternal: try row.bool(), by: Actor(try row.choice(), try row.text()),
                at: try row.time())
        }
    }
}

/// Offers, evidence, parcels and notes of one case.
public struct CaseParts: Sendable {
    public let offers: [Offer]
    public let evidence: [Evidence]
    public let parcels: [CaseParcel]
    public let notes: [CaseNote]

    public static let none = CaseParts(offers: [], evidence: [], parcels: [], notes: [])
}
