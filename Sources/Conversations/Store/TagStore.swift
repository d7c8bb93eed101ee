import Base
import Storage

/// Which tags conversations bear: each beside its conversation, where it is read, and in rows, by which it is found.
struct TagStore: Sendable {
    private static let mostListed = 200

    func write(
        _ tags: [Tag], on id: Identifier<Conversation>, in shop: ShopID, _ transaction: Transaction
    ) throws {
        try transaction.run(
            """
            UPDATE conversations SET tags = \(JSONValue(tags.map(\.text)))
            WHERE shop = \(shop) AND id = \(id)
            """)
        try transaction.run(
            "DELETE FROM conversation_tags WHERE shop = \(shop) AND conversation_id = \(id)")
        for tag in tags {
            try transaction.run(
                """
                INSERT INTO conversation_tags (shop, tag, conversation_id)
                VALUES (\(shop), \(tag.text), \(id))
                """)
        }
    }

    /// The usual ones first.
    func counts(in shop: ShopID, _ transaction: Transaction) throws -> [TagCount] {
        try transaction.rows(
            """
            SELECT tag, COUNT(*) AS n FROM conversation_tags WHERE shop = \(shop)
            GROUP BY tag ORDER BY n DESC, tag LIMIT \(Self.mostListed)
            """
        ) { TagCount(tag: Tag(stored: try $0.text()), count: try $0.int()) }
    }
}
