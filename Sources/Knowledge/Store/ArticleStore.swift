import Base
import Storage

extension ArticleState: SQLConvertible {}

struct ArticleStore: Sendable {
    static let migrations = [
        Migration(
            "2026-11-29-articles",
            [
                """
                CREATE TABLE articles (
                    shop TEXT NOT NULL,
                    id TEXT NOT NULL,
                    name TEXT,
                    state TEXT NOT NULL
                        CHECK (state IN ('draft', 'inReview', 'published', 'revised', 'revisionInReview', 'retired')),
                    revision BIGINT NOT NULL CHECK (revision >= 1),
                    version BIGINT NOT NULL CHECK (version >= 0),
                    draft TEXT,
                    written_kind TEXT NOT NULL,
                    written_id TEXT NOT NULL,
                    written_at BIGINT NOT NULL,
                    remark TEXT,
                    valid_until BIGINT,
                    PRIMARY KEY (shop, id),
                    CHECK ((state IN ('published', 'retired')) = (draft IS NULL)),
                    CHECK (version >= 1 OR state NOT IN ('published', 'revised', 'revisionInReview'))
                )
                """,
                "CREATE UNIQUE INDEX articles_by_name ON articles (shop, name) WHERE name IS NOT NULL",
                "CREATE UNIQUE INDEX articles_by_revision ON articles (shop, revision)",
                "CREATE INDEX articles_by_state ON articles (shop, state, id)",
                """
                CREATE INDEX articles_by_end ON articles (shop, valid_until, id)
                WHERE valid_until IS NOT NULL
                """,
                """
                CREATE TABLE article_versions (
                    shop TEXT NOT NULL,
                    article_id TEXT NOT NULL,
                    version BIGINT NOT NULL CHECK (version >= 1),
                    text TEXT NOT NULL,
                    written_kind TEXT NOT NULL,
                    written_id TEXT NOT NULL,
                    published_kind TEXT NOT NULL,
                    published_id TEXT NOT NULL,
                    published_at BIGINT NOT NULL,
                    PRIMARY KEY (shop, article_id, version),
                    FOREIGN KEY (shop, article_id) REFERENCES articles (shop, id)
                )
                """,
            ])
    ]

    // MARK: Reading

    func find(_ id: Identifier<Article>, in shop: ShopID, _ transaction: Transaction) throws -> Article? {
        try rows("a.id = \(id)", "", in: shop, transaction).first
    }

    /// Some of them, in no order.
    func find(
        _ ids: [Identifier<Article>], in shop: ShopID, _ transaction: Transaction
    ) throws -> [Article] {
        try rows("a.id IN (\(list: ids))", "", in: shop, transaction)
    }

    func find(names: [String], in shop: ShopID, _ transaction: Transaction) throws -> [Article] {
        try rows("a.name IN (\(list: names))", "", in: shop, transaction)
    }

    /// The newest first; those that stop holding soonest first, where that is asked for.
    func list(
        _ filter: ArticleFilter, limit: Int, in shop: ShopID, _ transaction: Transaction
    ) throws -> [Article] {
        let states = filter.states.isEmpty ? ArticleState.allCases : filter.states
        let inStates: SQL = "a.state IN (\(list: states))"
        if let end = filter.expiringBefore {
            let after: SQL =
                filter.after.map {
                    "AND (a.valid_until, a.id) > (\(Int64($0.keys[0]) ?? 0), \($0.keys[1]))"
                } ?? ""
            return try rows(
                "\(inStates) AND a.valid_until < \(end) \(after)",
                "ORDER BY a.valid_until, a.id LIMIT \(limit)", in: shop, transaction)
        }
        let after: SQL = filter.after.map { "AND a.id < \($0.keys[0])" } ?? ""
        return try rows("\(inStates) \(after)", "ORDER BY a.id DESC LIMIT \(limit)", in: shop, transaction)
    }

    func count(_ states: [ArticleState], in shop: ShopID, _ transaction: Transaction) throws -> Int {
        try transaction.count(
            "SELECT COUNT(*) FROM articles WHERE shop = \(shop) AND state IN (\(list: states))")
    }

    /// Those that changed after a revision, in the order in which they did: what an index has to catch up with.
    func each(
        after revision: Int, in shop: ShopID, _ transaction: Transaction,
        _ body: (_ id: Identifier<Article>, _ revision: Int, _ live: ArticleText?) throws -> Void
    ) throws {
        try transaction.forEach(
            """
            SELECT a.id, a.revision, a.state, v.text FROM articles a
            LEFT JOIN article_versions v ON v.shop = a.shop AND v.article_id = a.id AND v.version = a.version
            WHERE a.shop = \(shop) AND a.revision > \(revision) ORDER BY a.revision
            """
        ) { row in
            let (id, revision) = (try row.id() as Identifier<Article>, try row.int())
            let state: ArticleState = try row.choice()
            let text = try row.optionalJSON()
            try body(id, revision, state.isLive ? text.map { try ArticleText(kept: $0) } : nil)
        }
    }

    func nextRevision(in shop: ShopID, _ transaction: Transaction) throws -> Int {
        try transaction.count("SELECT COALESCE(MAX(revision), 0) FROM articles WHERE shop = \(shop)") + 1
    }

    /// What was published under each number, the newest first.
    func versions(
        of id: Identifier<Article>, limit: Int, in shop: ShopID, _ transaction: Transaction
    ) throws -> [Article.Version] {
        try transaction.rows(
            """
            SELECT version, text, written_kind, written_id, published_kind, published_id, published_at
            FROM article_versions WHERE shop = \(shop) AND article_id = \(id)
            ORDER BY version DESC LIMIT \(limit)
            """
        ) { row in
            Article.Version(
                number: try row.int(), text: try ArticleText(kept: row.json()),
                writtenBy: Actor(try row.choice(), try row.text()),
                publishedBy: Actor(try row.choice(), try row.text()), publishedAt: try row.time())
        }
    }

    // MARK: Writing

    func insert(_ article: Article, in shop: ShopID, _ transaction: Transaction) throws {
        try transaction.run(
            """
            INSERT INTO articles (shop, id, name, state, revision, version, draft, written_kind, written_id,
                written_at, remark, valid_until)
            VALUES (\(shop), \(article.id), \(article.name), \(article.state), \(article.revision),
                \(article.live?.number ?? 0), \(article.draft?.json), \(article.writtenBy.kind),
                \(article.writtenBy.id), \(article.writtenAt), \(article.remark),
                \(article.live?.text.validUntil))
            """)
    }

    func update(_ article: Article, in shop: ShopID, _ transaction: Transaction) throws {
        try transaction.run(
            """
            UPDATE articles SET state = \(article.state), revision = \(article.revision),
                version = \(article.live?.number ?? 0), draft = \(article.draft?.json),
                written_kind = \(article.writtenBy.kind), written_id = \(article.writtenBy.id),
                written_at = \(article.writtenAt), remark = \(article.remark),
                valid_until = \(article.state.isLive ? article.live?.text.validUntil : nil)
            WHERE shop = \(shop) AND id = \(article.id)
            """)
    }

    func insert(
        _ version: Article.Version, of id: Identifier<Article>, in shop: ShopID, _ transaction: Transaction
    ) throws {
        try transaction.run(
            """
            INSERT INTO article_versions (shop, article_id, version, text, written_kind, written_id,
                published_kind, published_id, published_at)
            VALUES (\(shop), \(id), \(version.number), \(version.text.json), \(version.writtenBy.kind),
                \(version.writtenBy.id), \(version.publishedBy.kind), \(version.publishedBy.id),
                \(version.publishedAt))
            """)
    }

    // MARK: Parts

    private func rows(
        _ filter: SQL, _ order: SQL, in shop: ShopID, _ transaction: Transaction
    ) throws -> [Article] {
        try transaction.rows(
            """
            SELECT a.id, a.name, a.state, a.revision, a.draft, a.written_kind, a.written_id, a.written_at,
                a.remark, v.version, v.text, v.written_kind, v.written_id, v.published_kind, v.published_id,
                v.published_at
            FROM articles a
            LEFT JOIN article_versions v ON v.shop = a.shop AND v.article_id = a.id AND v.version = a.version
            WHERE a.shop = \(shop) AND \(filter) \(order)
            """
        ) { row in
            var article = Article(
                id: try row.id(), name: try row.optionalText(), state: try row.choice(),
                revision: try row.int(), live: nil,
                draft: try row.optionalJSON().map { try ArticleText(kept: $0) },
                writtenBy: Actor(try row.choice(), try row.text()), writtenAt: try row.time(),
                remark: try row.optionalText())
            guard let number = try row.optionalInt() else { return article }
            article.live = Article.Version(
                number: number, text: try ArticleText(kept: row.json()),
                writtenBy: Actor(try row.choice(), try row.text()),
                publishedBy: Actor(try row.choice(), try row.text()), publishedAt: try row.time())
            return article
        }
    }
}
