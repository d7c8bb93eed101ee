import Base
import Events
import Storage

/// The door of the slice: reading and writing articles. How they come before readers stands in `+Review`, how they are found
/// in `+Search`, how files of them are taken in `+Import`, who used them in `+Use`.
public struct KnowledgeDesk: Sendable {
    let events: EventLog
    /// - Throws: for words that a shop may not say.
    let allows: @Sendable (String, ShopID, Transaction) throws -> Void
    let hasProduct: @Sendable (String, ShopID, Transaction) throws -> Bool
    /// The hours that a shop's days speak of.
    let day: @Sendable (ShopID, Transaction) throws -> LocalDay
    let indexes: ArticleIndexes
    let store = ArticleStore()
    let useStore = ArticleUseStore()

    public static let migrations = ArticleStore.migrations + ArticleUseStore.migrations

    /// - Parameters:
    ///   - allows: throws for words that a shop may not say.
    ///   - day: of a shop.
    public init(
        events: EventLog, allows: @escaping @Sendable (String, ShopID, Transaction) throws -> Void,
        hasProduct: @escaping @Sendable (String, ShopID, Transaction) throws -> Bool,
        day: @escaping @Sendable (ShopID, Transaction) throws -> LocalDay,
        indexes: ArticleIndexes = ArticleIndexes()
    ) {
        (self.events, self.allows, self.hasProduct, self.day) = (events, allows, hasProduct, day)
        self.indexes = indexes
    }

    // MARK: Reading

    /// - Throws: `articleUnknown`.
    public func article(
        _ id: Identifier<Article>, in shop: ShopID, _ transaction: Transaction
    ) throws -> Article {
        guard let article = try store.find(id, in: shop, transaction) else {
            throw KnowledgeRefusal.articleUnknown
        }
        return article
    }

    public func list(
        _ filter: ArticleFilter, in shop: ShopID, _ transaction: Transaction
    ) throws -> Page<Article> {
        Page(
            try store.list(filter, limit: filter.limit + 1, in: shop, transaction), limit: filter.limit
        ) { article in
            filter.expiringBefore == nil
                ? Cursor([article.id.text])
                : Cursor([String(article.live?.text.validUntil?.milliseconds ?? 0), article.id.text])
        }
    }

    public func count(
        _ states: [ArticleState], in shop: ShopID, _ transaction: Transaction
    ) throws -> Int {
        try store.count(states, in: shop, transaction)
    }

    /// What was published under each number, the newest first.
    public func versions(
        of article: Article, limit: Int = Limits.pageItems, in shop: ShopID, _ transaction: Transaction
    ) throws -> [Article.Version] {
        try store.versions(of: article.id, limit: limit, in: shop, transaction)
    }

    // MARK: Writing

    /// Begins an article.
    /// - Throws: `tooManyArticles`, `articleProductUnknown`.
    public func write(
        _ text: ArticleText, named name: String? = nil, by actor: Actor, in shop: ShopID,
        _ transaction: Transaction
    ) throws -> Article {
        guard try store.count(ArticleState.allCases, in: shop, transaction) < Article.most else {
            throw KnowledgeRefusal.tooManyArticles
        }
        try check(text, in: shop, transaction)
        return try begin(text, name, by: actor, in: shop, transaction)
    }

    /// Writes an article anew. What people read stays as it is until it is published; what waited for a review does not any
    /// more.
    /// - Parameter seen: the revision that the author has seen; nil: whichever there is.
    /// - Throws: `articleUnknown`, `articleMovedOn`, `articleProductUnknown`.
    public func write(
        _ text: ArticleText, to id: Identifier<Article>, seen: Int? = nil, by actor: Actor, in shop: ShopID,
        _ transaction: Transaction
    ) throws -> Article {
        var article = try article(id, seen: seen, in: shop, transaction)
        try check(text, in: shop, transaction)
        try revise(&article, text, by: actor, in: shop, transaction)
        return article
    }

    // MARK: Parts

    func article(
        _ id: Identifier<Article>, seen: Int?, in shop: ShopID, _ transaction: Transaction
    ) throws -> Article {
        let article = try article(id, in: shop, transaction)
        if let seen, seen != article.revision { throw KnowledgeRefusal.articleMovedOn }
        return article
    }

    func check(_ text: ArticleText, in shop: ShopID, _ transaction: Transaction) throws {
        if let product = text.product, try !hasProduct(product, shop, transaction) {
            throw KnowledgeRefusal.articleProductUnknown
        }
    }

    func begin(
        _ text: ArticleText, _ name: String?, by actor: Actor, in shop: ShopID, _ transaction: Transaction
    ) throws -> Article {
        let article = Article(
            id: transaction.identifiers.next("X", at: transaction.now), name: name, state: .draft,
            revision: try store.nextRevision(in: shop, transaction), live: nil, draft: text,
            writtenBy: actor, writtenAt: transaction.now, remark: nil)
        try store.insert(article, in: shop, transaction)
        try tell("written", article, by: actor, in: shop, transaction)
        return article
    }

    func revise(
        _ article: inout Article, _ text: ArticleText, by actor: Actor, in shop: ShopID,
        _ transaction: Transaction
    ) throws {
        article.state = try ArticleStateMachine.state(after: .written, in: article.state)
        (article.draft, article.writtenBy, article.writtenAt) = (text, actor, transaction.now)
        try keep(&article, in: shop, transaction)
        try tell("written", article, by: actor, in: shop, transaction)
    }

    /// Writes a changed article down under a revision of its own.
    func keep(_ article: inout Article, in shop: ShopID, _ transaction: Transaction) throws {
        article.revision = try store.nextRevision(in: shop, transaction)
        try store.update(article, in: shop, transaction)
    }

    func tell(
        _ word: String, _ article: Article, by actor: Actor, _ detail: JSONValue = [:], in shop: ShopID,
        _ transaction: Transaction
    ) throws {
        try events.append(
            "article.\(word)", on: .init("article", article.id.text), of: shop, by: actor, detail,
            in: transaction)
    }
}
