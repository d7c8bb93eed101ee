import Base
import Hummingbird
import Knowledge
import Localisation
import Staff
import Storage
import Web

/// | method | path | may | refuses |
/// |---|---|---|---|
/// | POST | articles/imports?publish= | knowledgePublish | articleImportFaulty, tooManyArticles, bodyTooLarge, unsupportedMediaType |
struct ArticleImportRoutes {
    let services: Services

    func add(to router: Router<WebContext>) {
        router.shop(
            .post, "articles/imports", services, may: .knowledgePublish, query: ["publish"]
        ) { call in
            let publishes = try call.query.bool("publish") ?? false
            let type = call.request.headers[.contentType].map { String($0.prefix { $0 != ";" }) } ?? ""
            do {
                return try await call.services.commands.runLong(
                    call.request, by: call.principal, in: call.shop.id, call.context
                ) { body in
                    guard let format = ArticleImport.Format(named: type) else {
                        throw WebRefusal.unsupportedMediaType(expected: "text/markdown, text/csv")
                    }
                    let text = try await Self.text(body)
                    let report = try await ArticleFile(services: call.services, shop: call.shop).take(
                        text, format, publishes: publishes, by: call.principal.actor)
                    return .ok(report.json)
                }
            } catch let faults as ArticleFaults {
                return Self.response(faults, call.texts)
            }
        }
    }

    private static func text(_ body: DigestedBody) async throws -> String {
        var bytes: [UInt8] = []
        for try await chunk in body {
            guard bytes.count + chunk.readableBytes <= ArticleImport.bytes else {
                throw WebRefusal.bodyTooLarge(limit: ArticleImport.bytes)
            }
            bytes.append(contentsOf: chunk.readableBytesView)
        }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw WebRefusal.requestInvalid }
        return text
    }

    private static func response(_ faults: ArticleFaults, _ texts: TextTable) -> Response {
        let problem = Problem(faults, texts)
        let items = faults.faults.map { fault -> JSONValue in
            let inner = Problem(fault.refusal, texts)
            return .object([
                "line": JSONValue(fault.line), "code": .string(inner.code), "detail": .string(inner.detail),
            ])
        }
        var response = Response.json(
            problem.json.adding(["faults": .array(items)]), HTTPResponse.Status(code: problem.status))
        response.headers[.contentType] = "application/problem+json"
        return response
    }
}
