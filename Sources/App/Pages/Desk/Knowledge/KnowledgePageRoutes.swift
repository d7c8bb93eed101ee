import Base
import Hummingbird
import Knowledge
import Localisation
import Staff
import Storage
import Web

/// | method | path | may | does |
/// |---|---|---|---|
/// | GET | /desk/:shop/knowledge?tab=&q= | knowledgeRead | what the shop knows, by where it stands |
/// | GET | /desk/:shop/knowledge/found?q= | knowledgeRead | what fits, while somebody types |
/// | GET | /desk/:shop/knowledge/policy/:article | knowledgeRead | what the policy says of one thing; articleUnknown |
/// | GET, POST | /desk/:shop/knowledge/imports | knowledgePublish | takes a file; articleImportFaulty with every line |
struct KnowledgePageRoutes {
    let services: Services

    func add(to router: Router<WebContext>) {
        let services = services
        router.desk(.get, "knowledge", services, may: .knowledgeRead) { call in
            let query = try Query(call.request)
            let typed = try query.text("q", upTo: Limits.searchCharacters) ?? ""
            let tab = try query.choice("tab", of: KnowledgePage.Tab.self) ?? .published
            let cursor = try query.cursor(of: 1)
            return try await call.page(call.texts["desk.knowledge.title"], .knowledge) {
                try KnowledgePage(tab, typed, after: cursor, call, $0).body
            }
        }
        router.desk(.get, "knowledge/found", services, may: .knowledgeRead) { call in
            let typed = try Query(call.request).text("q", upTo: Limits.searchCharacters) ?? ""
            return try await call.panel { try KnowledgePage(.published, typed, after: nil, call, $0).list }
        }
        router.desk(.get, "knowledge/policy/:article", services, may: .knowledgeRead) { call in
            let id: Identifier<Article> = try call.context.id("article")
            return try await call.page(call.texts["desk.knowledge.title"], .knowledge) { transaction in
                let known = KnownAnswers(services: call.services, reader: call.reader, shop: call.shop)
                let policy = try known.policy(transaction)
                guard let item = policy[id.text] else { throw KnowledgeRefusal.articleUnknown }
                return PolicyArticlePage(item: item, version: policy.version, call: call).body
            }
        }
        router.desk(.get, "knowledge/imports", services, may: .knowledgePublish) { call in
            try await call.page(call.texts["desk.knowledge.import"], .knowledge) { _ in
                ArticleImportPage(call: call).body
            }
        }
        router.desk(.post, "knowledge/imports", services, may: .knowledgePublish, Self.take)
    }

    /// A file whose every fault is told beside the form; nothing of it is taken then.
    @Sendable private static func take(_ call: DeskCall) async throws -> Response {
        let form = try await FormBody.read(call.request)
        do {
            guard let file = form.files.first(where: { !$0.bytes.isEmpty }) else {
                throw InputRefusal("fieldMissing", at: "/file", ["name": "desk.file"], kind: .unprocessable)
            }
            let ending = file.name.split(separator: ".").last.map(String.init) ?? ""
            guard let format = ArticleImport.Format(named: ending) else {
                throw KnowledgeRefusal.importFieldInvalid(file.name)
            }
            guard file.bytes.count <= ArticleImport.bytes else {
                throw WebRefusal.fileTooLarge(limit: ArticleImport.bytes, field: "file")
            }
            guard let text = String(validating: file.bytes, as: UTF8.self) else {
                throw KnowledgeRefusal.importFieldInvalid("UTF-8")
            }
            let articles = try ArticleImport(text, format, in: call.shop.day)
            return try await call.submit("import", form) { reader, transaction in
                let report = try call.services.knowledge.take(
                    articles, publishes: reader.isTicked("publish"), by: call.principal.actor,
                    in: call.shop.id, transaction)
                let tab: KnowledgePage.Tab = reader.isTicked("publish") ? .published : .drafts
                return "\(call.path)/knowledge?tab=\(tab.rawValue)&taken=\(report.added + report.changed)"
            }
        } catch let refusal as any Refusal where refusal.kind != .notFound {
            let problem = Problem(refusal, call.texts)
            return try await call.page(
                call.texts["desk.knowledge.import"], .knowledge, HTTPResponse.Status(code: problem.status)
            ) { _ in
                ArticleImportPage(problem: problem, faults: refusal as? ArticleFaults, call: call).body
            }
        }
    }
}
