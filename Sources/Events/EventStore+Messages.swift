import Base
import Storage

/// The events that tell of messages, by an index of their own: what a search looks through.
extension EventStore {
    private static var messages: SQL { SQL(stringLiteral: ofMessages) }

    /// Positions of messages after one, oldest first.
    public func messages(
        after position: Int64, limit: Int, in shop: ShopID, _ transaction: Transaction
    ) throws -> [Int64] {
        try transaction.rows(
            """
            SELECT position FROM events
            WHERE shop = \(shop) AND position > \(position) AND \(Self.messages)
            ORDER BY position LIMIT \(limit)
            """
        ) { try $0.int64() }
    }

    /// Positions of messages within a span, the newest first.
    public func messages(
        from first: Int64, before end: Int64, limit: Int, in shop: ShopID, _ transaction: Transaction
    ) throws -> [Int64] {
        try transaction.rows(
            """
            SELECT position FROM events
            WHERE shop = \(shop) AND position >= \(first) AND position < \(end) AND \(Self.messages)
            ORDER BY position DESC LIMIT \(limit)
            """
        ) { try $0.int64() }
    }

    /// Positions of the messages of one conversation.
    public func messages(
        of conversation: String, in shop: ShopID, _ transaction: Transaction
    ) throws -> [Int64] {
        try transaction.rows(
            """
            SELECT position FROM events
            WHERE shop = \(shop) AND subject_id = \(conversation) AND \(Self.messages) ORDER BY position
            """
        ) { try $0.int64() }
    }

    /// The events at some positions.
    public func events(
        at positions: [Int64], in shop: ShopID, _ transaction: Transaction
    ) throws -> [DomainEvent] {
        guard !positions.isEmpty else { return [] }
        return try transaction.rows(
            "SELECT \(Self.columns) FROM events WHERE shop = \(shop) AND position IN (\(list: positions))",
            Self.read)
    }
}
