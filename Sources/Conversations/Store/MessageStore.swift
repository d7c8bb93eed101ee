import Base
import Customers
import Storage
import Vault

struct MessageStore: Sendable {
    let people: PersonVault

    /// - Parameter token: what tells a message that is sent again; nil for what the program says itself.
    /// - Returns: false when a message with the token is there already; nothing is written then.
    func insert(
        _ message: Message, token: String?, _ key: PersonKey, in shop: ShopID, _ transaction: Transaction
    ) throws -> Bool {
        let (id, content) = (message.conversationID, message.content)
        let words = try key.seal(
            optional: content.words, in: ConversationWords.message, of: id.text, in: shop)
        let previous = message.number > 1 ? message.number - 1 : nil
        return try transaction.changes(
            """
            INSERT INTO conversation_messages (shop, conversation_id, number, previous, token, side, author_kind,
                author_id, kind, words, reference, note, posted_at)
            VALUES (\(shop), \(id), \(message.number), \(previous), \(token), \(message.side),
                \(message.author.kind), \(message.author.id), \(content.kind), \(words), \(content.reference),
                \(content.note), \(message.postedAt))
            ON CONFLICT (shop, conversation_id, token) DO NOTHING
            """) == 1
    }

    /// Writes a message's words anew, and keeps what they were.
    func replace(
        _ message: Message, was words: String, _ conversation: Conversation, in shop: ShopID,
        _ transaction: Transaction
    ) throws {
        let (id, number) = (message.conversationID, message.number)
        let key = try people.keyToWrite(conversation.person(in: shop), transaction)
        let old = try key.seal(words, in: ConversationWords.version, of: id.text, in: shop)
        let new = try key.seal(
            optional: message.content.words, in: ConversationWords.message, of: id.text, in: shop)
        let versions = try transaction.count(
            """
            SELECT COUNT(*) FROM conversation_message_versions
            WHERE shop = \(shop) AND conversation_id = \(id) AND number = \(number)
            """)
        try transaction.run(
            """
            INSERT INTO conversation_message_versions (shop, conversation_id, number, version, words, until)
            VALUES (\(shop), \(id), \(number), \(versions + 1), \(old), \(transaction.now))
            """)
        try transaction.run(
            """
            UPDATE conversation_messages SET words = \(new), edited_at = \(message.editedAt),
                recalled_at = \(message.recalledAt)
            WHERE shop = \(shop) AND conversation_id = \(id) AND number = \(number)
            """)
    }

    /// Seals everything that was written in a conversation with the key of whom it belongs to now.
    func reseal(
        _ old: Conversation, for new: Conversation, in shop: ShopID, _ transaction: Transaction
    ) throws {
        let reseal = try Resealing(old, new, people, in: shop, transaction)
        let messages = try transaction.rows(
            """
            SELECT number, words FROM conversation_messages
            WHERE shop = \(shop) AND conversation_id = \(old.id) AND words IS NOT NULL
            """
        ) { (try $0.int(), try $0.text()) }
        for (number, words) in messages {
            let anew = try reseal(words, in: ConversationWords.message)
            try transaction.run(
                """
                UPDATE conversation_messages SET words = \(anew)
                WHERE shop = \(shop) AND conversation_id = \(old.id) AND number = \(number)
                """)
        }
        let versions = try transaction.rows(
            """
            SELECT number, version, words FROM conversation_message_versions
            WHERE shop = \(shop) AND conversation_id = \(old.id)
            """
        ) { (try $0.int(), try $0.int(), try $0.text()) }
        for (number, version, words) in versions {
            let anew = try reseal(words, in: ConversationWords.version)
            try transaction.run(
                """
                UPDATE conversation_message_versions SET words = \(anew)
                WHERE shop = \(shop) AND conversation_id = \(old.id) AND number = \(number)
                    AND version = \(version)
                """)
        }
    }

    func find(
        _ number: Int, of conversation: Conversation, in shop: ShopID, _ transaction: Transaction
    ) throws -> Message? {
        try rows("number = \(number)", of: conversation, in: shop, transaction).first
    }

    func find(
        token: String, of conversation: Conversation, in shop: ShopID, _ transaction: Transaction
    ) throws -> Message? {
        try rows("token = \(token)", of: conversation, in: shop, transaction).first
    }

    /// The next ones after a number, in their order.
    func after(
        _ number: Int, limit: Int, of conversation: Conversation, in shop: ShopID, _ transaction: Transaction
    ) throws -> [Message] {
        try rows(
            "number > \(number) ORDER BY number LIMIT \(limit)", of: conversation, in: shop, transaction)
    }

    /// The last ones before a number, in their order.
    func before(
        _ number: Int, limit: Int, of conversation: Conversation, in shop: ShopID, _ transaction: Transaction
    ) throws -> [Message] {
        try rows(
            "number < \(number) ORDER BY number DESC LIMIT \(limit)", of: conversation, in: shop, transaction
        ).reversed()
    }

    /// The number of the last answer that somebody else of the shop gave after a number.
    func answer(
        after number: Int, notBy author: Actor, of id: Identifier<Conversation>, in shop: ShopID,
        _ transaction: Transaction
    ) throws -> Int? {
        try transaction.first(
            """
            SELECT number FROM conversation_messages WHERE shop = \(shop) AND conversation_id = \(id)
                AND number > \(number) AND side = 'shop'
                AND NOT (author_kind = \(author.kind) AND author_id = \(author.id))
            ORDER BY number DESC LIMIT 1
            """
        ) { try $0.int() }
    }

    /// What a message said before, oldest first.
    func versions(
        of message: Message, _ conversation: Conversation, in shop: ShopID, _ transaction: Transaction
    ) throws -> [MessageVersion] {
        let id = message.conversationID
        let stored = try transaction.rows(
            """
            SELECT words, until FROM conversation_message_versions
            WHERE shop = \(shop) AND conversation_id = \(id) AND number = \(message.number) ORDER BY version
            """
        ) { MessageVersion(words: try $0.text(), until: try $0.time()) }
        let key = try people.key(of: conversation.person(in: shop), transaction)
        return try stored.map {
            MessageVersion(
                words: try key.open($0.words, in: ConversationWords.version, of: id.text, in: shop),
                until: $0.until)
        }
    }

    /// Files that somebody sent, or a program in their name.
    func files(
        of partner: Partner, in shop: ShopID, _ transaction: Transaction
    ) throws -> [String] {
        try transaction.rows(
            """
            SELECT DISTINCT m.reference FROM conversation_messages m
            JOIN conversations c ON c.shop = m.shop AND c.id = m.conversation_id
            WHERE c.shop = \(shop) AND c.customer = \(partner.actorID) AND m.kind IN ('image', 'file')
                AND m.author_kind = 'customer'
            """
        ) { try $0.text() }
    }

    /// Where a case stands as a card, newest first.
    static func cards(
        ofCase id: String, limit: Int, in shop: ShopID, _ transaction: Transaction
    ) throws -> [(conversation: String, partner: String, number: Int)] {
        try transaction.rows(
            """
            SELECT m.conversation_id, c.customer, m.number FROM conversation_messages m
            JOIN conversations c ON c.shop = m.shop AND c.id = m.conversation_id
            WHERE m.shop = \(shop) AND m.reference = \(id) AND m.kind = 'caseCard' AND m.recalled_at IS NULL
            ORDER BY m.posted_at DESC LIMIT \(limit)
            """
        ) { (try $0.text(), try $0.text(), try $0.int()) }
    }

    /// Whether a file was sent in a conversation and not taken back.
    func hasFile(
        _ file: String, of id: Identifier<Conversation>, in shop: ShopID, _ transaction: Transaction
    ) throws -> Bool {
        try transaction.exists(
            """
            SELECT 1 FROM conversation_messages WHERE shop = \(shop) AND conversation_id = \(id)
                AND reference = \(file) AND kind IN ('image', 'file') AND recalled_at IS NULL
            """)
    }

    private func rows(
        _ filter: SQL, of conversation: Conversation, in shop: ShopID, _ transaction: Transaction
    ) throws -> [Message] {
        let id = conversation.id
        let key = try people.key(of: conversation.person(in: shop), transaction)
        return try transaction.rows(
            """
            SELECT number, side, author_kind, author_id, kind, words, reference, note, posted_at, edited_at,
                recalled_at
            FROM conversation_messages WHERE shop = \(shop) AND conversation_id = \(id) AND \(filter)
            """
        ) { row in
            let (number, side): (Int, Speaker.Side) = (try row.int(), try row.choice())
            let author = Actor(try row.choice(), try row.text())
            let kind: Message.Kind = try row.choice()
            let words = try row.optionalText().map {
                try key.open($0, in: ConversationWords.message, of: id.text, in: shop)
            }
            let (reference, note) = (try row.optionalText(), try row.optionalText())
            guard let content = Message.Content(kind, words: words, reference: reference, note: note) else {
                throw StorageFailure.failed("message \(number) of \(id) holds nothing")
            }
            return Message(
                conversationID: id, number: number, side: side, author: author, content: content,
                postedAt: try row.time(), editedAt: try row.optionalTime(), recalledAt: try row.optionalTime()
            )
        }
    }
}
