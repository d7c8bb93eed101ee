import Base
import Knowledge
import Staff
import Storage

/// Takes a file of articles into a shop, over the API, at the desk and on the command line.
public struct ArticleFile: Sendable {
    private let services: Services
    private let shop: ShopProfile

    public init(services: Services, shop: ShopProfile) { (self.services, self.shop) = (services, shop) }

    /// - Throws: `ArticleFaults` with every fault and its line: nothing was taken then; `tooManyArticles`.
    public func take(
        _ text: String, _ format: ArticleImport.Format, publishes: Bool, by actor: Actor
    ) async throws -> ArticleImportReport {
        let file = try ArticleImport(text, format, in: shop.day)
        return try await services.database.write(in: shop.id) { [services, shop] in
            try services.knowledge.take(file, publishes: publishes, by: actor, in: shop.id, $0)
        }
    }
}
