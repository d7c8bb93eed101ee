/// Markup as a literal: `let note: HTML = "<p class=\"note\">\(text)</p>"`.
///
/// Texts and numbers that are interpolated are escaped for text and for double-quoted attributes alike;
/// nested `HTML` stands as it is; nil is nothing. What cannot be one of these does not compile.
public struct HTML: Sendable, Hashable {
    /// The markup itself.
    public private(set) var text: String

    private init(markup text: String) { self.text = text }

    /// Markup that is known to be safe, such as a picture that the program draws.
    public init(raw text: String) { self.text = text }

    /// A text for people, escaped.
    public init(escaping text: String) {
        self.text = ""
        Escape.append(text, to: &self.text)
    }

    /// Parts one after another, with `separator` between them.
    public init(joining parts: some Sequence<HTML>, separator: HTML = "") {
        text = ""
        var isFirst = true
        for part in parts {
            if !isFirst { text += separator.text }
            text += part.text
            isFirst = false
        }
    }

    /// Nothing at all.
    public static let empty = HTML(markup: "")

    public var isEmpty: Bool { text.isEmpty }

    /// The markup as UTF-8.
    public var bytes: [UInt8] { Array(text.utf8) }

    public static func + (left: HTML, right: HTML) -> HTML { HTML(markup: left.text + right.text) }

    public static func += (left: inout HTML, right: HTML) { left.text += right.text }
}

extension HTML: ExpressibleByStringInterpolation {
    public init(stringLiteral value: String) { text = value }

    public init(stringInterpolation: HTMLInterpolation) { text = stringInterpolation.text }
}
