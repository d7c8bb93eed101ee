import Base

/// An answer that somebody of the shop has begun. It stays with the conversation, so that whoever takes over goes on
/// with it.
public struct ConversationDraft: Sendable {
    /// Counts what was kept one after the other.
    public let version: Int
    public let text: String
    public let author: Actor
    public let at: Timestamp

    public var json: JSONValue {
        [
            "version": JSONValue(version), "text": .string(text),
            "author": ["kind": .string(author.kind.rawValue), "id": .string(author.id)],
            "at": JSONValue(at),
        ]
    }

    public func withWords(_ change: (String) -> String) -> ConversationDraft {
        ConversationDraft(version: version, text: change(text), author: author, at: at)
    }
}
