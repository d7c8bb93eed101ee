import Base
import Customers

/// Two conversations of one person that are gone on with as one: answers are given in the one that the other was merged
/// into. Nothing moves: each keeps its messages, their numbers and its key, so that a merge can be undone.
public struct ConversationMerge: Sendable {
    /// Into one conversation.
    public static let most = 20

    /// The one that ended with it.
    public let source: Identifier<Conversation>
    /// The one that goes on.
    public let target: Identifier<Conversation>
    public let by: Actor
    public let at: Timestamp
    /// How things were before, for whoever undoes it.
    let before: Before

    struct Before: Sendable, Hashable {
        let state: Conversation.State
        let assignee: String?
        let waitingSince: Timestamp?
        /// Since when somebody waited in the one that goes on.
        let targetWaitingSince: Timestamp?
    }

    public var json: JSONValue {
        [
            "conversationId": JSONValue(source), "into": JSONValue(target), "author": by.mergeJSON,
            "at": JSONValue(at),
        ]
    }
}

/// A customer's record or a visitor that is the same person as a customer, as somebody of the shop found. Records, keys and
/// sign-ins stay apart; the shop's people see them side by side, and erasure and export follow the person.
public struct PersonMerge: Sendable {
    /// With one customer.
    public static let most = 20

    public let partner: Partner
    public let customer: Identifier<Customer>
    public let by: Actor
    public let at: Timestamp

    public var json: JSONValue {
        .object([
            "customerId": JSONValue(customer), "other": .string(partner.actorID),
            "author": by.mergeJSON, "at": JSONValue(at),
        ])
    }
}

extension Actor {
    fileprivate var mergeJSON: JSONValue { ["kind": .string(kind.rawValue), "id": .string(id)] }
}
