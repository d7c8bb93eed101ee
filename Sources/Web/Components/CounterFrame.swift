import Localisation
import Markup

/// A customer's page: one column with the shop's name above it.
public struct CounterFrame: Component, Sendable {
    private let shop: Link
    private let links: [Link]
    private let footer: [Link]
    private let languages: LanguageSwitch
    private let texts: TextTable
    private let content: HTML

    /// - Parameter path: the page's own address, to come back to after a change of language.
    public init(
        shop: Link, links: [Link] = [], footer: [Link] = [], path: String, _ texts: TextTable, content: HTML
    ) {
        self.shop = shop
        self.links = links
        self.footer = footer
        self.texts = texts
        self.content = content
        languages = LanguageSwitch(path: path, texts)
    }

    public var body: HTML {
        """
        <header class="counter-top"><a class="counter-name" href="\(shop.place)">\(Mark())\(shop.title)</a>\
        <nav class="counter-links" aria-label="\(texts["layout.navigation"])">\
        \(each: links, Self.anchor)</nav></header>
        <main class="column" id="main">
        \(content)
        </main>
        <footer class="counter-foot">\(each: footer, Self.anchor)\(languages)</footer>
        """
    }

    private static func anchor(_ link: Link) -> HTML {
        """
        <a\(attribute: "href", link.place)\(attribute: "aria-current", link.isCurrent ? "page" : nil)>\
        \(link.title)</a>
        """
    }
}
