import Markup

/// A banner above what it is about.
public struct Notice: Component, Sendable {
    private let title: String
    private let text: String?
    private let tone: Tone?
    private let link: Link?
    private let isAlert: Bool

    public init(_ title: String, _ text: String? = nil, _ tone: Tone? = nil, link: Link? = nil) {
        (self.title, self.text, self.tone, self.link, isAlert) = (title, text, tone, link, false)
    }

    /// What a form was refused for; read out at once.
    public init(refusal problem: Problem) {
        (title, text, tone, link, isAlert) = (problem.title, problem.detail, .bad, nil, true)
    }

    public var body: HTML {
        """
        <section class="banner"\(attribute: "data-tone", tone?.rawValue)\
        \(attribute: "role", isAlert ? "alert" : nil)><p><strong>\(title)</strong>\
        \(text.map { " \($0)" as HTML })</p>\(link.map { ButtonLink($0) })</section>
        """
    }
}
