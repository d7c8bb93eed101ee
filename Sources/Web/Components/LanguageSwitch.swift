import Base
import Localisation
import Markup

/// The three languages as links; each calls itself by its own name. `LanguageChoice` answers them.
public struct LanguageSwitch: Component, Sendable {
    private let path: String
    private let texts: TextTable

    /// - Parameter path: where to come back to.
    public init(path: String, _ texts: TextTable) {
        self.path = path
        self.texts = texts
    }

    public var body: HTML {
        """
        <nav class="languages" aria-label="\(texts["layout.languages"])">\
        \(each: Language.allCases, anchor)</nav>
        """
    }

    private func anchor(_ language: Language) -> HTML {
        let (isCurrent, tag) = (language == texts.language, language.rawValue)
        return """
            <a\(attribute: "href", "/language/\(tag)?to=\(PercentText.encoded(path))") lang="\(tag)"\
            \(attribute: "aria-current", isCurrent ? "true" : nil) rel="nofollow">\
            \(texts["language.\(tag)"])</a>
            """
    }
}
