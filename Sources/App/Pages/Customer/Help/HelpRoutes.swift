import Base
import Hummingbird
import Knowledge
import Localisation
import Storage
import Web

/// What the shop answers everybody, without signing in.
///
/// | method | path | does |
/// |---|---|---|
/// | GET | help?q= | what is asked most, or what fits the words |
/// | GET | help/found?q= | the same list alone, while somebody types |
/// | GET | help/:article?thanks= | one answer with its source |
/// | POST | help/:article/marks | says whether it helped; articleUnknown |
struct HelpRoutes {
    let services: Services

    func add(to router: some RouterMethods<WebContext>) {
        router.visitor(.get, "help", services) { call in
            let typed = try Self.typed(call)
            let page = try await call.read { try HelpPage(typed, call, $0) }
            let path = QueryText.address(call.base + "/help", ["q": typed])
            return call.page(call.texts["counter.help.title"], path: path, page.body)
        }
        router.visitor(.get, "help/found", services) { call in
            let typed = try Self.typed(call)
            return .page(try await call.read { try HelpPage(typed, call, $0).list })
        }
        router.visitor(.get, "help/:article", services) { call in
            let id: Identifier<Article> = try call.context.id("article")
            let mark = try Query(call.request).choice("thanks", of: ArticleUse.Mark.self)
            let page = try await call.read { try HelpArticlePage(id.text, mark, call, $0) }
            return call.page(page.question, path: "\(call.base)/help/\(id.inPath)", page.body)
        }
        router.visitor(.post, "help/:article/marks", services) { call in
            let id: Identifier<Article> = try call.context.id("article")
            _ = try await call.read { try call.services.knowledge.article(id, in: call.shop.id, $0) }
            let form = try await call.form()
            guard let mark = try form.choice("mark", of: ArticleUse.Mark.self) else {
                throw InputRefusal("fieldMissing", at: "/mark", ["name": "mark"])
            }
            try await call.services.database.write(in: call.shop.id) { transaction in
                let article = try call.services.knowledge.article(id, in: call.shop.id, transaction)
                guard article.isShown(at: transaction.now) else { throw KnowledgeRefusal.articleUnknown }
                try call.services.knowledge.mark(id, mark, at: .help, in: call.shop.id, transaction)
            }
            return .seeOther("\(call.base)/help/\(id.inPath)?thanks=\(mark.rawValue)")
        }
    }

    private static func typed(_ call: CustomerCall) throws -> String {
        try Query(call.request).text("q", upTo: Limits.searchCharacters) ?? ""
    }
}
