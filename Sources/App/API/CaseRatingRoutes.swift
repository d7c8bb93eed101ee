import AfterSales
import Base
import Conversations
import Hummingbird
import Staff
import Storage
import Web

/// | method | path | may | refuses |
/// |---|---|---|---|
/// | GET | cases/:case/rating | casesRead | caseUnknown, ratingUnknown |
/// | POST | cases/:case/rating | casesOpen | caseUnknown, ratingTooEarly, alreadyRated, partnerErased |
struct CaseRatingRoutes {
    let services: Services

    func add(to router: Router<WebContext>) {
        let services = services
        router.shop(.get, "cases/:case/rating", services, may: .casesRead) { call in
            let id: Identifier<Case> = try call.context.id("case")
            let rating = try await call.read { transaction in
                _ = try services.afterSales.view(id, for: call.taker(), in: call.shop, transaction)
                guard let rating = try services.feedback.rating(of: id.text, in: call.shop.id, transaction)
                else { throw ConversationRefusal.ratingUnknown }
                return rating
            }
            return .json(try await call.personal([.customer(rating.customerID)]).json(rating))
        }
        router.shop(.post, "cases/:case/rating", services, may: .casesOpen) { call in
            let id: Identifier<Case> = try call.context.id("case")
            return try await call.command({ reader in
                let rating = Conversation.Rating(
                    stars: try reader.int("stars", in: Conversation.Rating.stars),
                    words: try reader.optionalString("words", upTo: Limits.noteCharacters))
                _ = try ActingSides.customer.side(&reader)
                return rating
            }) { rating, transaction in
                let record = try services.afterSales.view(id, for: call.taker(), in: call.shop, transaction)
                    .record
                let actor = Actor(customer: record.customerID.text, by: call.principal.actor)
                let given = try CaseRatings(services: services).rate(
                    record, rating, by: actor, in: call.shop.id, transaction)
                // What the caller has just written is nothing that they read.
                return .created(
                    try call.personal([], transaction).json(given), at: "\(call.path)/cases/\(id)/rating")
            }
        }
    }
}
