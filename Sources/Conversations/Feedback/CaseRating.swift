import Base
import Customers

/// What a customer thought of how a case went, once it was closed. As the rating of a conversation, given once.
public struct CaseRating: Sendable {
    public let caseID: String
    public let customerID: Identifier<Customer>
    public let rating: Conversation.Rating
    public let at: Timestamp

    public var json: JSONValue {
        .object([
            "caseId": .string(caseID), "customerId": JSONValue(customerID), "stars": JSONValue(rating.stars),
            "words": rating.words.map { .string($0) }, "at": JSONValue(at),
        ])
    }

    /// The same with other words, such as none that tell anything.
    public func withWords(_ change: (String) -> String) -> CaseRating {
        CaseRating(
            caseID: caseID, customerID: customerID,
            rating: .init(stars: rating.stars, words: rating.words.map(change)), at: at)
    }
}

/// How cases were rated within a span.
public struct CaseRatingFigures: Sendable, Hashable {
    public let count: Int
    /// Stars of all of them together.
    public let stars: Int
    /// So many were low.
    public let low: Int

    /// In hundredths of a star; nil without any.
    public var averageHundredths: Int? { count > 0 ? (stars * 100 + count / 2) / count : nil }

    public var json: JSONValue {
        .object([
            "count": JSONValue(count), "low": JSONValue(low),
            "averageHundredths": averageHundredths.map { JSONValue($0) },
        ])
    }
}
