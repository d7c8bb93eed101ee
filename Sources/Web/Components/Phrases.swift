import Base
import Markup

/// A heading whose lines break between its clauses, where Chinese would let them break anywhere.
public struct Phrases: Component, Sendable {
    private let text: String
    private let language: Language

    public init(_ text: String, in language: Language) {
        self.text = text
        self.language = language
    }

    public var body: HTML {
        let clauses = clauses
        guard language != .english, clauses.count > 1 else { return HTML(escaping: text) }
        return HTML(joining: clauses.map { "<span class=\"phrase\">\($0)</span>" })
    }

    private var clauses: [String] {
        var clauses = [""]
        for character in text {
            clauses[clauses.count - 1].append(character)
            if "，。；：？".contains(character) { clauses.append("") }
        }
        return clauses.filter { !$0.isEmpty }
    }
}
