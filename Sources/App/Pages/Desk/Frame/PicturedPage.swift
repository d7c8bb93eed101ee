import Hummingbird
import Markup
import Storage
import Web

/// A page that shows pictures of products.
protocol PicturedPage: Component {
    var images: ProductImages { get }
}

extension DeskCall {
    /// A whole page with pictures; from where they come is named in its policy.
    func pictured(
        _ title: String, _ way: DeskWay?, _ status: HTTPResponse.Status = .ok,
        _ content: @escaping @Sendable (Transaction) throws -> any PicturedPage
    ) async throws -> Response {
        let (page, origins) = try await read { transaction in
            let content = try content(transaction)
            let shell = try DeskShell(self, way, transaction)
            return (shell.page(title, content.body), content.images.origins)
        }
        var response = Response.page(page.body, status)
        response.headers[.contentSecurityPolicy] = SecurityHeaders.policy(imagesFrom: origins)
        return response
    }
}
