import Markup

/// One choice of several, each a whole sentence.
public struct Choices: Component, Sendable {
    public struct Choice: Sendable {
        let value: String
        let sentence: String
        let note: String?

        public init(_ value: String, _ sentence: String, note: String? = nil) {
            self.value = value
            self.sentence = sentence
            self.note = note
        }
    }

    private let name: String
    private let legend: String
    private let choices: [Choice]
    private let chosen: String?

    public init(_ name: String, _ legend: String, _ choices: [Choice], chosen: String? = nil) {
        self.name = name
        self.legend = legend
        self.choices = choices
        self.chosen = chosen
    }

    public var body: HTML {
        "<fieldset class=\"choices\"><legend>\(legend)</legend>\(each: choices, choice)</fieldset>"
    }

    private func choice(_ choice: Choice) -> HTML {
        """
        <label class="choice"><input type="radio" name="\(name)" value="\(choice.value)" required\
        \(attribute: "checked", choice.value == chosen)><span>\(choice.sentence)</span>\
        \(choice.note.map { "<small>\($0)</small>" as HTML })</label>
        """
    }
}
