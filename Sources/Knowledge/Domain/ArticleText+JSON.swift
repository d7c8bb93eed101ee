import Base
import Language

extension ArticleText {
    /// Reads what a program sends, or what was kept.
    /// - Throws: `InputRefusal`; as `init(questions:answers:…)`.
    public init(_ reader: inout JSONReader) throws {
        let questions = try reader.objects("questions", in: 1...Self.mostWordings).map { item in
            var item = item
            let question = Question(
                try Self.language(&item), try item.string("text", upTo: Self.wordingCharacters))
            try item.finish()
            return question
        }
        let answers = try reader.objects("answers", in: 1...Self.mostAnswers).map { item in
            var item = item
            let answer = Answer(
                try Self.language(&item), on: try Self.channel(&item),
                try item.string("text", upTo: Limits.noteCharacters))
            try item.finish()
            return answer
        }
        try self.init(
            questions: questions, answers: answers,
            audience: reader.optionalChoice("audience", of: Audience.self) ?? .everybody,
            intent: reader.optionalChoice("intent", of: Intent.self),
            product: (reader.optionalID("productId") as Identifier<ArticleText>?)?.text,
            validFrom: reader.optionalTime("validFrom"), validUntil: reader.optionalTime("validUntil"))
    }

    init(kept value: JSONValue) throws {
        var reader = try JSONReader(value)
        try self.init(&reader)
    }

    public var json: JSONValue {
        .object([
            "questions": .array(
                questions.map { ["language": .string($0.language.rawValue), "text": .string($0.words)] }),
            "answers": .array(
                answers.map {
                    .object([
                        "language": .string($0.language.rawValue), "channel": $0.channel.map { .string($0) },
                        "text": .string($0.words),
                    ])
                }), "audience": .string(audience.rawValue), "intent": intent.map { .string($0.rawValue) },
            "productId": product.map { .string($0) }, "validFrom": validFrom.map { JSONValue($0) },
            "validUntil": validUntil.map { JSONValue($0) },
        ])
    }

    private static func language(_ reader: inout JSONReader) throws -> Base.Language {
        guard let language = try reader.optionalLanguage("language") else {
            throw InputRefusal("fieldMissing", at: reader.pointer("language"), ["name": "language"])
        }
        return language
    }

    private static func channel(_ reader: inout JSONReader) throws -> String? {
        guard let name = try reader.optionalString("channel", upTo: channelCharacters) else { return nil }
        guard isChannel(name) else { throw KnowledgeRefusal.articleChannelInvalid }
        return name
    }

    /// The names that conversations give their channels: small letters, digits, hyphens.
    static func isChannel(_ name: String) -> Bool {
        (1...channelCharacters).contains(name.utf8.count)
            && name.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
    }
}
