import Base
import Storage

extension ArticleUse.Place: SQLConvertible {}

/// How often each article was used in a day, where and by whom, and whether it helped.
struct ArticleUseStore: Sendable {
    static let migrations = [
        Migration(
            "2026-11-29-article-uses",
            [
                """
                CREATE TABLE article_uses (
                    shop TEXT NOT NULL,
                    article_id TEXT NOT NULL,
                    day TEXT NOT NULL,
                    place TEXT NOT NULL CHECK (place IN ('help', 'chat', 'desk')),
                    member TEXT NOT NULL,
                    uses BIGINT NOT NULL CHECK (uses >= 0),
                    helped BIGINT NOT NULL CHECK (helped >= 0),
                    misled BIGINT NOT NULL CHECK (misled >= 0),
                    PRIMARY KEY (shop, article_id, day, place, member),
                    FOREIGN KEY (shop, article_id) REFERENCES articles (shop, id)
                )
                """
            ])
    ]

    func add(
        _ use: ArticleUse, on day: String, to id: Identifier<Article>, in shop: ShopID,
        _ transaction: Transaction
    ) throws {
        try transaction.run(
            """
            INSERT INTO article_uses (shop, article_id, day, place, member, uses, helped, misled)
            VALUES (\(shop), \(id), \(day), \(use.place), \(use.member), \(use.uses), \(use.helped), \(use.misled))
            ON CONFLICT (shop, article_id, day, place, member) DO UPDATE SET
                uses = article_uses.uses + excluded.uses, helped = article_uses.helped + excluded.helped,
                misled = article_uses.misled + excluded.misled
            """)
    }

    /// Summed up by place and member since a day.
    func sums(
        of id: Identifier<Article>, since day: String, in shop: ShopID, _ transaction: Transaction
    ) throws -> [ArticleUse] {
        try transaction.rows(
            """
            SELECT place, member, CAST(SUM(uses) AS BIGINT), CAST(SUM(helped) AS BIGINT),
                CAST(SUM(misled) AS BIGINT)
            FROM article_uses WHERE shop = \(shop) AND article_id = \(id) AND day >= \(day)
            GROUP BY place, member ORDER BY place, member
            """
        ) { row in
            ArticleUse(
                place: try row.choice(), member: try row.text(), uses: try row.int(), helped: try row.int(),
                misled: try row.int())
        }
    }

    /// How often some of them were used by anybody since a day.
    func uses(
        of ids: [Identifier<Article>], since day: String, in shop: ShopID, _ transaction: Transaction
    ) throws -> [Identifier<Article>: Int] {
        var uses: [Identifier<Article>: Int] = [:]
        try transaction.forEach(
            """
            SELECT article_id, CAST(SUM(uses) AS BIGINT) FROM article_uses
            WHERE shop = \(shop) AND article_id IN (\(list: ids)) AND day >= \(day) GROUP BY article_id
            """
        ) { row in
            let id: Identifier<Article> = try row.id()
            uses[id] = try row.int()
        }
        return uses
    }

    /// Those that were used most since a day.
    func mostUsed(
        since day: String, limit: Int, in shop: ShopID, _ transaction: Transaction
    ) throws -> [Identifier<Article>] {
        try transaction.rows(
            """
            SELECT u.article_id FROM article_uses u
            WHERE u.shop = \(shop) AND u.day >= \(day)
            GROUP BY u.article_id ORDER BY SUM(u.uses) DESC, u.article_id LIMIT \(limit)
            """
        ) { try $0.id() }
    }

    /// Those that misled more often than they helped since a day, the worst first.
    func misleading(
        since day: String, atLeast least: Int, limit: Int, in shop: ShopID, _ transaction: Transaction
    ) throws -> [Identifier<Article>] {
        try transaction.rows(
            """
            SELECT u.article_id FROM article_uses u
            WHERE u.shop = \(shop) AND u.day >= \(day)
            GROUP BY u.article_id HAVING SUM(u.misled) >= \(least) AND SUM(u.misled) > SUM(u.helped)
            ORDER BY SUM(u.misled) - SUM(u.helped) DESC, u.article_id LIMIT \(limit)
            """
        ) { try $0.id() }
    }
}
