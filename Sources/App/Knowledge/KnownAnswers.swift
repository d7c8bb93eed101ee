import Base
import Knowledge
import Language
import Policies
import Storage

/// An answer with where it comes from: an article of the shop's, or its policy.
struct KnownAnswer: Sendable {
    enum Source: Sendable {
        case article(FoundArticle)
        case policy(PolicyArticles.Item, version: Int)
    }

    let source: Source
    /// How alike what is asked and what was typed are, 0 to 1.
    let likeness: Float

    var id: String {
        switch source {
        case .article(let found): found.article.id.text
        case .policy(let item, _): item.id
        }
    }

    var version: Int {
        switch source {
        case .article(let found): found.version.number
        case .policy(_, let version): version
        }
    }

    var question: String {
        switch source {
        case .article(let found): found.question
        case .policy(let item, _): item.questions.first ?? ""
        }
    }

    var answer: String {
        switch source {
        case .article(let found): found.answer.words
        case .policy(let item, _): item.answer
        }
    }
}

/// Everything that the shop can answer from: its articles, and what its policy says.
struct KnownAnswers {
    let knowledge: KnowledgeDesk
    let policies: PolicyDesk
    let reader: Reader
    let shop: ShopProfile

    init(_ knowledge: KnowledgeDesk, _ policies: PolicyDesk, _ reader: Reader, of shop: ShopProfile) {
        (self.knowledge, self.policies, self.reader, self.shop) = (knowledge, policies, reader, shop)
    }

    init(services: Services, reader: Reader, shop: ShopProfile) {
        self.init(services.knowledge, services.policies, reader, of: shop)
    }

    /// The nearest first, in a transaction that reads alone.
    func search(_ search: ArticleSearch, _ transaction: Transaction) throws -> [KnownAnswer] {
        let articles = try knowledge.search(search, in: shop.id, transaction).map {
            KnownAnswer(source: .article($0), likeness: $0.likeness)
        }
        let policy = try policy(transaction)
        let rules = policy.search(search.typed, limit: search.limit).map {
            KnownAnswer(source: .policy($0.item, version: policy.version), likeness: $0.likeness)
        }
        // Of two that are as near the shop's own words come first.
        let all = (articles + rules).enumerated().sorted { left, right in
            left.element.likeness != right.element.likeness
                ? left.element.likeness > right.element.likeness : left.offset < right.offset
        }
        return all.prefix(search.limit).map(\.element)
    }

    func policy(_ transaction: Transaction) throws -> PolicyArticles {
        PolicyArticles(try policies.current(of: shop, in: transaction), reader)
    }
}
