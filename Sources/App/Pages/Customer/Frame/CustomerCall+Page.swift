import Base
import Hummingbird
import Localisation
import Markup
import Staff
import Web

extension CustomerCall {
    /// A whole page in the shop's frame.
    /// - Parameters:
    ///   - path: where a change of language comes back to.
    ///   - problem: what the form was refused for, where there is one; decides the status.
    ///   - images: what the page shows of products; from where they come is named in its policy.
    func page(
        _ title: String, path: String, problem: Problem? = nil, images: ProductImages = .none,
        _ content: HTML
    ) -> Response {
        let frame = CounterFrame(
            shop: Link(record.name, to: base), links: links(path), footer: footer, path: path, texts,
            content: "\(problem.map { RefusalNotice(problem: $0) })\(content)")
        var response = Response.page(
            PageLayout("\(title) · \(record.name)", texts, for: .customer, frame: frame).body,
            problem.map { HTTPResponse.Status(code: $0.status) } ?? .ok)
        response.headers[.contentSecurityPolicy] = SecurityHeaders.policy(imagesFrom: images.origins)
        return response
    }

    /// What went wrong as a page, with the way back into the shop.
    func page(of problem: Problem) -> Response {
        let frame = CounterFrame(
            shop: Link(record.name, to: base), links: links(base), footer: footer, path: base, texts,
            content: ProblemPanel(problem, texts, home: base).body)
        return .page(
            PageLayout("\(problem.title) · \(record.name)", texts, for: .customer, frame: frame).body,
            HTTPResponse.Status(code: problem.status))
    }

    private func links(_ path: String) -> [Link] {
        [
            Link(texts["counter.orders.link"], to: base + "/orders", isCurrent: path == base + "/orders"),
            Link(texts["counter.thread.link"], to: base + "/messages", isCurrent: path == base + "/messages"),
            Link(texts["counter.help.link"], to: base + "/help", isCurrent: path == base + "/help"),
            Link(texts["publicPolicy.link"], to: base + "/policy", isCurrent: path == base + "/policy"),
        ]
    }

    private var footer: [Link] {
        [
            Link(texts["publicPolicy.link"], to: base + "/policy"),
            Link(texts["counter.complaint.link"], to: base + "/complaints/new"),
            Link(texts["counter.feedback.title"], to: base + "/feedback"),
        ]
    }
}
