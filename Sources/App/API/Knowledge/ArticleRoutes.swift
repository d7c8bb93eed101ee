import Base
import Hummingbird
import Knowledge
import Language
import Localisation
import Staff
import Storage
import Web

/// What the shop knows.
///
/// | method | path | may | refuses |
/// |---|---|---|---|
/// | GET | articles?state=&expiringBefore= | knowledgeRead | queryInvalid |
/// | GET | articles/search?q=&language=&channel=&audience= | knowledgeRead | queryInvalid |
/// | GET | articles/misleading | knowledgeRead | |
/// | GET | articles/:article, /versions, /uses | knowledgeRead | articleUnknown |
/// | POST | articles | knowledgeWrite | articleIncomplete, articleAnsweredTwice, articleNeverValid, articleProductUnknown, tooManyArticles |
/// | PUT | articles/:article/draft | knowledgeWrite | articleUnknown, articleMovedOn, and the same |
/// | POST | articles/:article/submission | knowledgeWrite | articleUnknown, articleNotInThisState |
/// | POST | articles/:article/revision-request | knowledgePublish | the same |
/// | POST | articles/:article/publication | knowledgePublish | the same, articleMovedOn, messageForbidden |
/// | POST | articles/:article/retirement | knowledgePublish | the same |
/// | POST | articles/:article/uses | knowledgeWrite | articleUnknown |
/// | POST | articles/imports | knowledgePublish | articleImportFaulty with every fault and its line |
struct ArticleRoutes {
    let services: Services

    func add(to router: Router<WebContext>) {
        addReading(to: router)
        addWriting(to: router)
        addSteps(to: router)
        ArticleImportRoutes(services: services).add(to: router)
    }

    private func addReading(to router: Router<WebContext>) {
        let desk = services.knowledge
        router.shop(
            .get, "articles", services, may: .knowledgeRead,
            query: ["state", "expiringBefore", "cursor", "limit"]
        ) { call in
            var filter = ArticleFilter()
            filter.states = try call.query.choice("state", of: ArticleState.self).map { [$0] } ?? []
            filter.expiringBefore = try call.query.time("expiringBefore")
            filter.after =
                try filter.expiringBefore == nil ? call.query.cursor(of: 1) : call.query.timedCursor()
            filter.limit = try call.query.limit()
            return .list(try await call.read { [filter] in try desk.list(filter, in: call.shop.id, $0) }) {
                ArticlePayload.json($0)
            }
        }
        router.shop(
            .get, "articles/search", services, may: .knowledgeRead,
            query: ["q", "language", "channel", "audience", "limit"], Self.search)
        router.shop(.get, "articles/misleading", services, may: .knowledgeRead) { call in
            let found = try await call.read {
                try desk.misleading(limit: Limits.pageItems, in: call.shop.id, $0)
            }
            return .list(Page(items: found, next: nil)) { ArticlePayload.json($0) }
        }
        router.shop(.get, "articles/:article", services, may: .knowledgeRead) { call in
            let id: Identifier<Article> = try call.context.id("article")
            return .json(
                ArticlePayload.json(try await call.read { try desk.article(id, in: call.shop.id, $0) }))
        }
        router.shop(.get, "articles/:article/versions", services, may: .knowledgeRead) { call in
            let id: Identifier<Article> = try call.context.id("article")
            let versions = try await call.read { transaction in
                try desk.versions(
                    of: desk.article(id, in: call.shop.id, transaction), in: call.shop.id, transaction)
            }
            return .list(Page(items: versions, next: nil)) { ArticlePayload.json($0) }
        }
        router.shop(.get, "articles/:article/uses", services, may: .knowledgeRead) { call in
            let id: Identifier<Article> = try call.context.id("article")
            let uses = try await call.read { transaction in
                try desk.uses(
                    of: desk.article(id, in: call.shop.id, transaction).id, in: call.shop.id, transaction)
            }
            return .list(Page(items: uses, next: nil)) { ArticlePayload.json($0) }
        }
    }

    @Sendable private static func search(_ call: ShopCall) async throws -> Response {
        let typed = try call.query.text("q", upTo: Limits.searchCharacters) ?? ""
        let tag = try call.query.text("language", upTo: 20)
        guard let language = tag.map({ Base.Language(tag: $0) }) ?? call.context.language else {
            throw WebRefusal.queryInvalid(name: "language", expected: "zh-Hans, zh-Hant, en")
        }
        let search = ArticleSearch(
            typed, in: language,
            on: try call.query.text("channel", upTo: ArticleText.channelCharacters),
            isStaff: try call.query.choice("audience", of: ArticleText.Audience.self) == .staff,
            limit: try call.query.int("limit", in: 1...Limits.pageItems) ?? 10)
        let found = try await call.read { transaction in
            let reader = Reader(call.services.texts(language), of: call.shop, at: transaction.now)
            return try KnownAnswers(services: call.services, reader: reader, shop: call.shop)
                .search(search, transaction)
        }
        let highlight = Highlight(typed)
        return .list(Page(items: found, next: nil)) { ArticlePayload.json($0, highlight, language) }
    }

    private func addWriting(to router: Router<WebContext>) {
        let desk = services.knowledge
        router.shop(.post, "articles", services, may: .knowledgeWrite) { call in
            try await call.command({ try ArticleText(&$0) }) { text, transaction in
                let article = try desk.write(
                    text, by: call.principal.actor, in: call.shop.id, transaction)
                return .created(
                    ArticlePayload.json(article), at: "\(call.path)/articles/\(article.id.inPath)")
            }
        }
        router.shop(.put, "articles/:article/draft", services, may: .knowledgeWrite) { call in
            let id: Identifier<Article> = try call.context.id("article")
            let input = try await call.body { reader in
                (text: try ArticleText(&reader), seen: try Self.seen(&reader))
            }
            return .json(
                ArticlePayload.json(
                    try await call.services.database.write(in: call.shop.id) {
                        try desk.write(
                            input.text, to: id, seen: input.seen, by: call.principal.actor, in: call.shop.id,
                            $0)
                    }))
        }
        router.shop(.post, "articles/:article/uses", services, may: .knowledgeWrite) { call in
            let id: Identifier<Article> = try call.context.id("article")
            return try await call.command({ reader in
                (
                    place: try reader.choice("place", of: ArticleUse.Place.self),
                    mark: try reader.optionalChoice("mark", of: ArticleUse.Mark.self)
                )
            }) { input, transaction in
                let (actor, shop) = (call.principal.actor, call.shop.id)
                let member = actor.kind == .staff ? actor.id : ""
                let article = try desk.article(id, in: shop, transaction)
                if let mark = input.mark {
                    try desk.mark(id, mark, at: input.place, by: member, in: shop, transaction)
                } else {
                    try desk.noteUse(of: id, at: input.place, by: member, in: shop, transaction)
                }
                return .ok(ArticlePayload.json(article))
            }
        }
    }

    private func addSteps(to router: Router<WebContext>) {
        let desk = services.knowledge
        router.shop(.post, "articles/:article/submission", services, may: .knowledgeWrite) { call in
            let id: Identifier<Article> = try call.context.id("article")
            return try await call.command({ _ in }) { _, transaction in
                let article = try desk.submit(
                    id, by: call.principal.actor, in: call.shop.id, transaction)
                return .ok(ArticlePayload.json(article))
            }
        }
        router.shop(.post, "articles/:article/revision-request", services, may: .knowledgePublish) { call in
            let id: Identifier<Article> = try call.context.id("article")
            return try await call.command({ try $0.string("remark", upTo: Article.remarkCharacters) }) {
                let article = try desk.sendBack(
                    id, remark: $0, by: call.principal.actor, in: call.shop.id, $1)
                return .ok(ArticlePayload.json(article))
            }
        }
        router.shop(.post, "articles/:article/publication", services, may: .knowledgePublish) { call in
            let id: Identifier<Article> = try call.context.id("article")
            return try await call.command({ try Self.seen(&$0) }) { seen, transaction in
                let article = try desk.publish(
                    id, seen: seen, by: call.principal.actor, in: call.shop.id, transaction)
                return .ok(ArticlePayload.json(article))
            }
        }
        router.shop(.post, "articles/:article/retirement", services, may: .knowledgePublish) { call in
            let id: Identifier<Article> = try call.context.id("article")
            return try await call.command({ _ in }) { _, transaction in
                let article = try desk.retire(
                    id, by: call.principal.actor, in: call.shop.id, transaction)
                return .ok(ArticlePayload.json(article))
            }
        }
    }

    private static func seen(_ reader: inout JSONReader) throws -> Int? {
        try reader.optionalInt("seen", in: 1...Int(Int32.max))
    }
}
