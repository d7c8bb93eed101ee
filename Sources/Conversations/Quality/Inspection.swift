import Base

/// A conversation that is put before an inspector, and what they found.
public struct Inspection: Sendable {
    public enum State: String, Sendable, CaseIterable { case open, done, dropped }

    public let conversationID: Identifier<Conversation>
    /// The last message it had when it ended: one that is opened again is looked at anew.
    public let round: Int
    public internal(set) var reasons: [QualityReason]
    /// Who had it.
    public let agent: String?
    public let at: Timestamp
    public internal(set) var state: State
    public internal(set) var result: Result?

    /// What an inspector found.
    public struct Result: Sendable {
        public let sheet: ScoreSheet
        /// What the agent is told.
        public let words: String?
        /// Whether it is kept as something to learn from.
        public let isLesson: Bool
        public let inspector: String
        public let at: Timestamp
        /// When the agent had read it.
        public internal(set) var readAt: Timestamp?
    }
}

/// Marks of one to five for what counts in an answer.
public struct ScoreSheet: Sendable, Hashable {
    public enum Mark: String, Sendable, CaseIterable { case manner, correctness, solution, speed, rules }

    public static let marks = 1...5

    /// One for each.
    public let marks: [Mark: Int]

    /// - Throws: `scoreSheetIncomplete` unless every mark is there and from one to five.
    public init(_ marks: [Mark: Int]) throws(ConversationRefusal) {
        guard Mark.allCases.allSatisfy({ marks[$0].map(Self.marks.contains) ?? false }) else {
            throw .scoreSheetIncomplete
        }
        self.marks = marks
    }

    /// Of a hundred.
    public var score: Int {
        let sum = Mark.allCases.reduce(0) { $0 + (marks[$1] ?? 0) }
        return sum * 100 / (Mark.allCases.count * Self.marks.upperBound)
    }

    var json: JSONValue {
        .object(Mark.allCases.map { JSONValue.Member($0.rawValue, JSONValue(marks[$0] ?? 0)) })
    }

    init(stored json: JSONValue) {
        marks = Dictionary(
            uniqueKeysWithValues: Mark.allCases.map { ($0, Int(json[$0.rawValue]?.int ?? 0)) })
    }
}

/// What somebody learnt from a conversation.
public struct Lesson: Sendable {
    public let id: Identifier<Lesson>
    public let conversationID: Identifier<Conversation>
    public let author: Actor
    public let text: LessonText
    public let at: Timestamp
}

public struct LessonText: Sendable, Hashable {
    public let cause: String
    public let helped: String
    /// What should be written down for customers or colleagues.
    public let article: String?

    public init(cause: String, helped: String, article: String?) {
        (self.cause, self.helped, self.article) = (cause, helped, article)
    }
}

extension Inspection {
    public var json: JSONValue {
        .object([
            "conversationId": JSONValue(conversationID), "round": JSONValue(round),
            "reasons": JSONValue(reasons.map(\.rawValue)), "agent": agent.map { .string($0) },
            "at": JSONValue(at), "state": .string(state.rawValue), "result": result?.json,
        ])
    }

    /// The same with other words, such as none that tell anything.
    public func withWords(_ change: (String) -> String) -> Inspection {
        var inspection = self
        inspection.result = result.map { $0.withWords(change) }
        return inspection
    }

    public var hasWords: Bool { result?.words != nil }
}

extension Inspection.Result {
    var json: JSONValue {
        .object([
            "marks": sheet.json, "score": JSONValue(sheet.score), "words": words.map { .string($0) },
            "lesson": .bool(isLesson), "inspector": .string(inspector), "at": JSONValue(at),
            "readAt": readAt.map { JSONValue($0) },
        ])
    }

    fileprivate func withWords(_ change: (String) -> String) -> Inspection.Result {
        Inspection.Result(
            sheet: sheet, words: words.map(change), isLesson: isLesson, inspector: inspector, at: at,
            readAt: readAt)
    }
}

extension Lesson {
    public var json: JSONValue {
        .object([
            "id": JSONValue(id), "conversationId": JSONValue(conversationID),
            "author": ["kind": .string(author.kind.rawValue), "id": .string(author.id)],
            "cause": .string(text.cause), "helped": .string(text.helped),
            "article": text.article.map { .string($0) }, "at": JSONValue(at),
        ])
    }

    public func withWords(_ change: (String) -> String) -> Lesson {
        Lesson(
            id: id, conversationID: conversationID, author: author,
            text: LessonText(
                cause: change(text.cause), helped: change(text.helped), article: text.article.map(change)),
            at: at)
    }
}
