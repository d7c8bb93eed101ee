import Base
import Markup

/// The gallery's own pages: a list of everything, and for each language a sheet of all pages side by side.
struct GalleryIndex: Sendable {
    let places: [GalleryPlace]

    var list: HTML {
        Self.page(
            "Gallery", "",
            """
            <div class="page"><header class="page-head"><div><h1>Gallery</h1><p>Every page in its states, from the real \
            renderers over the demo shop. Light and dark follow the browser.</p></div>\
            <p class="row">\(each: Language.allCases, sheetLink)</p></header>\
            <section class="card"><table class="terms"><tbody>\(each: places, row)</tbody></table></section></div>
            """)
    }

    func sheet(_ language: Language) -> HTML {
        Self.page(
            "Gallery · \(language.rawValue)", "../",
            """
            <div class="gallery">\(each: places, frame)</div>
            """)
    }

    private func sheetLink(_ language: Language) -> HTML {
        "<a class=\"button\" href=\"\(language.rawValue)/index.html\">\(language.rawValue)</a> "
    }

    private func row(_ place: GalleryPlace) -> HTML {
        let links = Language.allCases.map { language -> HTML in
            "<td><a href=\"\(language.rawValue)/\(place.name).html\">\(language.rawValue)</a></td>"
        }
        return "<tr><th scope=\"row\">\(place.title)</th>\(links)</tr>"
    }

    private func frame(_ place: GalleryPlace) -> HTML {
        let width = place.reader == .staff || place.reader == .viewer ? "gallery-wide" : ""
        return """
            <figure class="\(width)"><figcaption><a href="\(place.name).html">\(place.title)</a></figcaption>\
            <iframe src="\(place.name).html" title="\(place.title)" loading="lazy"></iframe></figure>

            """
    }

    private static func page(_ title: String, _ root: String, _ content: HTML) -> HTML {
        """
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><title>\(title)</title>\
        <meta name="viewport" content="width=device-width, initial-scale=1">\
        <meta name="color-scheme" content="light dark"><link rel="icon" href="\(root)favicon.svg" type="image/svg+xml">\
        <link rel="stylesheet" href="\(root)web/site.css"><link rel="stylesheet" href="\(root)web/gallery.css"></head>
        <body><main>\(content)</main></body></html>
        """
    }
}
