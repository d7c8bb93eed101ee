import Markup

/// A labelled list of which one is chosen.
struct SelectField: Component {
    let name: String
    let label: String
    let choices: [(value: String, words: String)]
    var chosen: String?
    var hint: String?
    /// Tells it from another field of the same name on the page.
    var part: String?

    var body: HTML {
        """
        <div class="field"><label for="\(id)">\(label)</label>\
        <select class="input" id="\(id)" name="\(name)">\
        \(each: choices, option)\
        </select>\(hint.map { "<p class=\"field-hint\">\($0)</p>" as HTML })</div>
        """
    }

    private func option(_ choice: (value: String, words: String)) -> HTML {
        """
        <option value="\(choice.value)"\(attribute: "selected", choice.value == chosen)>\
        \(choice.words)</option>
        """
    }

    private var id: String {
        "field-"
            + [part, name].compactMap { $0 }.joined(separator: "-").map {
                $0.isLetter || $0.isNumber ? String($0) : "-"
            }.joined()
    }
}
