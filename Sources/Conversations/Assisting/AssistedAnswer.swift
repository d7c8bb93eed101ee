import Base

/// Something that the assistant said, what it answers, and where it comes from.
public struct AssistedAnswer: Sendable, Hashable {
    public enum Kind: String, Sendable, CaseIterable {
        /// What the shop knows: an article, or what its policy says.
        case article
        case courtesy
        /// It asked to say it otherwise.
        case anew
        /// It said that people go on.
        case handover
    }

    /// What somebody says of an answer.
    public enum Mark: String, Sendable, CaseIterable {
        case helped, misled
    }

    /// Where an answer comes from.
    public struct Source: Sendable, Hashable {
        /// Of an article, or of a part of the policy.
        public let id: String
        /// The number of the publication that was given.
        public let version: Int
        /// What it is called.
        public let title: String

        public init(id: String, version: Int, title: String) {
            (self.id, self.version, self.title) = (id, version, title)
        }
    }

    /// The message that it is.
    public let number: Int
    /// The customer's message that it answers.
    public let asked: Int
    public let kind: Kind
    /// Of every article, and of nothing else.
    public let source: Source?
    /// What was wanted, as the model's word for it; nil where it was not told.
    public let intent: String?
    /// The name of the dialogue that it belongs to.
    public let dialogue: String?
    public let mark: Mark?
    public let at: Timestamp

    public var json: JSONValue {
        .object([
            "number": JSONValue(number), "asked": JSONValue(asked), "kind": .string(kind.rawValue),
            "source": source.map {
                ["id": .string($0.id), "version": JSONValue($0.version), "title": .string($0.title)]
            }, "intent": intent.map { .string($0) },
            "dialogue": dialogue.map { .string($0) }, "mark": mark.map { .string($0.rawValue) },
            "at": JSONValue(at),
        ])
    }
}

/// What the assistant is about to say.
public struct AssistedReply: Sendable {
    public let words: String
    public let kind: AssistedAnswer.Kind
    public let source: AssistedAnswer.Source?
    public let intent: String?
    public let dialogue: String?

    public init(
        _ words: String, _ kind: AssistedAnswer.Kind, from source: AssistedAnswer.Source? = nil,
        intent: String? = nil, dialogue: String? = nil
    ) {
        (self.words, self.kind, self.source) = (words, kind, source)
        (self.intent, self.dialogue) = (intent, dialogue)
    }
}

/// Leaving a conversation to people.
public struct Handover: Sendable {
    public let reason: HandoverReason
    /// What the customer is told.
    public let words: String
    /// What whoever goes on should know; it is kept as a note.
    public let summary: String
    /// The customer's message that it follows.
    public let asked: Int

    public init(_ reason: HandoverReason, words: String, summary: String, asked: Int) {
        (self.reason, self.words, self.summary, self.asked) = (reason, words, summary, asked)
    }
}
