import Storage
import Vault

/// What people wrote in conversations: it lies sealed with the customer's or visitor's key.
enum ConversationWords {
    static let rating = PersonalColumn(
        "conversations", "rating_words", owner: .customer("customer"), isOptional: true)
    static let message = PersonalColumn(
        "conversation_messages", "words", key: ["conversation_id", "number"],
        owner: .customerOf("conversations", by: "conversation_id"), isOptional: true)
    static let version = PersonalColumn(
        "conversation_message_versions", "words", key: ["conversation_id", "number", "version"],
        owner: .customerOf("conversations", by: "conversation_id"))
    static let note = PersonalColumn(
        "conversation_notes", "words", key: ["conversation_id", "number"],
        owner: .customerOf("conversations", by: "conversation_id"))

    static let draft = PersonalColumn(
        "conversation_drafts", "words", key: ["conversation_id"],
        owner: .customerOf("conversations", by: "conversation_id"))

    static let all = [rating, message, version, note, draft]
}
