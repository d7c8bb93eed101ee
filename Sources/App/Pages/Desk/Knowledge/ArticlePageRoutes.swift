import Base
import Hummingbird
import Knowledge
import Localisation
import Staff
import Storage
import Web

/// | method | path below /desk/:shop/knowledge | may | does |
/// |---|---|---|---|
/// | GET, POST | new | knowledgeWrite | begins an article; as the API's |
/// | GET | articles/:article | knowledgeRead | one article: what people read, what is being written, who used it |
/// | POST | articles/:article/draft, /submission | knowledgeWrite | writes it anew, asks for a review |
/// | POST | articles/:article/revision-request, /publication, /retirement | knowledgePublish | decides |
struct ArticlePageRoutes {
    let services: Services

    func add(to router: Router<WebContext>) {
        let desk = services.knowledge
        router.desk(.get, "knowledge/new", services, may: .knowledgeWrite) { try await Self.new($0) }
        router.desk(.post, "knowledge/new", services, may: .knowledgeWrite) { call in
            try await call.submit("article") { form, transaction in
                let article = try desk.write(
                    ArticleForm.text(form, in: call.shop.day), by: call.principal.actor, in: call.shop.id,
                    transaction)
                return call.place("knowledge/articles", article.id)
            } refused: { refused in
                try await Self.new(call, refused)
            }
        }
        router.desk(.get, "knowledge/articles/:article", services, may: .knowledgeRead) { call in
            try await Self.page(call, call.context.id("article"))
        }
        router.desk(.post, "knowledge/articles/:article/draft", services, may: .knowledgeWrite) { call in
            try await Self.step("article", call) { id, form, transaction in
                _ = try desk.write(
                    ArticleForm.text(form, in: call.shop.day), to: id, seen: form.version(),
                    by: call.principal.actor, in: call.shop.id, transaction)
            }
        }
        addSteps(to: router)
    }

    private func addSteps(to router: Router<WebContext>) {
        let desk = services.knowledge
        router.desk(.post, "knowledge/articles/:article/submission", services, may: .knowledgeWrite) { call in
            try await Self.step("submission", call) { id, _, transaction in
                _ = try desk.submit(id, by: call.principal.actor, in: call.shop.id, transaction)
            }
        }
        router.desk(
            .post, "knowledge/articles/:article/revision-request", services, may: .knowledgePublish
        ) { call in
            try await Self.step("back", call) { id, form, transaction in
                let remark = try form.requiredText("remark", upTo: Article.remarkCharacters)
                _ = try desk.sendBack(
                    id, remark: remark, by: call.principal.actor, in: call.shop.id, transaction)
            }
        }
        router.desk(
            .post, "knowledge/articles/:article/publication", services, may: .knowledgePublish
        ) { call in
            try await Self.step("publication", call) { id, form, transaction in
                _ = try desk.publish(
                    id, seen: form.version(), by: call.principal.actor, in: call.shop.id, transaction)
            }
        }
        router.desk(
            .post, "knowledge/articles/:article/retirement", services, may: .knowledgePublish
        ) { call in
            try await Self.step("retirement", call) { id, _, transaction in
                _ = try desk.retire(id, by: call.principal.actor, in: call.shop.id, transaction)
            }
        }
    }

    private static func step(
        _ name: String, _ call: DeskCall,
        _ act: @escaping @Sendable (Identifier<Article>, DeskFormReader, Transaction) throws -> Void
    ) async throws -> Response {
        let id: Identifier<Article> = try call.context.id("article")
        return try await call.submit(name) { form, transaction in
            try act(id, form, transaction)
            return call.place("knowledge/articles", id)
        } refused: { refused in
            try await page(call, id, refused)
        }
    }

    private static func new(_ call: DeskCall, _ refused: RefusedForm? = nil) async throws -> Response {
        try await call.page(
            call.texts["desk.knowledge.add"], .knowledge, refused?.status ?? .ok
        ) { _ in NewArticlePage(refused: refused, call: call).body }
    }

    private static func page(
        _ call: DeskCall, _ id: Identifier<Article>, _ refused: RefusedForm? = nil
    ) async throws -> Response {
        try await call.page(
            call.texts["desk.knowledge.title"], .knowledge, refused?.status ?? .ok
        ) { try ArticlePage(id, refused, call, $0).body }
    }
}
