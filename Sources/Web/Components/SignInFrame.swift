import Localisation
import Markup

/// A page for somebody who is not known yet: one box in the middle.
public struct SignInFrame: Component, Sendable {
    private let title: String
    private let text: String
    private let content: HTML
    private let languages: LanguageSwitch

    public init(_ title: String, _ text: String, path: String, _ texts: TextTable, content: HTML) {
        self.title = title
        self.text = text
        self.content = content
        languages = LanguageSwitch(path: path, texts)
    }

    public var body: HTML {
        """
        <div class="sign-in"><main class="sign-in-box" id="main">\
        <header class="sign-in-head">\(Mark())<h1>\(title)</h1><p>\(text)</p></header>
        \(content)
        <footer class="sign-in-foot">\(languages)</footer></main></div>
        """
    }
}
