import Base
import Customers
import Storage
import Vault

/// How cases were rated, one a case. Words lie sealed with the customer's key.
struct CaseRatingStore: Sendable {
    let people: PersonVault

    static let words = PersonalColumn(
        "case_ratings", "words", key: ["case_id"], owner: .customer("customer"), isOptional: true)

    static let migration = Migration(
        "2026-11-29-case-ratings",
        [
            """
            CREATE TABLE case_ratings (
                shop TEXT NOT NULL,
                case_id TEXT NOT NULL,
                customer TEXT NOT NULL,
                stars BIGINT NOT NULL CHECK (stars BETWEEN 1 AND 5),
                words TEXT,
                at BIGINT NOT NULL,
                PRIMARY KEY (shop, case_id)
            )
            """,
            "CREATE INDEX case_ratings_by_customer ON case_ratings (shop, customer, at)",
            "CREATE INDEX case_ratings_by_time ON case_ratings (shop, at)",
        ])

    func insert(_ rating: CaseRating, in shop: ShopID, _ transaction: Transaction) throws {
        let key = try people.keyToWrite(.customer(rating.customerID.text, of: shop), transaction)
        let words = try key.seal(
            optional: rating.rating.words, in: Self.words, of: rating.caseID, in: shop)
        try transaction.run(
            """
            INSERT INTO case_ratings (shop, case_id, customer, stars, words, at)
            VALUES (\(shop), \(rating.caseID), \(rating.customerID), \(rating.rating.stars), \(words), \(rating.at))
            """)
    }

    func find(
        _ caseID: String, in shop: ShopID, _ transaction: Transaction
    ) throws -> CaseRating? {
        try rows("case_id = \(caseID)", in: shop, transaction).first
    }

    /// Oldest first.
    func all(
        of customer: Identifier<Customer>, in shop: ShopID, _ transaction: Transaction
    ) throws -> [CaseRating] {
        try rows("customer = \(customer) ORDER BY at, case_id", in: shop, transaction)
    }

    func hasRated(
        _ customer: Identifier<Customer>, since moment: Timestamp, in shop: ShopID,
        _ transaction: Transaction
    ) throws -> Bool {
        try transaction.exists(
            "SELECT 1 FROM case_ratings WHERE shop = \(shop) AND customer = \(customer) AND at >= \(moment) LIMIT 1"
        )
    }

    /// - Parameter low: as many stars or fewer are a low mark.
    func figures(
        from: Timestamp, until: Timestamp, low: Int, in shop: ShopID, _ transaction: Transaction
    ) throws -> CaseRatingFigures {
        try transaction.first(
            """
            SELECT COUNT(*), CAST(COALESCE(SUM(stars), 0) AS BIGINT),
                CAST(COALESCE(SUM(CASE WHEN stars <= \(low) THEN 1 ELSE 0 END), 0) AS BIGINT)
            FROM case_ratings WHERE shop = \(shop) AND at >= \(from) AND at < \(until)
            """
        ) { CaseRatingFigures(count: try $0.int(), stars: try $0.int(), low: try $0.int()) }
            ?? CaseRatingFigures(count: 0, stars: 0, low: 0)
    }

    private func rows(
        _ filter: SQL, in shop: ShopID, _ transaction: Transaction
    ) throws -> [CaseRating] {
        try transaction.rows(
            "SELECT case_id, customer, stars, words, at FROM case_ratings WHERE shop = \(shop) AND \(filter)"
        ) { row in
            let (id, customer): (String, Identifier<Customer>) = (try row.text(), try row.id())
            let stars = try row.int()
            let words = try row.optionalText().map {
                try people.key(of: .customer(customer.text, of: shop), transaction).open(
                    $0, in: Self.words, of: id, in: shop)
            }
            return CaseRating(
                caseID: id, customerID: customer, rating: .init(stars: stars, words: words),
                at: try row.time())
        }
    }
}
