/// What may stand between `\(` and `)` in an `HTML` literal.
public struct HTMLInterpolation: StringInterpolationProtocol {
    var text: String

    public init(literalCapacity: Int, interpolationCount: Int) {
        text = ""
        text.reserveCapacity(literalCapacity + interpolationCount * 16)
    }

    public mutating func appendLiteral(_ literal: String) { text += literal }

    // MARK: Texts and numbers, escaped

    /// A text. As the value of `href`, `src` and the like it is dropped when its scheme could run a script.
    public mutating func appendInterpolation(_ value: String) {
        if let name = URLAttribute.openName(atEndOf: text), !URLAttribute.isSafe(value, in: name) { return }
        Escape.append(value, to: &text)
    }

    public mutating func appendInterpolation(_ value: Substring) { appendInterpolation(String(value)) }

    public mutating func appendInterpolation(_ value: String?) {
        if let value { appendInterpolation(value) }
    }

    public mutating func appendInterpolation(_ value: some BinaryInteger) { text += String(value) }

    public mutating func appendInterpolation(_ value: (some BinaryInteger)?) {
        if let value { text += String(value) }
    }

    // MARK: Markup, as it is

    public mutating func appendInterpolation(_ part: HTML) { text += part.text }

    public mutating func appendInterpolation(_ part: HTML?) {
        if let part { text += part.text }
    }

    public mutating func appendInterpolation(_ parts: [HTML]) {
        for part in parts { text += part.text }
    }

    /// Markup that is known to be safe.
    public mutating func appendInterpolation(raw markup: String) { text += markup }

    // MARK: Parts that may be absent

    /// `<a\(attribute: "href", url)>`: the attribute with a space before it, or nothing when there is no
    /// value.
    public mutating func appendInterpolation(attribute name: StaticString, _ value: String?) {
        guard let value, URLAttribute.isSafe(value, in: name.description) else { return }
        text += " \(name)=\""
        Escape.append(value, to: &text)
        text += "\""
    }

    /// `<input\(attribute: "maxlength", limit)>`
    public mutating func appendInterpolation(attribute name: StaticString, _ value: (some BinaryInteger)?) {
        if let value { text += " \(name)=\"\(value)\"" }
    }

    /// `<input\(attribute: "required", isRequired)>`: the bare name, or nothing.
    public mutating func appendInterpolation(attribute name: StaticString, _ isPresent: Bool) {
        if isPresent { text += " \(name)" }
    }

    /// `\(if: isLate, "<b>…</b>")`
    public mutating func appendInterpolation(
        if condition: Bool, _ part: @autoclosure () throws -> HTML
    ) rethrows {
        if condition { text += try part().text }
    }

    /// `\(each: rows, { "<li>\($0.name)</li>" })`
    public mutating func appendInterpolation<Items: Sequence>(
        each items: Items, _ body: (Items.Element) throws -> HTML
    ) rethrows {
        for item in items { text += try body(item).text }
    }
}
