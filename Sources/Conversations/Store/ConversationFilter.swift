import Base
import Customers

/// Which conversations a list shows.
public struct ConversationFilter: Sendable {
    public enum Order: String, Sendable, CaseIterable {
        case newest
        /// Those where the customer waits for an answer, longest first.
        case waiting
    }

    /// Empty: all.
    public var states: [Conversation.State] = []
    public var customerID: Identifier<Customer>?
    public var assignee: String?
    public var channel: ConversationChannel?
    public var tag: Tag?
    /// Only those that are put aside, or only those that are not.
    public var isSnoozed: Bool?
    /// Only those that should have been answered by then; those that wait, longest first, have an order for it.
    public var overdueAt: Timestamp?
    public var openedFrom: Timestamp?
    public var openedUntil: Timestamp?
    public var order = Order.newest
    /// One key by `newest`, milliseconds and id by `waiting`.
    public var after: Cursor?
    public var limit = Limits.defaultPageItems

    public init() {}

    func cursor(of conversation: Conversation) -> Cursor {
        switch order {
        case .newest: Cursor([conversation.id.text])
        case .waiting:
            Cursor([String(conversation.waitingSince?.milliseconds ?? 0), conversation.id.text])
        }
    }
}
