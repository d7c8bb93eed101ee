import Base

/// What somebody of the shop asks a colleague or a team about a conversation, with the moment until which they need it.
/// The customer never sees it; its answer stands beside the thread as a note.
public struct InternalTask: Sendable {
    public enum State: String, Sendable, CaseIterable {
        case open, answered
        /// Whoever asked needs it no more.
        case withdrawn
    }

    /// Whose turn it is.
    public enum Owner: Sendable, Hashable {
        case member(String)
        /// A skill group: whoever of it is first takes it.
        case team(String)

        public var member: String? { if case .member(let id) = self { id } else { nil } }
        public var team: String? { if case .team(let name) = self { name } else { nil } }
    }

    public struct Answer: Sendable {
        public let words: String
        public let by: Actor
    }

    /// Open ones of one conversation.
    public static let most = 20
    /// As far ahead one is due at most.
    public static let longest = Span.days(90)

    public let id: Identifier<InternalTask>
    public let conversationID: Identifier<Conversation>
    public let askedBy: Actor
    public internal(set) var owner: Owner
    public internal(set) var words: String
    public let askedAt: Timestamp
    public let due: Timestamp
    public internal(set) var state: State
    public internal(set) var answer: Answer?
    public internal(set) var closedAt: Timestamp?

    public func isOverdue(at now: Timestamp) -> Bool { state == .open && due <= now }

    /// Whether it is somebody's to answer: their own, or one of a team of theirs.
    public func isFor(_ member: String, of teams: [String]) -> Bool {
        switch owner {
        case .member(let id): id == member
        case .team(let name): teams.contains(name)
        }
    }
}

/// A task as somebody asks it.
public struct NewTask: Sendable {
    public let owner: InternalTask.Owner
    public let words: String
    public let due: Timestamp

    public init(for owner: InternalTask.Owner, _ words: String, due: Timestamp) {
        (self.owner, self.words, self.due) = (owner, words, due)
    }
}

/// Which tasks are asked for.
public struct TaskFilter: Sendable {
    public var state: InternalTask.State = .open
    public var member: String?
    /// Of any of these teams; nil: of everybody.
    public var teams: [String]?
    /// A member of staff.
    public var askedBy: String?
    public var conversation: Identifier<Conversation>?
    /// Those that were due by then.
    public var dueBy: Timestamp?
    public var after: Cursor?
    public var limit = Limits.pageItems

    public init() {}
}

extension InternalTask {
    /// As the API tells of it.
    public func json(at now: Timestamp) -> JSONValue {
        .object([
            "id": JSONValue(id), "conversationId": JSONValue(conversationID),
            "state": .string(state.rawValue), "text": .string(words),
            "member": owner.member.map { .string($0) }, "team": owner.team.map { .string($0) },
            "askedBy": Self.json(askedBy), "askedAt": JSONValue(askedAt), "due": JSONValue(due),
            "overdue": .bool(isOverdue(at: now)),
            "answer": answer.map { ["text": .string($0.words), "author": Self.json($0.by)] },
            "closedAt": closedAt.map { JSONValue($0) },
        ])
    }

    private static func json(_ actor: Actor) -> JSONValue {
        ["kind": .string(actor.kind.rawValue), "id": .string(actor.id)]
    }

    /// The same with other words, such as none that tell anything.
    public func withWords(_ change: (String) -> String) -> InternalTask {
        var task = self
        task.words = change(words)
        task.answer = answer.map { Answer(words: change($0.words), by: $0.by) }
        return task
    }
}
