import Base
import Markup

/// The words of a search in a narrow place, sent as `q`.
struct DeskSearchField: Component {
    private let label: String
    private let value: String?

    init(_ label: String, value: String?) {
        self.label = label
        self.value = value
    }

    var body: HTML {
        """
        <label><span class="visually-hidden">\(label)</span>\
        <input class="input" name="q" type="search" size="28" \
        maxlength="\(Limits.searchCharacters)"\(attribute: "value", value) placeholder="\(label)"></label>
        """
    }
}
