import AfterSales
import Base
import Conversations
import Customers
import Policies
import Storage

/// Rating how a case went, for pages and API alike: once it is closed.
struct CaseRatings: Sendable {
    let services: Services

    /// Whether the customer is asked: not about what they took back themselves.
    func asks(_ record: Case, in shop: ShopID, _ transaction: Transaction) throws -> Bool {
        guard record.state.isClosed, record.state != .withdrawn else { return false }
        return try services.feedback.asksForRating(
            of: record.id.text, from: record.customerID, in: shop, transaction)
    }

    /// - Throws: `ratingTooEarly`, `alreadyRated`, `partnerErased`.
    func rate(
        _ record: Case, _ rating: Conversation.Rating, by actor: Actor, in shop: ShopID,
        _ transaction: Transaction
    ) throws -> CaseRating {
        guard record.state.isClosed else { throw ConversationRefusal.ratingTooEarly }
        return try services.feedback.rate(
            record.id.text, rating, from: record.customerID, by: actor, in: shop, transaction)
    }
}
