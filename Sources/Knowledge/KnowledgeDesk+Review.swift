import Base
import Storage

/// From what somebody wrote to what people read.
extension KnowledgeDesk {
    /// Asks for somebody to look at a draft.
    /// - Throws: `articleUnknown`, `articleNotInThisState`.
    public func submit(
        _ id: Identifier<Article>, by actor: Actor, in shop: ShopID, _ transaction: Transaction
    ) throws -> Article {
        var article = try article(id, in: shop, transaction)
        article.state = try ArticleStateMachine.state(after: .submitted, in: article.state)
        article.remark = nil
        try keep(&article, in: shop, transaction)
        try tell("submitted", article, by: actor, in: shop, transaction)
        return article
    }

    /// Gives a draft back to whoever wrote it.
    /// - Throws: `articleUnknown`, `articleNotInThisState`.
    public func sendBack(
        _ id: Identifier<Article>, remark: String, by actor: Actor, in shop: ShopID,
        _ transaction: Transaction
    ) throws -> Article {
        var article = try article(id, in: shop, transaction)
        article.state = try ArticleStateMachine.state(after: .sentBack, in: article.state)
        article.remark = remark
        try keep(&article, in: shop, transaction)
        try tell("sentBack", article, by: actor, in: shop, transaction)
        return article
    }

    /// What was written is what people read from now on, under the next number.
    /// - Parameter seen: the revision that was looked at: nothing else is published.
    /// - Throws: `articleUnknown`, `articleMovedOn`, `articleNotInThisState`, `articleProductUnknown`; what `allows` says
    ///   of words that may not be said.
    public func publish(
        _ id: Identifier<Article>, seen: Int? = nil, by actor: Actor, in shop: ShopID,
        _ transaction: Transaction
    ) throws -> Article {
        var article = try article(id, seen: seen, in: shop, transaction)
        try publish(&article, by: actor, in: shop, transaction)
        return article
    }

    /// Nobody is told it any more; what was published stays to be read again.
    /// - Throws: `articleUnknown`, `articleNotInThisState`.
    public func retire(
        _ id: Identifier<Article>, by actor: Actor, in shop: ShopID, _ transaction: Transaction
    ) throws -> Article {
        var article = try article(id, in: shop, transaction)
        article.state = try ArticleStateMachine.state(after: .retired, in: article.state)
        (article.draft, article.remark) = (nil, nil)
        try keep(&article, in: shop, transaction)
        try tell("retired", article, by: actor, in: shop, transaction)
        return article
    }

    // MARK: Parts

    func publish(
        _ article: inout Article, by actor: Actor, in shop: ShopID, _ transaction: Transaction
    ) throws {
        let state = try ArticleStateMachine.state(after: .published, in: article.state)
        guard let text = article.draft else { throw KnowledgeRefusal.articleNotInThisState(article.state) }
        try check(text, in: shop, transaction)
        for answer in text.answers { try allows(answer.words, shop, transaction) }
        for question in text.questions { try allows(question.words, shop, transaction) }
        let version = Article.Version(
            number: (article.live?.number ?? 0) + 1, text: text, writtenBy: article.writtenBy,
            publishedBy: actor, publishedAt: transaction.now)
        (article.state, article.live, article.draft, article.remark) = (state, version, nil, nil)
        try store.insert(version, of: article.id, in: shop, transaction)
        try keep(&article, in: shop, transaction)
        try tell(
            "published", article, by: actor, ["version": JSONValue(version.number)], in: shop, transaction)
    }
}
