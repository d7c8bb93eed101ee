import Markup

/// What an empty list is for, and the first step.
public struct EmptyState: Component, Sendable {
    private let title: String
    private let text: String
    private let link: Link?

    public init(_ title: String, _ text: String, link: Link? = nil) {
        self.title = title
        self.text = text
        self.link = link
    }

    public var body: HTML {
        "<div class=\"empty\">\(Mark())<h2>\(title)</h2><p>\(text)</p>\(link.map { ButtonLink($0) })</div>"
    }
}
