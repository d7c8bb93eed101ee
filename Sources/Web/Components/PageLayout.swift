import Base
import Localisation
import Markup

/// The whole document around a frame: `CounterFrame` for customers, `DeskFrame` for agents, `SignInFrame` for
/// both.
public struct PageLayout: Component, Sendable {
    public enum Audience: String, Sendable { case customer, staff }

    private let title: String
    private let texts: TextTable
    private let audience: Audience
    private let frame: HTML
    private let scripts: [String]

    /// - Parameters:
    ///   - title: stands before the product's or shop's name in the browser's tab.
    ///   - scripts: further modules beside `/lib/site.js`.
    public init(
        _ title: String, _ texts: TextTable, for audience: Audience, scripts: [String] = [],
        frame: some Component
    ) {
        self.title = title
        self.texts = texts
        self.audience = audience
        self.scripts = scripts
        self.frame = frame.body
    }

    public var body: HTML {
        """
        <!doctype html>
        <html lang="\(texts.language.rawValue)"><head><meta charset="utf-8">\
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
        <title>\(title)</title><meta name="color-scheme" content="light dark">\
        <link rel="icon" href="/favicon.svg" type="image/svg+xml">\
        <link rel="stylesheet" href="/web/site.css">\
        \(each: ["/lib/site.js"] + scripts, { "<script type=\"module\" src=\"\($0)\"></script>" })</head>
        <body class="\(audience.rawValue)"><a class="skip" href="#main">\(texts["layout.skip"])</a>
        \(frame)
        </body></html>
        """
    }
}
