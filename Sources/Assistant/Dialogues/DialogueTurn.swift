import Base

/// A part of what the assistant says.
public enum Saying: Sendable, Hashable {
    /// A sentence of the string tables.
    case key(String, [String: String] = [:])
    /// What the shop's own records and policy say, in words already.
    case words(String)
    /// Numbered, to choose one of them.
    case list([String])
    /// Numbered sentences of the string tables.
    case keys([String])
}

/// What the assistant does about a message.
public struct DialogueTurn: Sendable, Hashable {
    public enum Handover: String, Sendable, Hashable {
        /// Not understood twice.
        case missed
        /// More money than it may move.
        case tooMuch
        /// Something that people do.
        case people
    }

    /// Said yes to, and to be done exactly as it was promised.
    public struct Promised: Sendable, Hashable {
        public let wish: Wish
        public let promise: String
    }

    /// The dialogue that was spoken of last.
    public internal(set) var dialogue: String
    public internal(set) var says: [Saying]
    /// Nil: nothing is open any more.
    public internal(set) var state: DialogueState?
    /// What is to be done before anything is said.
    public internal(set) var does: Promised?
    public internal(set) var handover: Handover?

    init(
        _ dialogue: String, _ says: [Saying] = [], state: DialogueState? = nil, does: Promised? = nil,
        handover: Handover? = nil
    ) {
        (self.dialogue, self.says, self.state) = (dialogue, says, state)
        (self.does, self.handover) = (does, handover)
    }
}

/// What the shop would do about a wish.
public enum Preview: Sendable, Hashable {
    /// - Parameters:
    ///   - promise: names everything that is promised: another promise has another name.
    ///   - words: the same, as the customer reads it.
    ///   - amount: the money that moves.
    case would(promise: String, words: [String], amount: Money?)
    /// With the reason.
    case refused(words: [String])
}

/// What came of doing it.
public enum Outcome: Sendable, Hashable {
    case done(words: [String])
    /// It would not be what was promised any more; nothing was done.
    case different(Preview)
}

/// What the shop knows for one customer, asked for as it is needed; always the same answer to the same question.
public struct DialogueFacts {
    /// Nobody is told of orders, or does anything to them, before it is known who they are.
    public let isKnown: Bool
    /// The most money that is moved without a person.
    public let most: Money?
    /// What may be chosen next; nothing where there is nothing to choose from.
    public let choices: (Dialogue.Slot, Wish) throws -> [Choice]
    /// What a telling dialogue tells; nil: people have to see to it.
    public let telling: (Wish) throws -> [String]?
    public let preview: (Wish) throws -> Preview

    public init(
        isKnown: Bool, most: Money? = nil, choices: @escaping (Dialogue.Slot, Wish) throws -> [Choice],
        telling: @escaping (Wish) throws -> [String]?, preview: @escaping (Wish) throws -> Preview
    ) {
        (self.isKnown, self.most, self.choices) = (isKnown, most, choices)
        (self.telling, self.preview) = (telling, preview)
    }
}
