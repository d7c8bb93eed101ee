import Base
import Storage

/// Who used what the shop knows, and whether it helped.
extension KnowledgeDesk {
    /// So many days back is what figures speak of.
    public static let figureDays = 90
    /// An article misleads where so many say so, and more than those it helped.
    public static let leastMisled = 3

    /// Counts that an article was used; one that is gone counts nothing.
    public func noteUse(
        of id: Identifier<Article>, at place: ArticleUse.Place, by member: String = "", in shop: ShopID,
        _ transaction: Transaction
    ) throws {
        try add(ArticleUse(place: place, member: member, uses: 1), to: id, in: shop, transaction)
    }

    /// Counts what somebody says of an article that they read. On the help page that is how a reading is known.
    /// - Throws: `articleUnknown`.
    public func mark(
        _ id: Identifier<Article>, _ mark: ArticleUse.Mark, at place: ArticleUse.Place,
        by member: String = "",
        in shop: ShopID, _ transaction: Transaction
    ) throws {
        _ = try article(id, in: shop, transaction)
        let use = ArticleUse(
            place: place, member: member, uses: place == .help ? 1 : 0, helped: mark == .helped ? 1 : 0,
            misled: mark == .misled ? 1 : 0)
        try add(use, to: id, in: shop, transaction)
    }

    /// Of the last ninety days, by place and member.
    public func uses(
        of id: Identifier<Article>, in shop: ShopID, _ transaction: Transaction
    ) throws -> [ArticleUse] {
        try useStore.sums(of: id, since: since(in: shop, transaction), in: shop, transaction)
    }

    /// How often each was used in the last ninety days.
    public func useCounts(
        of ids: [Identifier<Article>], in shop: ShopID, _ transaction: Transaction
    ) throws -> [Identifier<Article>: Int] {
        try useStore.uses(of: ids, since: since(in: shop, transaction), in: shop, transaction)
    }

    /// What customers may read, the most used first, then the newest.
    public func mostUsed(
        limit: Int, in shop: ShopID, _ transaction: Transaction
    ) throws -> [Article] {
        let used = try useStore.mostUsed(
            since: since(in: shop, transaction), limit: 2 * limit, in: shop, transaction)
        let found = try inOrder(used, in: shop, transaction)
        var filter = ArticleFilter()
        (filter.states, filter.limit) = (ArticleState.allCases.filter(\.isLive), 2 * limit)
        let newest = try store.list(filter, limit: filter.limit, in: shop, transaction)
        let others = newest.filter { article in !found.contains { $0.id == article.id } }
        return Array((found + others).filter { $0.isShown(at: transaction.now) }.prefix(limit))
    }

    /// What is published and misled more people than it helped, the worst first.
    public func misleading(
        limit: Int, in shop: ShopID, _ transaction: Transaction
    ) throws -> [Article] {
        let ids = try useStore.misleading(
            since: since(in: shop, transaction), atLeast: Self.leastMisled, limit: limit, in: shop,
            transaction)
        return try inOrder(ids, in: shop, transaction).filter(\.state.isLive)
    }

    // MARK: Parts

    /// As they are asked for.
    func inOrder(
        _ ids: [Identifier<Article>], in shop: ShopID, _ transaction: Transaction
    ) throws -> [Article] {
        let found = try store.find(ids, in: shop, transaction)
        return ids.compactMap { id in found.first { $0.id == id } }
    }

    private func add(
        _ use: ArticleUse, to id: Identifier<Article>, in shop: ShopID, _ transaction: Transaction
    ) throws {
        guard try store.find(id, in: shop, transaction) != nil else { return }
        let today = try day(shop, transaction).date(of: transaction.now)
        try useStore.add(use, on: today, to: id, in: shop, transaction)
    }

    private func since(in shop: ShopID, _ transaction: Transaction) throws -> String {
        try day(shop, transaction).date(of: transaction.now - .days(Self.figureDays))
    }
}
