import Markup

/// A choice of one of many in a narrow place, such as a filter.
struct DeskSelect: Component {
    private let name: String
    private let label: String
    private let choices: [(value: String, label: String)]
    private let chosen: String?
    private let anything: String?

    /// - Parameter anything: what the choice of none is called; nil: one must be chosen.
    init(
        _ name: String, label: String, _ choices: [(value: String, label: String)], chosen: String? = nil,
        anything: String? = nil
    ) {
        self.name = name
        self.label = label
        self.choices = choices
        self.chosen = chosen
        self.anything = anything
    }

    var body: HTML {
        """
        <label class="select"><span class="visually-hidden">\(label)</span>\
        <select class="input" name="\(name)">\(anything.map { "<option value=\"\">\($0)</option>" as HTML })\
        \(each: choices, option)</select></label>
        """
    }

    private func option(_ choice: (value: String, label: String)) -> HTML {
        "<option value=\"\(choice.value)\"\(attribute: "selected", choice.value == chosen)>\(choice.label)</option>"
    }
}
