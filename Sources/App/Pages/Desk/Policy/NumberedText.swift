import Markup

/// A text with its line numbers, each line a place to point at: `#L12`.
struct NumberedText: Component {
    let text: String
    /// Lines that something is wrong with.
    var marked: Set<Int> = []

    var body: HTML {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let width = String(lines.count).count
        let items: [HTML] = lines.enumerated().map { place, line in
            let number = String(place + 1)
            let space = String(repeating: " ", count: width - number.count)
            return """
                <span id="L\(number)"\(attribute: "class", marked.contains(place + 1) ? "tone-bad" : nil)>\
                <span class="faint">\(space)\(number)</span>  \(line)\n</span>
                """
        }
        return "<pre class=\"source small\"><code>\(items)</code></pre>"
    }
}
