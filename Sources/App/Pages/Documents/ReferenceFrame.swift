import Localisation
import Markup
import Web

/// A page of the reference: a bar above, its ways at the side, the words beside them.
struct ReferenceFrame: Component {
    let path: String
    let ways: HTML
    let content: HTML
    let texts: TextTable

    var body: HTML {
        """
        <div class="reference"><header class="reference-top">\
        <a class="counter-name" href="/docs">\(Mark())<span>\(texts["product.name"])</span></a>\
        <nav class="reference-links" aria-label="\(texts["layout.navigation"])">\(each: links, Self.anchor)</nav>\
        \(LanguageSwitch(path: path, texts))</header>
        <nav class="reference-ways" aria-label="\(texts["docs.contents"])">\(ways)</nav>
        <main class="reference-main" id="main">
        \(content)
        </main></div>
        """
    }

    private var links: [Link] {
        [
            Link(texts["docs.reference"], to: "/docs", isCurrent: path == "/docs"),
            Link(texts["docs.problems"], to: "/docs/problems", isCurrent: path == "/docs/problems"),
            Link("openapi.json", to: "/openapi.json"),
        ]
    }

    private static func anchor(_ link: Link) -> HTML {
        "<a href=\"\(link.place)\"\(attribute: "aria-current", link.isCurrent ? "page" : nil)>\(link.title)</a>"
    }
}
