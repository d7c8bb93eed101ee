import Markup

/// Views of the same thing, side by side.
public struct Tabs: Component, Sendable {
    private let label: String
    private let links: [Link]

    /// - Parameter label: what the views are of, for screen readers.
    public init(_ label: String, _ links: [Link]) {
        self.label = label
        self.links = links
    }

    public var body: HTML {
        "<nav class=\"tabs\" aria-label=\"\(label)\">\(each: links, Self.anchor)</nav>"
    }

    private static func anchor(_ link: Link) -> HTML {
        """
        <a\(attribute: "href", link.place)\(attribute: "aria-current", link.isCurrent ? "page" : nil)>\
        \(link.title)\(CountBadge(link.count))</a>
        """
    }
}
