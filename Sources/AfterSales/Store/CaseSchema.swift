import Policies
import Storage

extension CaseKind: SQLConvertible {}
extension CaseState: SQLConvertible {}
extension DeadlineOwner: SQLConvertible {}
extension DeadlineFallback: SQLConvertible {}
extension EvidenceKind: SQLConvertible {}
extension DecisionOutcome: SQLConvertible {}
extension OfferKind: SQLConvertible {}
extension Offer.State: SQLConvertible {}
extension CaseParcel.Direction: SQLConvertible {}

enum CaseSchema {
    static let migrations = [
        migration, queues, settlement, delivery, search, price, evidence, renewal, handover, emptiness,
        handingBack, allowance,
    ]

    /// What inspection did not find in the parcel.
    private static let emptiness = Migration(
        "2026-11-23-cases-missing",
        ["ALTER TABLE case_lines ADD COLUMN missing BIGINT NOT NULL DEFAULT 0 CHECK (missing >= 0)"])

    /// What was charged for new goods of an exchange that came back since.
    private static let handingBack = Migration(
        "2026-11-23-cases-handed-back", ["ALTER TABLE case_lines ADD COLUMN charged_before BIGINT"])

    /// What was given for keeping the goods of an exchange, and what was repaired of a repair in parts.
    private static let allowance = Migration(
        "2026-11-23-cases-allowance",
        [
            "ALTER TABLE case_lines ADD COLUMN allowance BIGINT",
            "ALTER TABLE case_lines ADD COLUMN is_handed_back BOOLEAN NOT NULL DEFAULT FALSE",
        ])

    /// What was really paid for the goods of an exchange that was handed over, and what went back elsewhere meanwhile.
    private static let handover = Migration(
        "2026-11-23-cases-handover",
        [
            "ALTER TABLE case_lines ADD COLUMN settled BIGINT",
            "ALTER TABLE cases ADD COLUMN gone_elsewhere BIGINT CHECK (gone_elsewhere > 0)",
        ])

    /// New goods have windows of their own.
    private static let renewal = Migration(
        "2026-11-23-cases-renewal", ["ALTER TABLE case_lines ADD COLUMN renewed_at BIGINT"])

    /// Compensations that are a part of the price; where a case stands with its time, its parcel and its discount.
    private static let price = Migration(
        "2026-11-23-cases-price",
        [
            "ALTER TABLE cases ADD COLUMN lowers_price BOOLEAN NOT NULL DEFAULT FALSE",
            "ALTER TABLE cases ADD COLUMN review_left BIGINT CHECK (review_left >= 0)",
            "ALTER TABLE cases ADD COLUMN sent_back_at BIGINT",
            "ALTER TABLE case_lines ADD COLUMN list_price BIGINT CHECK (list_price >= 0)",
        ])

    /// What an exchange comes to in the end, and where goods of one case go back to.
    private static let settlement = Migration(
        "2026-11-22-cases-settlement",
        [
            "ALTER TABLE cases ADD COLUMN settled_difference BIGINT",
            "ALTER TABLE cases ADD COLUMN return_address TEXT",
            "ALTER TABLE case_lines ADD COLUMN new_price BIGINT",
            "ALTER TABLE case_lines ADD COLUMN is_exchanged BOOLEAN NOT NULL DEFAULT FALSE",
        ])

    /// New goods on their way, two offers to choose from, and whose turn it is.
    private static let delivery = Migration(
        "2026-11-22-cases-delivery",
        [
            "ALTER TABLE cases ADD COLUMN sent_at BIGINT",
            "ALTER TABLE cases ADD COLUMN received_at BIGINT",
            "DROP INDEX case_offers_one_open",
            "CREATE UNIQUE INDEX case_offers_open ON case_offers (shop, case_id, kind) WHERE state = 'open'",
            """
            CREATE INDEX cases_by_owner ON cases (shop, deadline_owner, state, deadline_due, id)
            WHERE deadline_due IS NOT NULL
            """,
        ])

    /// People read the last eight characters of a case's number; they stand backwards, so that any end of them is found.
    private static let search = Migration(
        "2026-11-22-cases-search",
        [
            "ALTER TABLE cases ADD COLUMN number_end TEXT NOT NULL DEFAULT ''",
            """
            UPDATE cases SET number_end = substr(id, length(id), 1) || substr(id, length(id) - 1, 1)
                || substr(id, length(id) - 2, 1) || substr(id, length(id) - 3, 1) || substr(id, length(id) - 4, 1)
                || substr(id, length(id) - 5, 1) || substr(id, length(id) - 6, 1) || substr(id, length(id) - 7, 1)
            WHERE length(id) >= 8
            """,
            "CREATE INDEX cases_by_number_end ON cases (shop, number_end)",
        ])

    private static let migration = Migration(
        "2026-11-22-cases",
        [
            """
            CREATE TABLE cases (
                shop TEXT NOT NULL,
                id TEXT NOT NULL,
                order_id TEXT NOT NULL,
                customer TEXT NOT NULL,
                kind TEXT NOT NULL CHECK (kind IN ('refundOnly', 'returnRefund', 'exchange', 'resend', 'repair',
                    'compensation', 'priceProtection')),
                state TEXT NOT NULL CHECK (state IN ('reviewing', 'awaitingEvidence', 'offered', 'rejected',
                    'awaitingReturn', 'returning', 'inspecting', 'refunding', 'fulfilling', 'repairing', 'disputed',
                    'refunded', 'fulfilled', 'withdrawn', 'expired', 'refused')),
                reason TEXT NOT NULL,
                first_reason TEXT NOT NULL,
                refund_to TEXT,
                note TEXT,
                price_difference BIGINT,
                asked BIGINT NOT NULL CHECK (asked >= 0),
                agreed BIGINT CHECK (agreed >= 0),
                agreed_to_credit BOOLEAN NOT NULL,
                currency TEXT NOT NULL,
                decision TEXT NOT NULL,
                facts TEXT NOT NULL,
                deadline_owner TEXT CHECK (deadline_owner IN
                    ('merchant', 'customer', 'platform', 'carrier', 'provider')),
                deadline_due BIGINT,
                deadline_warn BIGINT,
                deadline_fallback TEXT,
                deadline_warned BOOLEAN NOT NULL,
                opened_at BIGINT NOT NULL,
                promise_due BIGINT NOT NULL,
                decided_at BIGINT,
                closed_at BIGINT,
                assignee TEXT,
                is_escalated BOOLEAN NOT NULL,
                failed_repairs BIGINT NOT NULL CHECK (failed_repairs >= 0),
                freight_claim BIGINT CHECK (freight_claim >= 0),
                version BIGINT NOT NULL,
                PRIMARY KEY (shop, id),
                FOREIGN KEY (shop, order_id) REFERENCES orders (shop, id),
                CHECK ((state IN ('refunded', 'fulfilled', 'withdrawn', 'expired', 'refused')) =
                    (deadline_due IS NULL)),
                CHECK ((deadline_due IS NULL) = (deadline_owner IS NULL)),
                CHECK ((deadline_due IS NULL) = (deadline_fallback IS NULL)),
                CHECK ((kind = 'exchange') = (price_difference IS NOT NULL))
            )
            """,
            "CREATE INDEX cases_by_order ON cases (shop, order_id, id)",
            "CREATE INDEX cases_by_customer ON cases (shop, customer, id)",
            "CREATE INDEX cases_by_state ON cases (shop, state, id)",
            "CREATE INDEX cases_by_kind ON cases (shop, kind, id)",
            "CREATE INDEX cases_by_due ON cases (shop, deadline_due, id) WHERE deadline_due IS NOT NULL",
            "CREATE INDEX cases_by_assignee ON cases (shop, assignee, id) WHERE assignee IS NOT NULL",
            "CREATE INDEX cases_undecided ON cases (shop, promise_due) WHERE decided_at IS NULL",
            """
            CREATE TABLE case_lines (
                shop TEXT NOT NULL,
                case_id TEXT NOT NULL,
                place BIGINT NOT NULL,
                order_id TEXT NOT NULL,
                line TEXT NOT NULL,
                variant TEXT NOT NULL,
                new_variant TEXT,
                quantity BIGINT NOT NULL CHECK (quantity > 0),
                accepted BIGINT,
                refused BIGINT,
                inspection_note TEXT,
                value BIGINT NOT NULL CHECK (value >= 0),
                granted BIGINT NOT NULL CHECK (granted >= 0),
                PRIMARY KEY (shop, case_id, place),
                FOREIGN KEY (shop, case_id) REFERENCES cases (shop, id),
                CHECK ((accepted IS NULL) = (refused IS NULL)),
                CHECK (accepted IS NULL OR accepted + refused = quantity),
                CHECK (accepted IS NULL OR accepted >= 0),
                CHECK (refused IS NULL OR refused >= 0)
            )
            """,
            "CREATE INDEX case_lines_by_order ON case_lines (shop, order_id)",
            """
            CREATE TABLE case_offers (
                shop TEXT NOT NULL,
                case_id TEXT NOT NULL,
                number BIGINT NOT NULL,
                kind TEXT NOT NULL CHECK (kind IN ('partialRefund', 'storeCredit', 'replacement', 'returnRefund')),
                amount BIGINT CHECK (amount > 0),
                note TEXT,
                actor_kind TEXT NOT NULL,
                actor_id TEXT NOT NULL,
                at BIGINT NOT NULL,
                state TEXT NOT NULL CHECK (state IN ('open', 'accepted', 'declined', 'replaced')),
                PRIMARY KEY (shop, case_id, number),
                FOREIGN KEY (shop, case_id) REFERENCES cases (shop, id)
            )
            """,
            "CREATE UNIQUE INDEX case_offers_one_open ON case_offers (shop, case_id) WHERE state = 'open'",
            """
            CREATE TABLE case_evidence (
                shop TEXT NOT NULL,
                case_id TEXT NOT NULL,
                file TEXT NOT NULL,
                kind TEXT NOT NULL CHECK (kind IN ('photo', 'video', 'document')),
                actor_kind TEXT NOT NULL,
                actor_id TEXT NOT NULL,
                at BIGINT NOT NULL,
                PRIMARY KEY (shop, case_id, file),
                FOREIGN KEY (shop, case_id) REFERENCES cases (shop, id)
            )
            """,
            """
            CREATE TABLE case_parcels (
                shop TEXT NOT NULL,
                case_id TEXT NOT NULL,
                number BIGINT NOT NULL,
                direction TEXT NOT NULL CHECK (direction IN ('back', 'out')),
                carrier TEXT NOT NULL,
                tracking_number TEXT NOT NULL,
                at BIGINT NOT NULL,
                PRIMARY KEY (shop, case_id, number),
                FOREIGN KEY (shop, case_id) REFERENCES cases (shop, id)
            )
            """,
            "CREATE INDEX case_parcels_by_number ON case_parcels (shop, tracking_number)",
            """
            CREATE TABLE case_notes (
                shop TEXT NOT NULL,
                case_id TEXT NOT NULL,
                number BIGINT NOT NULL,
                text TEXT NOT NULL,
                is_internal BOOLEAN NOT NULL,
                actor_kind TEXT NOT NULL,
                actor_id TEXT NOT NULL,
                at BIGINT NOT NULL,
                PRIMARY KEY (shop, case_id, number),
                FOREIGN KEY (shop, case_id) REFERENCES cases (shop, id)
            )
            """,
        ])

    /// A file is the customer's whose case shows it.
    private static let evidence = Migration(
        "2026-11-23-cases-evidence",
        [
            "CREATE INDEX case_evidence_by_file ON case_evidence (shop, file)",
            """
            UPDATE files SET owner = (
                SELECT 'customer ' || MIN(c.customer) FROM case_evidence e
                JOIN cases c ON c.shop = e.shop AND c.id = e.case_id
                WHERE e.shop = files.shop AND e.file = files.id)
            WHERE content_key IS NULL AND EXISTS (
                SELECT 1 FROM case_evidence e WHERE e.shop = files.shop AND e.file = files.id)
            """,
        ])

    /// Indexes that end in the order a queue is read in, for each thing that it can be narrowed by.
    static let queues = Migration(
        "2026-11-22-cases-queues",
        [
            "DROP INDEX cases_by_kind",
            "DROP INDEX cases_by_due",
            "DROP INDEX cases_by_assignee",
            "DROP INDEX cases_undecided",
            "CREATE INDEX cases_by_kind ON cases (shop, kind, state, id)",
            "CREATE INDEX cases_by_due ON cases (shop, state, deadline_due, id) WHERE deadline_due IS NOT NULL",
            """
            CREATE INDEX cases_by_kind_due ON cases (shop, kind, state, deadline_due, id)
            WHERE deadline_due IS NOT NULL
            """,
            "CREATE INDEX cases_by_assignee ON cases (shop, assignee, state, id) WHERE assignee IS NOT NULL",
            """
            CREATE INDEX cases_by_assignee_due ON cases (shop, assignee, state, deadline_due, id)
            WHERE assignee IS NOT NULL AND deadline_due IS NOT NULL
            """,
            """
            CREATE INDEX cases_escalated_due ON cases (shop, is_escalated, state, deadline_due, id)
            WHERE is_escalated = TRUE AND deadline_due IS NOT NULL
            """,
            """
            CREATE INDEX cases_escalated ON cases (shop, is_escalated, state, id)
            WHERE is_escalated = TRUE AND deadline_due IS NOT NULL
            """,
            "CREATE INDEX cases_undecided ON cases (shop, state, id) WHERE decided_at IS NULL",
        ])
}
