import Base
import Knowledge
import Language

/// Articles as programs read them.
enum ArticlePayload {
    /// So many characters of an answer are shown where it was found.
    static let excerptCharacters = 120

    static func json(_ article: Article) -> JSONValue {
        .object([
            "id": JSONValue(article.id), "name": article.name.map { .string($0) },
            "state": .string(article.state.rawValue), "revision": JSONValue(article.revision),
            "live": article.state.isLive ? article.live.map { json($0) } : nil,
            "draft": article.draft.map(\.json), "remark": article.remark.map { .string($0) },
            "writtenBy": .string(article.writtenBy.id), "writtenAt": JSONValue(article.writtenAt),
        ])
    }

    static func json(_ version: Article.Version) -> JSONValue {
        version.text.json.adding([
            "version": JSONValue(version.number), "writtenBy": .string(version.writtenBy.id),
            "publishedBy": .string(version.publishedBy.id), "publishedAt": JSONValue(version.publishedAt),
        ])
    }

    static func json(_ use: ArticleUse) -> JSONValue {
        .object([
            "place": .string(use.place.rawValue), "member": use.member.isEmpty ? nil : .string(use.member),
            "uses": JSONValue(use.uses), "helped": JSONValue(use.helped), "misled": JSONValue(use.misled),
        ])
    }

    static func json(
        _ known: KnownAnswer, _ highlight: Highlight, _ language: Base.Language
    ) -> JSONValue {
        var (source, answered, channel) = ("policy", language, String?.none)
        if case .article(let found) = known.source {
            (source, answered, channel) = ("article", found.answer.language, found.answer.channel)
        }
        return .object([
            "id": .string(known.id), "source": .string(source), "version": JSONValue(known.version),
            "question": .string(known.question), "answer": .string(known.answer),
            "language": .string(answered.rawValue), "channel": channel.map { .string($0) },
            "highlights": [
                "question": parts(highlight.parts(of: known.question)),
                "answer": parts(highlight.excerpt(of: known.answer, upTo: excerptCharacters)),
            ],
        ])
    }

    private static func parts(_ parts: [Highlight.Part]) -> JSONValue {
        .array(parts.map { ["text": .string($0.text), "hit": .bool($0.isHit)] })
    }
}
