import Base
import Customers
import Events
import Storage
import Vault

/// What customers thought of how their cases went. Whoever calls knows which cases are closed.
extension FeedbackDesk {
    /// Whether a customer is asked about a closed case: unless they rated it, or anything else a short while before.
    public func asksForRating(
        of caseID: String, from customer: Identifier<Customer>, in shop: ShopID, _ transaction: Transaction
    ) throws -> Bool {
        guard try ratings.find(caseID, in: shop, transaction) == nil else { return false }
        return try !conversations.hasRatedLately(.customer(customer), in: shop, transaction)
    }

    public func rating(
        of caseID: String, in shop: ShopID, _ transaction: Transaction
    ) throws -> CaseRating? {
        try ratings.find(caseID, in: shop, transaction)
    }

    /// All that a customer gave, oldest first.
    public func ratings(
        of customer: Identifier<Customer>, in shop: ShopID, _ transaction: Transaction
    ) throws -> [CaseRating] {
        try ratings.all(of: customer, in: shop, transaction)
    }

    /// Keeps what a customer thought of a closed case. A low mark comes into the box as trouble with the case, so that
    /// somebody answers it.
    /// - Throws: `alreadyRated`, `partnerErased`, `cardUnknown` for somebody else's case.
    public func rate(
        _ caseID: String, _ rating: Conversation.Rating, from customer: Identifier<Customer>, by actor: Actor,
        in shop: ShopID, _ transaction: Transaction
    ) throws -> CaseRating {
        guard try conversations.shows(Card(.afterSales, caseID), .customer(customer), shop, transaction)
        else { throw ConversationRefusal.cardUnknown(.afterSales) }
        guard try !people.keyToWrite(.customer(customer.text, of: shop), transaction).isErased else {
            throw ConversationRefusal.partnerErased
        }
        guard try ratings.find(caseID, in: shop, transaction) == nil else {
            throw ConversationRefusal.alreadyRated
        }
        let given = CaseRating(caseID: caseID, customerID: customer, rating: rating, at: transaction.now)
        try ratings.insert(given, in: shop, transaction)
        try events.append(
            "case.rated", on: .init("case", caseID), of: shop, by: actor, related: customer.text,
            ["stars": JSONValue(rating.stars)], in: transaction)
        if try rating.stars <= conversations.quality(in: shop, transaction).lowMark {
            // Without words the stars say it, in every language.
            let lit = String(repeating: "★", count: rating.stars)
            let words = rating.words ?? lit.padding(to: Conversation.Rating.stars.upperBound, with: "☆")
            _ = try take(.trouble, words, about: caseID, from: customer, by: actor, in: shop, transaction)
        }
        return given
    }

    public func ratingFigures(
        from: Timestamp, until: Timestamp, in shop: ShopID, _ transaction: Transaction
    ) throws -> CaseRatingFigures {
        try ratings.figures(
            from: from, until: until, low: conversations.quality(in: shop, transaction).lowMark, in: shop,
            transaction)
    }

    private var ratings: CaseRatingStore { CaseRatingStore(people: people) }
}

extension String {
    fileprivate func padding(to length: Int, with character: Character) -> String {
        self + String(repeating: character, count: max(0, length - count))
    }
}
