import Markup

/// The document's descriptions: paragraphs with `code`, **strong** and *emphasis*. Always English.
struct Prose: Component {
    let text: String

    var body: HTML {
        let paragraphs = text.split(separator: "\n\n").map { paragraph -> HTML in
            "<p lang=\"en\">\(Self.inline(String(paragraph)))</p>"
        }
        return HTML(joining: paragraphs)
    }

    /// One line of it, for a cell of a table.
    static func inline(_ text: String) -> HTML {
        for (mark, open, close) in marks {
            guard let start = text.firstRange(of: mark) else { continue }
            let rest = text[start.upperBound...]
            guard let end = rest.firstRange(of: mark) else { continue }
            let inside = String(rest[..<end.lowerBound])
            let content = mark == "`" ? HTML(escaping: inside) : inline(inside)
            return inline(String(text[..<start.lowerBound])) + open + content + close
                + inline(String(rest[end.upperBound...]))
        }
        return HTML(escaping: text)
    }

    /// Code comes first: what stands in it means nothing further.
    private static let marks: [(String, HTML, HTML)] = [
        ("`", "<code>", "</code>"), ("**", "<strong>", "</strong>"), ("*", "<em>", "</em>"),
    ]
}
