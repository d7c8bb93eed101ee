import Localisation
import Markup

/// An agent's page: a bar above, the ways at the side, and the work.
public struct DeskFrame: Component, Sendable {
    /// One way at the side; nil in the list draws a rule between groups.
    public struct Way: Sendable {
        let link: Link
        let icon: HTML

        public init(_ link: Link, icon: HTML) {
            self.link = link
            self.icon = icon
        }
    }

    private let shop: String
    private let ways: [Way?]
    private let more: Way?
    private let search: HTML
    private let reader: HTML
    private let texts: TextTable
    private let content: HTML

    /// - Parameters:
    ///   - more: leads to the ways that a narrow screen has no room for.
    ///   - search: the search form of the bar; empty for none.
    ///   - reader: who is signed in, and the way out.
    ///   - content: a `div.page` or `div.panes`.
    public init(
        shop: String, ways: [Way?], more: Way? = nil, search: HTML = "", reader: HTML, _ texts: TextTable,
        content: HTML
    ) {
        self.shop = shop
        self.ways = ways
        self.more = more
        self.search = search
        self.reader = reader
        self.texts = texts
        self.content = content
    }

    public var body: HTML {
        """
        <div class="desk"><header class="desk-top">\
        <a class="desk-name" href="/desk">\(Mark())<span>\(texts["product.name"])</span></a>\
        <span class="desk-shop">\(shop)</span>\(search)<div class="desk-self">\(reader)</div></header>
        <nav class="desk-nav" aria-label="\(texts["layout.navigation"])"><ul>\
        \(each: ways, { Self.item($0) })\(more.map { Self.item($0, style: "desk-nav-more") })</ul></nav>
        <main class="desk-main" id="main">
        \(content)
        </main></div>
        """
    }

    private static func item(_ way: Way?, style: String? = nil) -> HTML {
        guard let way else { return "<li class=\"desk-nav-rule\" role=\"presentation\"></li>" }
        let link = way.link
        return """
            <li\(attribute: "class", style)><a\(attribute: "href", link.place)\
            \(attribute: "aria-current", link.isCurrent ? "page" : nil)>\
            \(way.icon)<span>\(link.title)</span>\(CountBadge(link.count))</a></li>
            """
    }
}
