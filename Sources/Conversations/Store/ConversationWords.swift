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

    static let dialogue = PersonalColumn(
        "conversation_dialogues", "state", key: ["conversation_id"],
        owner: .customerOf("conversations", by: "conversation_id"))

    static let inspection = PersonalColumn(
        "conversation_inspections", "words", key: ["conversation_id", "round"],
        owner: .customerOf("conversations", by: "conversation_id"), isOptional: true)
    static let cause = lesson("cause")
    static let helped = lesson("helped")
    static let article = lesson("article", isOptional: true)

    static let task = PersonalColumn(
        "conversation_tasks", "words", key: ["conversation_id", "id"],
        owner: .customerOf("conversations", by: "conversation_id"))
    static let taskAnswer = PersonalColumn(
        "conversation_tasks", "answer", key: ["conversation_id", "id"],
        owner: .customerOf("conversations", by: "conversation_id"), isOptional: true)

    static let all = [
        rating, message, version, note, draft, inspection, cause, helped, article, task, taskAnswer,
        dialogue,
    ]

    private static func lesson(_ column: String, isOptional: Bool = false) -> PersonalColumn {
        PersonalColumn(
            "conversation_lessons", column, key: ["conversation_id", "id"],
            owner: .customerOf("conversations", by: "conversation_id"), isOptional: isOptional)
    }
}
