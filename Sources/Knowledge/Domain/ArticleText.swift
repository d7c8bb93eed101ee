import Base
import Language

/// What an article says: how people ask, what is answered, and for whom and how long that holds.
public struct ArticleText: Sendable, Hashable {
    public static let mostWordings = 50
    public static let mostAnswers = 12
    public static let wordingCharacters = 200
    public static let channelCharacters = 32

    /// One way of asking.
    public struct Question: Sendable, Hashable {
        public let language: Base.Language
        public let words: String

        public init(_ language: Base.Language, _ words: String) {
            (self.language, self.words) = (language, words)
        }
    }

    /// What is said in a language, everywhere or on one channel.
    public struct Answer: Sendable, Hashable {
        public let language: Base.Language
        /// Nil: wherever nothing else is said.
        public let channel: String?
        public let words: String

        public init(_ language: Base.Language, on channel: String? = nil, _ words: String) {
            (self.language, self.channel, self.words) = (language, channel, words)
        }
    }

    /// Who may read it.
    public enum Audience: String, Sendable, CaseIterable {
        case everybody
        /// The shop's people alone.
        case staff
    }

    /// The first of each language stands above its answer.
    public let questions: [Question]
    public let answers: [Answer]
    public let audience: Audience
    /// What customers want who ask this; nil: whatever the words say.
    public let intent: Intent?
    /// The product that it is about.
    public let product: String?
    public let validFrom: Timestamp?
    /// From then on it does not hold any more.
    public let validUntil: Timestamp?

    /// - Throws: `articleIncomplete` for a language with a question and no answer, or an answer and no question, and for
    ///   nothing at all; `articleAnsweredTwice`; `articleNeverValid`.
    public init(
        questions: [Question], answers: [Answer], audience: Audience = .everybody, intent: Intent? = nil,
        product: String? = nil, validFrom: Timestamp? = nil, validUntil: Timestamp? = nil
    ) throws(KnowledgeRefusal) {
        let asked = Set(questions.map(\.language))
        guard !asked.isEmpty, asked == Set(answers.filter { $0.channel == nil }.map(\.language)),
            asked.isSuperset(of: answers.map(\.language))
        else { throw .articleIncomplete }
        let places = answers.map { "\($0.language.rawValue) \($0.channel ?? "")" }
        guard Set(places).count == places.count else { throw .articleAnsweredTwice }
        if let validFrom, let validUntil, validFrom >= validUntil { throw .articleNeverValid }
        (self.questions, self.answers, self.audience, self.intent) = (questions, answers, audience, intent)
        (self.product, self.validFrom, self.validUntil) = (product, validFrom, validUntil)
    }

    /// The languages that it is written in.
    public var languages: [Base.Language] {
        Base.Language.allCases.filter { language in questions.contains { $0.language == language } }
    }

    public func isValid(at now: Timestamp) -> Bool {
        validFrom.map { $0 <= now } ?? true && validUntil.map { now < $0 } ?? true
    }

    /// What a reader is told: in their language, or in the nearest that there is.
    public func answer(for language: Base.Language, on channel: String? = nil) -> Answer? {
        for next in language.nearest {
            let own = answers.filter { $0.language == next }
            if let fitting = own.first(where: { $0.channel == channel })
                ?? own.first(where: { $0.channel == nil })
            {
                return fitting
            }
        }
        return nil
    }

    /// The question above that answer.
    public func question(for language: Base.Language) -> String {
        for next in language.nearest {
            if let question = questions.first(where: { $0.language == next }) { return question.words }
        }
        return ""
    }
}

extension Base.Language {
    /// This one, then those that a reader of it understands best.
    var nearest: [Base.Language] {
        switch self {
        case .simplified: [.simplified, .traditional, .english]
        case .traditional: [.traditional, .simplified, .english]
        case .english: [.english, .simplified, .traditional]
        }
    }
}
