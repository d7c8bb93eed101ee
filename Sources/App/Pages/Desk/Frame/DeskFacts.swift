import Markup

/// Names and what they stand for, in two quiet columns; without the list's own tags.
struct DeskFacts: Component {
    private let facts: [(String, HTML)]

    init(_ facts: [(String, HTML)]) { self.facts = facts }

    var body: HTML { "\(each: facts, { "<dt>\($0.0)</dt><dd>\($0.1)</dd>" })" }
}
