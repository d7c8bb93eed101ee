import Base
import Language
import Storage

/// What is asked of the shop's knowledge.
public struct ArticleSearch: Sendable {
    public let typed: String
    public let language: Base.Language
    public let channel: String?
    /// Whether the shop's people ask: they find also what is for them alone.
    public let isStaff: Bool
    public let limit: Int

    public init(
        _ typed: String, in language: Base.Language, on channel: String? = nil, isStaff: Bool = false,
        limit: Int = 10
    ) {
        (self.typed, self.language, self.channel) = (typed, language, channel)
        (self.isStaff, self.limit) = (isStaff, limit)
    }
}

/// An article that was found.
public struct FoundArticle: Sendable {
    public let article: Article
    public let version: Article.Version
    /// The way of asking that is nearest to what was typed.
    public let question: String
    public let answer: ArticleText.Answer
    /// How alike question and what was typed are, 0 to 1.
    public let likeness: Float
}

extension KnowledgeDesk {
    /// As many as the index gives are compared word by word.
    private static let compared = 60

    /// What fits what is typed, the nearest first. In a transaction that reads alone: what is not committed is not found.
    public func search(
        _ search: ArticleSearch, in shop: ShopID, _ transaction: Transaction
    ) throws -> [FoundArticle] {
        precondition(transaction.scope == nil, "An index learns only what is committed.")
        let matches = try indexes.articles(of: shop).nearest(
            to: search.typed, count: Self.compared, isStaff: search.isStaff
        ) {
            try store.each(after: $0, in: shop, transaction, $1)
        }
        indexes.tidy()
        let articles = try inOrder(matches.map(\.id), in: shop, transaction)
        let typed = Wording(search.typed)
        let scores = Dictionary(matches.map { ($0.id, $0.score) }, uniquingKeysWith: { first, _ in first })
        let found = articles.compactMap { article in
            self.found(article, search, typed, at: transaction.now).map { ($0, scores[article.id] ?? 0) }
        }
        return found.sorted { left, right in
            let sums = (left.0.likeness + left.1, right.0.likeness + right.1)
            return sums.0 != sums.1 ? sums.0 > sums.1 : left.0.article.id > right.0.article.id
        }.prefix(search.limit).map(\.0)
    }

    private func found(
        _ article: Article, _ search: ArticleSearch, _ typed: Wording, at now: Timestamp
    ) -> FoundArticle? {
        guard article.state.isLive, let live = article.live, live.text.isValid(at: now),
            search.isStaff || live.text.audience == .everybody,
            let answer = live.text.answer(for: search.language, on: search.channel)
        else { return nil }
        let alike = live.text.questions.map { ($0, Wording($0.words).likeness(to: typed)) }
        let own = alike.filter { $0.0.language == answer.language }
        let best = own.max { $0.1 < $1.1 }
        return FoundArticle(
            article: article, version: live,
            question: best?.0.words ?? live.text.question(for: search.language),
            answer: answer, likeness: alike.map(\.1).max() ?? 0)
    }
}
